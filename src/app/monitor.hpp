#pragma once
// Watches how well the live model of transactions does, on a thread of low priority.
#include <memory>
#include <mutex>
#include <stop_token>

#include "shrike/api/monitoring_view.hpp"
#include "shrike/api/pipeline_view.hpp"
#include "shrike/base/metrics.hpp"
#include "shrike/engine/engine.hpp"
#include "shrike/store/database.hpp"
#include "shrike/training/monitoring_run.hpp"
#include "shrike/training/review_threshold.hpp"

namespace shrike::app {

/// What a Monitor works with; all of it outlives the Monitor.
struct MonitorParts {
  const engine::EngineStatus& engine;
  store::Database& database;  ///< a connection of its own, for its thread
  const Clock& clock;
  TimeUs interval_us;  ///< from one round to the next
  training::ReviewGoal goal;
  /// Appends a control event; thread-safe. A change that is lost is proposed again.
  std::function<void(domain::Event)> append;
};

/// `run` and `round` are for the monitor's thread, the rest is thread-safe.
class Monitor final : public api::MonitoringView {
 public:
  static constexpr int kNice = 19;
  /// Rounds follow each other so quickly at most until there is a mature day to show.
  static constexpr TimeUs kEarlyIntervalUs = 15 * kSecondUs;

  explicit Monitor(const MonitorParts& parts);

  /// Until stopped; a round that runs then is given up at its next page.
  void run(const std::stop_token& stop);
  /// Works out a new report. Where the database does not answer the old one stays.
  void round(const training::GoOn& go_on);

  [[nodiscard]] std::shared_ptr<const training::MonitoringReport> monitoring() const override;
  /// The component "accuracy": degraded when the model has become worse.
  [[nodiscard]] api::ComponentHealth health() const;
  /// The monitor must outlive what reads the metrics.
  void register_metrics(Metrics& metrics) const;

 private:
  [[nodiscard]] TimeUs pause_us() const;
  void keep(training::MonitoringReport report);
  /// Moves the threshold of review to where the goal asks for it. Errors: as Database.
  Result<void> hold_goal();
  void set_threshold(std::optional<double> review_from, std::string note);

  MonitorParts parts_;
  training::MonitoredWindow window_;
  bool failed_ = false;       // the last round; its thread only
  mutable std::mutex mutex_;  // guards report_
  std::shared_ptr<const training::MonitoringReport> report_;
};

}  // namespace shrike::app
