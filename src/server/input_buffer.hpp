#pragma once
// The bytes that a connection has received and not used yet, in one block. Reused for all of its requests.
#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>

namespace shrike::server {

class InputBuffer {
 public:
  explicit InputBuffer(std::size_t capacity) : capacity_(capacity) {}

  [[nodiscard]] std::string_view view() const { return {bytes_.get() + begin_, end_ - begin_}; }
  [[nodiscard]] bool empty() const { return begin_ == end_; }
  [[nodiscard]] bool full() const { return end_ - begin_ == capacity_; }

  /// Room for at least one byte unless full. Moves the content: earlier views are void.
  std::span<char> prepare() {
    if (bytes_ == nullptr) bytes_ = std::make_unique_for_overwrite<char[]>(capacity_);
    if (begin_ == end_) begin_ = end_ = 0;
    if (begin_ > 0 && capacity_ - end_ < capacity_ / 2) {
      std::memmove(bytes_.get(), bytes_.get() + begin_, end_ - begin_);
      end_ -= begin_;
      begin_ = 0;
    }
    return {bytes_.get() + end_, capacity_ - end_};
  }
  void commit(std::size_t bytes) { end_ += bytes; }
  void consume(std::size_t bytes) { begin_ += bytes; }
  void clear() { begin_ = end_ = 0; }

  /// Changes the capacity; never below what is inside.
  void resize(std::size_t capacity) {
    if (capacity == capacity_ || capacity < end_ - begin_) return;
    auto moved = std::make_unique_for_overwrite<char[]>(capacity);
    if (end_ > begin_) std::memcpy(moved.get(), bytes_.get() + begin_, end_ - begin_);
    bytes_ = std::move(moved);
    end_ -= begin_;
    begin_ = 0;
    capacity_ = capacity;
  }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace shrike::server
