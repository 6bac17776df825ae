#pragma once
// Watches the free space of the data folder: warns while there is time, refuses new events before the disk is full.
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

#include "shrike/app/config.hpp"
#include "shrike/base/folder.hpp"
#include "shrike/eventlog/eventlog.hpp"

namespace shrike::app {

/// `check` from one thread; the rest from any. The ring itself is written in full when it is made: what needs space is
/// the store, checkpoints and decisions put aside. They get what is left below the second limit.
class DiskGuard {
 public:
  enum class State : std::uint8_t { ok, low, full };

  /// Both outlive it.
  DiskGuard(const DiskSettings& settings, Folder& folder, eventlog::EventLog& log)
      : settings_(settings), folder_(folder), log_(log) {}

  /// Looks, and tells the event log to refuse or to take events again.
  void check();
  [[nodiscard]] State state() const { return state_; }
  /// For health.
  [[nodiscard]] std::string words() const;
  [[nodiscard]] std::uint64_t free_bytes() const { return free_bytes_; }

 private:
  [[nodiscard]] State state_of(const Folder::Space& space) const;

  const DiskSettings settings_;
  Folder& folder_;
  eventlog::EventLog& log_;
  std::atomic<State> state_{State::ok};
  std::atomic<std::uint64_t> free_bytes_{0};
  mutable std::mutex mutex_;  // guards words_
  std::string words_ = "not examined yet";
};

}  // namespace shrike::app
