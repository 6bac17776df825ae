#include "monitor.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <set>

#include "first_start.hpp"
#include "shrike/base/diag.hpp"
#include "shrike/store/tenants.hpp"
#include "shrike/store/thresholds.hpp"

namespace shrike::app {

namespace {

using training::Accuracy;
using training::MonitoringReport;

std::shared_ptr<const MonitoringReport> no_report_yet() {
  auto report = std::make_shared<MonitoringReport>();
  report->accuracy.text = "not worked out yet";
  return report;
}

constexpr std::string_view kGoalKeeper = "goal";  ///< who set the threshold, where nobody did by hand

double number(const std::optional<double>& value) { return value.value_or(std::numeric_limits<double>::quiet_NaN()); }

/// Version 0 where there is none.
domain::ModelRef reference(const engine::TreeModel* model) {
  return model == nullptr ? domain::ModelRef() : domain::ModelRef{model->header().id, model->header().version};
}

double feature_psi_max(const MonitoringReport& report) {
  if (!report.drift || report.drift->features.empty()) return number(std::nullopt);
  return report.drift->features.front().psi;
}

}  // namespace

Monitor::Monitor(const MonitorParts& parts) : parts_(parts) {
  const std::string tenant(kDefaultTenant);
  watches_.try_emplace(tenant, tenant, training::MonitoredWindow::kRowsMax);
  reports_.emplace(tenant, no_report_yet());
}

void Monitor::run(const std::stop_token& stop) {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), kNice);
  std::mutex mutex;
  std::condition_variable_any wake;
  while (!stop.stop_requested()) {
    try {
      round([&stop] { return !stop.stop_requested(); });
    } catch (const std::exception& error) {  // memory
      diag::error("monitoring", "{}", error.what());
    }
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, std::chrono::microseconds(pause_us()), [] { return false; });
  }
}

TimeUs Monitor::pause_us() const {
  const auto report = monitoring();
  const bool shows = std::ranges::any_of(report->daily.days, &training::DayFigures::mature);
  return shows ? parts_.interval_us : std::min(parts_.interval_us, kEarlyIntervalUs);
}

void Monitor::round(const training::GoOn& go_on) {
  follow_tenants();
  for (auto& [tenant, watch] : watches_) {
    if (go_on()) round_of(watch, go_on);
  }
}

/// Where the database does not answer they stay as they are.
void Monitor::follow_tenants() {
  const auto tenants = store::load_tenants(parts_.database);
  if (!tenants) return;
  std::set<std::string> wanted{std::string(kDefaultTenant)};
  for (const store::Tenant& tenant : *tenants) {
    if (!tenant.suspended && wanted.size() <= kOthersMax) wanted.insert(tenant.id);
  }
  std::erase_if(watches_, [&](const auto& watch) { return !wanted.contains(watch.first); });
  for (const std::string& tenant : wanted) watches_.try_emplace(tenant, tenant, kOthersRowsMax);
  const std::lock_guard lock(mutex_);
  std::erase_if(reports_, [&](const auto& report) { return !wanted.contains(report.first); });
}

void Monitor::round_of(Watch& watch, const training::GoOn& go_on) {
  training::MonitoredWindow& window = watch.window;
  const TimeUs start_us = parts_.clock.steady_us();
  const auto judges = parts_.engine.judges.get(window.tenant()).models;
  auto report = [&]() -> Result<MonitoringReport> {
    if (auto done = window.update(parts_.database, go_on); !done) return done.error();
    if (auto done = hold_goal(window); !done) return done.error();
    const training::Watched watched{reference(judges.transactions.get()), reference(judges.shadow_transactions.get()),
                                    judges.anomalies.get()};
    return training::monitoring_report(parts_.database, window, watched, go_on);
  }();
  if (!go_on()) return;
  if (!report) {
    if (!std::exchange(watch.failed, true))
      diag::warning("monitoring", "the old figures stay: {}", report.error().message);
    return;
  }
  watch.failed = false;
  diag::write(diag::Level::debug, "monitoring",
              fmt::format("{} decisions in {} ms", window.decisions().size(),
                          (parts_.clock.steady_us() - start_us) / kMillisecondUs));
  keep(window.tenant(), std::move(*report));
}

