#pragma once
// What is older than the settings want is purged in the background, a little at a time.
#include <array>
#include <atomic>
#include <functional>
#include <stop_token>

#include "shrike/base/clock.hpp"
#include "shrike/base/metrics.hpp"
#include "shrike/store/audit.hpp"
#include "shrike/store/retention.hpp"

namespace shrike::app {

/// A thread of its own, with a connection of its own. A step is one small transaction, and between two it waits at
/// least as long as the step took, so that the archive always comes first.
class Retention {
 public:
  static constexpr std::size_t kStepRows = 500;
  static constexpr TimeUs kEveryUs = kHourUs;  ///< from one round to the next

  struct Parts {
    const store::RetentionSettings& settings;
    store::Database& database;
    const Clock& clock;
    std::function<void(store::AuditEntry)> record;  ///< tells of a round in which something was purged
  };
  /// What the parts refer to outlives it.
  explicit Retention(Parts parts) : parts_(std::move(parts)) {}

  /// Until stopped.
  void run(const std::stop_token& stop);
  /// One step of `run`: purges up to kStepRows rows of one table. False when the round has ended. Errors: as Database.
  Result<bool> step();
  /// Any thread: rows purged since the start.
  [[nodiscard]] std::uint64_t purged(store::Retained what) const { return purged_[static_cast<std::size_t>(what)]; }
  void register_metrics(Metrics& metrics) const;

 private:
  void end_round();

  Parts parts_;
  std::size_t at_ = 0;  // the table at hand
  std::array<std::uint64_t, store::kRetainedCount> round_{};
  std::array<std::atomic<std::uint64_t>, store::kRetainedCount> purged_{};
  bool failed_ = false;
};

}  // namespace shrike::app
