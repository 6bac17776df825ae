#pragma once
// When and how checkpoints are made while the engine runs.
#include <atomic>
#include <deque>
#include <optional>
#include <stop_token>
#include <string>

#include "shrike/base/bounded_queue.hpp"
#include "shrike/engine/checkpoint.hpp"
#include "shrike/eventlog/eventlog.hpp"

namespace shrike::engine {

struct CheckpointSettings {
  Folder* folder = nullptr;  ///< null: no checkpoints
  std::uint64_t every_events =
      200'000;  ///< one is begun after as many events, or when a quarter of the ring waits for it
};

/// The engine's thread saves some parts of the state after each step and never waits; a thread of its own writes the
/// file. A checkpoint is published once the archive has stored all that it knows: a decision that was not stored yet
/// must be made again from a state that did not know its event. The newest two are kept, and the ring keeps the events
/// that the older of them needs (cursor "checkpoint"), as long as it is not half full.
class Checkpointer {
 public:
  static constexpr std::size_t kKept = 2;
  static constexpr std::size_t kPartsWaitingMax = 64;

  /// `known`: the checkpoints on disk, newest first; `start`: the event after which the engine starts.
  Checkpointer(CheckpointSettings settings, eventlog::EventLog& log, std::vector<CheckpointInfo> known,
               domain::Seq start);

  /// Engine's thread, after each step, with the newest event applied.
  void after_step(const Core& core, domain::Seq newest);
  /// The writing thread, until stopped. A checkpoint that is under way then is dropped.
  void run(const std::stop_token& stop);
  /// One step of `run`: writes one part, or publishes a checkpoint that is ready for it. Waits up to `wait` for a part.
  /// False when there was nothing to do.
  bool step(std::chrono::microseconds wait);
  /// Writes a whole checkpoint at once. Only when no other thread runs any more and everything is stored.
  Result<void> write_now(const Core& core);

  /// Any thread: a checkpoint is begun after the next step, whatever is due, and once one of a state that knows event
  /// `seq` is published, those that do not know it are deleted.
  void request(domain::Seq seq);
  /// Any thread: the event that the newest checkpoint published since the start knows; 0 before the first.
  [[nodiscard]] domain::Seq published_from() const { return published_from_; }
  /// Any thread: checkpoints published since the start; what went wrong last, empty when nothing.
  [[nodiscard]] std::uint64_t published() const { return published_; }
  /// Engine's thread: parts of a snapshot are still to be handed over.
  [[nodiscard]] bool in_snapshot() const { return snapshot_.has_value(); }
  [[nodiscard]] std::string failure() const;

 private:
  /// What the engine hands over: a part, or the end of the snapshot.
  struct Handed {
    std::uint64_t snapshot = 0;  ///< its number, from 1
    std::optional<StatePart> part;
    domain::Seq from = 0;
  };
  void begin(const Core& core);
  [[nodiscard]] bool due(domain::Seq newest) const;
  Result<void> write(const Handed& handed);
  Result<void> publish(CheckpointWriter& writer);
  [[nodiscard]] bool is_stored(domain::Seq to) const;
  void hold_ring();
  void drop(std::uint64_t snapshot, const Error& why);

  const CheckpointSettings settings_;
  eventlog::EventLog& log_;
  /// Some parts of the state that was loaded know events up to here already: until the engine has come past it, a new
  /// checkpoint would say less of them than is true, and they would be counted twice.
  const domain::Seq ahead_to_;
  // Engine's thread:
  std::optional<Snapshot> snapshot_;
  std::uint64_t number_ = 0;  // of snapshot_
  domain::Seq last_from_;
  // Writing thread:
  std::deque<CheckpointInfo> known_;  // newest first
  std::optional<CheckpointWriter> writer_;
  std::uint64_t writing_ = 0;  // number of the snapshot that writer_ has
  bool finished_ = false;      // writer_ has its end and waits for the archive
  std::vector<Handed> taken_;  // reused from step to step
  // Both:
  BoundedQueue<Handed> handed_{"checkpoint", kPartsWaitingMax};
  std::atomic<bool> busy_{false};          // from the start of a snapshot until it is published or dropped
  std::atomic<std::uint64_t> dropped_{0};  // number of the snapshot that could not be written: its parts are ignored
  std::atomic<std::uint64_t> published_{0};
  std::atomic<domain::Seq> published_from_{0};
  std::atomic<domain::Seq> wanted_{0};  // a checkpoint that knows this event is to be begun
  std::atomic<domain::Seq> oldest_kept_{0};
  mutable std::mutex mutex_;  // guards failure_
  std::string failure_;
};

}  // namespace shrike::engine