Result<void> Monitor::hold_goal(const training::MonitoredWindow& window) {
  if (window.tenant() != kDefaultTenant) return {};  // the goal is of the installation's own people
  const auto newest = store::newest_threshold(parts_.database, window.tenant(), domain::EventKind::transaction);
  if (!newest) return newest.error();
  const std::optional<double> present = *newest ? (*newest)->change.review_from : std::nullopt;
  if (!parts_.goal.set()) {
    // A goal that was taken out of the settings leaves nothing behind.
    if (present && (*newest)->change.by == kGoalKeeper)
      set_threshold(window.tenant(), std::nullopt, "there is no goal any more");
    return {};
  }
  const training::ReviewWindow reviewed{window.decisions(), window.today(), training::last_mature_day(window.now_us()),
                                        window.sample_share()};
  if (auto proposed = training::propose_threshold(reviewed, parts_.goal, present))
    set_threshold(window.tenant(), proposed->review_from, std::move(proposed->note));
  return {};
}

void Monitor::set_threshold(const std::string& tenant, std::optional<double> review_from, std::string note) {
  diag::info("monitoring", "transactions are reviewed from {}: {}",
             review_from ? fmt::format("{:.2f} points of risk", *review_from) : "the settings' level", note);
  domain::Control control;
  control.action = domain::Control::Action::threshold_set;
  control.threshold = {domain::EventKind::transaction, review_from, std::string(kGoalKeeper), std::move(note)};
  domain::Event event;
  event.tenant = tenant;
  event.time_us = event.ingested_at_us = parts_.clock.now_us();
  event.body = std::move(control);
  parts_.append(std::move(event));
}

void Monitor::keep(const std::string& tenant, MonitoringReport report) {
  report.computed_at_us = parts_.clock.now_us();
  const auto before = monitoring(tenant)->accuracy.state;
  const Accuracy& accuracy = report.accuracy;
  if (accuracy.state == Accuracy::State::dropped && before != accuracy.state) {
    diag::warning("monitoring", "tenant {}: the model of transactions has become worse: {}", tenant, accuracy.text);
  } else if (accuracy.state == Accuracy::State::ok && before == Accuracy::State::dropped) {
    diag::info("monitoring", "tenant {}: the model of transactions is as good as before: {}", tenant, accuracy.text);
  }
  std::shared_ptr<const MonitoringReport> fresh = std::make_shared<const MonitoringReport>(std::move(report));
  const std::lock_guard lock(mutex_);
  reports_[tenant].swap(fresh);  // the old one goes after the lock
}

std::shared_ptr<const MonitoringReport> Monitor::monitoring(const std::string& tenant) const {
  const std::lock_guard lock(mutex_);
  const auto found = reports_.find(tenant);
  return found == reports_.end() ? no_report_yet() : found->second;
}

std::shared_ptr<const MonitoringReport> Monitor::monitoring() const { return monitoring(std::string(kDefaultTenant)); }

api::ComponentHealth Monitor::health() const {
  const auto report = monitoring();
  const bool dropped = report->accuracy.state == Accuracy::State::dropped;
  return {"accuracy", dropped ? "degraded" : "ok", report->accuracy.text};
}

void Monitor::register_metrics(Metrics& metrics) const {
  const auto gauge = [&](const char* name, const char* help, double (*read)(const MonitoringReport&)) {
    metrics.gauge(name, help, {}, [this, read] { return read(*monitoring()); });
  };
  gauge("shrike_model_auc", "AUC of the transaction model over the last 7 mature days; NaN where not known",
        [](const MonitoringReport& report) { return number(report.accuracy.recent.auc); });
  gauge("shrike_model_average_precision",
        "Average precision of the transaction model over the last 7 mature days; NaN where not known",
        [](const MonitoringReport& report) { return number(report.accuracy.recent.average_precision); });
  gauge("shrike_feature_psi_max", "Largest population stability index of a feature; NaN where not known",
        feature_psi_max);
  gauge("shrike_anomaly_share",
        "Share of the newest payments that the isolation forest finds more unusual than 99 of 100 before; NaN where "
        "not known",
        [](const MonitoringReport& report) {
          return report.drift && report.drift->anomaly ? report.drift->anomaly->share_above : number(std::nullopt);
        });
  gauge("shrike_score_psi", "Population stability index of the fraud probability; NaN where not known",
        [](const MonitoringReport& report) { return report.drift ? report.drift->score_psi : number(std::nullopt); });
}

}  // namespace shrike::app
