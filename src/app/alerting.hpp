#pragma once
// Everything of the alerts that the service has: the outbox's connection, the channels, the figures of the watch.
#include <memory>
#include <stop_token>
#include <string>

#include "decision_path.hpp"
#include "monitor.hpp"
#include "shrike/alerts/outbound.hpp"
#include "shrike/api/pipeline_view.hpp"
#include "shrike/app/config.hpp"
#include "shrike/sinks/live.hpp"
#include "shrike/store/breaker_database.hpp"
#include "system_figures.hpp"

namespace shrike::app {

/// All of it outlives the Alerting.
struct AlertingParts {
  const Config& config;
  const std::string& database_url;
  const Clock& clock;
  Metrics& metrics;
  Folder& folder;
  DecisionPath& path;
  const sinks::Live& live;
  const Monitor& monitor;
};

/// `run` is for the outbound thread, the rest is thread-safe.
class Alerting {
 public:
  /// Errors: as open_database.
  static Result<std::unique_ptr<Alerting>> open(const AlertingParts& parts);

  void run(const std::stop_token& stop) { outbound_.run(stop); }
  [[nodiscard]] alerts::Outbound& outbound() { return outbound_; }
  /// The component "alerts": degraded while a channel does not work.
  [[nodiscard]] api::ComponentHealth health() const;

 private:
  Alerting(const AlertingParts& parts, std::unique_ptr<store::Database> database);

  std::unique_ptr<store::Database> database_;
  store::BreakerDatabase breaker_;
  SystemFigures figures_;
  std::unique_ptr<alerts::Transport> transport_;
  alerts::Outbound outbound_;
};

}  // namespace shrike::app
