#pragma once
// Engine steps that wait to be stored: in memory, and on disk once the memory is full, so that the engine never waits
// for a database.
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

#include "shrike/base/clock.hpp"
#include "shrike/base/folder.hpp"
#include "shrike/domain/sink.hpp"

namespace shrike::sinks {

/// First in, first out. `push` is for the engine's thread, `pop` for the archive's, the rest for any.
/// What lies on disk is not durable and need not be: after a restart the engine decides again from the eventlog, which
/// keeps every event until the store has it. That also bounds the file: events stop coming when the ring is full.
class Backlog {
 public:
  /// Steps beyond `decisions_max` decisions go to a nameless file in `folder` (null: none, then push waits for room).
  Backlog(std::size_t decisions_max, Folder* folder) : decisions_max_(decisions_max), folder_(folder) {}
  Backlog(const Backlog&) = delete;
  Backlog& operator=(const Backlog&) = delete;

  /// Never waits, unless the disk refuses: then until there is room in memory.
  void push(domain::DecisionBatchPtr batch);
  /// The oldest step; nullptr when there was none within `wait_us`. Error: io, corrupt when the file cannot be read
  /// back.
  Result<domain::DecisionBatchPtr> pop(TimeUs wait_us);

  /// Steps waiting in all.
  [[nodiscard]] std::size_t depth() const;
  /// Bytes on disk that wait.
  [[nodiscard]] std::uint64_t spilled_bytes() const;
  [[nodiscard]] std::size_t decisions_max() const { return decisions_max_; }

 private:
  bool spill_locked(const domain::DecisionBatch& batch);
  Result<domain::DecisionBatchPtr> read_back_locked();
  [[nodiscard]] bool has_room_locked(const domain::DecisionBatch& batch) const;

  const std::size_t decisions_max_;
  Folder* const folder_;
  mutable std::mutex mutex_;  // guards everything below
  std::condition_variable filled_;
  std::condition_variable room_;
  std::deque<domain::DecisionBatchPtr> memory_;
  std::size_t decisions_ = 0;   // in memory_
  std::unique_ptr<File> file_;  // steps that came after those in memory_
  std::size_t spilled_ = 0;
  std::uint64_t read_at_ = 0;
  std::uint64_t write_at_ = 0;
};

}  // namespace shrike::sinks
