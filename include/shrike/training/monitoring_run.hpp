#pragma once
// One round of monitoring: the figures of a window, and the features of a sample of it from the store.
#include "shrike/engine/isolation_forest.hpp"
#include "shrike/training/monitored_window.hpp"

namespace shrike::training {

inline constexpr int kDriftDays = 7;                  ///< the newest days …
inline constexpr int kDriftReferenceDays = 28;        ///< … against as many before them
inline constexpr std::size_t kDriftRowsMax = 20'000;  ///< of each, taken evenly over its decisions
inline constexpr std::size_t kDriftRowsMin = 500;     ///< of each; with fewer chance alone moves the index

/// Who is watched. `challenger` of version 0, and `forest` null: there is none.
struct Watched {
  domain::ModelRef champion;
  domain::ModelRef challenger;
  const engine::IsolationForest* forest = nullptr;
};

/// `computed_at_us` is left to the caller. Errors: as
/// MonitoredWindow::update.
Result<MonitoringReport> monitoring_report(store::Database& database, const MonitoredWindow& window,
                                           const Watched& watched, const GoOn& go_on);

}  // namespace shrike::training
