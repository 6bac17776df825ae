#pragma once
// Watches how well the live model of transactions does, for each tenant, on a thread of low priority.
#include <map>
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
  /// Tenants that are watched beside the operator's: the first by id. Each keeps a window of at most 5 MB.
  static constexpr std::size_t kOthersMax = 16;
  static constexpr std::size_t kOthersRowsMax = 125'000;

  explicit Monitor(const MonitorParts& parts);

  /// Until stopped; a round that runs then is given up at its next page.
  void run(const std::stop_token& stop);
  /// Works out new reports. Where the database does not answer the old ones stay.
  void round(const training::GoOn& go_on);

  [[nodiscard]] std::shared_ptr<const training::MonitoringReport> monitoring(const std::string& tenant) const override;
  /// Of the operator's tenant, like all that follows.
  [[nodiscard]] std::shared_ptr<const training::MonitoringReport> monitoring() const;
  /// The component "accuracy": degraded when the model has become worse.
  [[nodiscard]] api::ComponentHealth health() const;
  /// The monitor must outlive what reads the metrics.
  void register_metrics(Metrics& metrics) const;

 private:
  struct Watch {
    explicit Watch(const std::string& tenant, std::size_t rows_max) : window(tenant, rows_max) {}
    training::MonitoredWindow window;
    bool failed = false;  // the last round
  };
  [[nodiscard]] TimeUs pause_us() const;
  void round_of(Watch& watch, const training::GoOn& go_on);
  /// Begins and ends watching as tenants come and go.
  void follow_tenants();
  void keep(const std::string& tenant, training::MonitoringReport report);
  /// Moves the threshold of review to where the goal asks for it. Errors: as Database.
  Result<void> hold_goal(const training::MonitoredWindow& window);
  void set_threshold(const std::string& tenant, std::optional<double> review_from, std::string note);

  MonitorParts parts_;
  std::map<std::string, Watch> watches_;  // its thread only
  mutable std::mutex mutex_;              // guards reports_
  std::map<std::string, std::shared_ptr<const training::MonitoringReport>> reports_;
};

}  // namespace shrike::app
