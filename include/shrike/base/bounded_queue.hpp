#pragma once
// The only way that threads hand work to each other: a queue with a name, a capacity and a stated overflow policy.
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

namespace shrike {

/// Many producers, many consumers, first in first out. The overflow policy is the caller's choice of call:
/// `push` blocks, `try_push` rejects, `push_drop_oldest` drops.
template <class T>
class BoundedQueue {
 public:
  BoundedQueue(std::string name, std::size_t capacity) : name_(std::move(name)), capacity_(capacity) {}

  /// Waits for room. False when the queue was closed.
  bool push(T item) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return closed_ || items_.size() < capacity_; });
    return push_locked(std::move(item));
  }

  /// False at once when full or closed; the item is then unchanged.
  bool try_push(T&& item) {
    std::unique_lock lock(mutex_);
    if (items_.size() >= capacity_) return false;
    return push_locked(std::move(item));
  }

  /// Makes room by dropping the oldest item. Returns how many were dropped (0 or 1).
  std::size_t push_drop_oldest(T item) {
    std::unique_lock lock(mutex_);
    std::size_t dropped = 0;
    if (items_.size() >= capacity_) {
      items_.pop_front();
      dropped = 1;
    }
    push_locked(std::move(item));
    return dropped;
  }

  /// Moves up to `max` items to the end of `out`; waits up to `wait` for the first. Returns how many.
  std::size_t pop_batch(std::vector<T>& out, std::size_t max, std::chrono::microseconds wait) {
    std::unique_lock lock(mutex_);
    if (wait > wait.zero()) filled_.wait_for(lock, wait, [&] { return closed_ || !items_.empty(); });
    std::size_t count = 0;
    for (; count < max && !items_.empty(); ++count) {
      out.push_back(std::move(items_.front()));
      items_.pop_front();
    }
    if (count > 0) room_.notify_all();
    return count;
  }

  /// Refuses new items; what is inside can still be popped.
  void close() {
    std::unique_lock lock(mutex_);
    closed_ = true;
    room_.notify_all();
    filled_.notify_all();
  }

  /// True when closed and empty: the consumer's end of stream.
  [[nodiscard]] bool drained() const {
    std::unique_lock lock(mutex_);
    return closed_ && items_.empty();
  }
  [[nodiscard]] std::size_t size() const {
    std::unique_lock lock(mutex_);
    return items_.size();
  }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  bool push_locked(T item) {
    if (closed_) return false;
    items_.push_back(std::move(item));
    filled_.notify_one();
    return true;
  }

  const std::string name_;
  const std::size_t capacity_;
  mutable std::mutex mutex_;  // guards everything below
  std::condition_variable room_;
  std::condition_variable filled_;
  std::deque<T> items_;
  bool closed_ = false;
};

}  // namespace shrike
