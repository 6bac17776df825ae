#include "shrike/alerts/watch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "shrike/base/diag.hpp"
#include "shrike/domain/decision.hpp"
#include "shrike/store/outbox.hpp"
#include "shrike/store/system_alerts.hpp"

namespace shrike::alerts {

namespace {

constexpr std::string_view kSystem = "system";
constexpr std::string_view kMilestone = "milestone";

constexpr std::array kRules{
    Rule{"cpu_usage", "Processor use is {0:.0f} % (threshold {1:g} %)", &Figures::cpu_percent,
         &WatchSettings::cpu_percent, "warning"},
    Rule{"memory_usage", "Memory use is {0:.0f} % (threshold {1:g} %)", &Figures::memory_percent,
         &WatchSettings::memory_percent, "warning"},
    Rule{"disk_usage", "The disk is {0:.0f} % full (threshold {1:g} %)", &Figures::disk_percent,
         &WatchSettings::disk_percent, "critical"},
    Rule{"error_rate", "{0:.1f} % of requests fail (threshold {1:g} %)", &Figures::error_percent,
         &WatchSettings::error_percent, "critical"},
    Rule{"response_time", "Answers take {0:.0f} ms (threshold {1:g} ms)", &Figures::response_ms,
         &WatchSettings::response_ms, "warning"},
    Rule{"pipeline_lag", "{0:.0f} events wait to be stored (threshold {1:g})", &Figures::lag_events,
         &WatchSettings::lag_events, "critical"},
    Rule{"accuracy_drop", "The transaction model has become worse", &Figures::accuracy_drop, nullptr, "warning", true},
    Rule{"usage_spike", "Use is {0:.1f} times the usual (threshold {1:g})", &Figures::usage_ratio,
         &WatchSettings::usage_spike, "warning", true},
};

/// 0 = off.
double threshold_of(const Rule& rule, const WatchSettings& settings) {
  if (rule.threshold != nullptr) return settings.*rule.threshold;
  return settings.accuracy ? 1 : 0;
}

}  // namespace

std::span<const Rule> rules() { return kRules; }

Watch::Watch(WatchParts parts) : parts_(std::move(parts)), watched_(kRules.size()) {}

Result<void> Watch::step(Figures figures, const Moment& now) {
  if (!taken_up_) {
    if (auto done = take_up(); !done) return done;
    taken_up_ = true;
  }
  if (figures.decisions) figures.usage_ratio = usage_.ratio(*figures.decisions, now.steady_us);
  for (std::size_t at = 0; at < kRules.size(); ++at) {
    if (auto done = step_rule(kRules.at(at), watched_.at(at), figures, now); !done) return done;
  }
  return step_milestone(figures, now.wall_us);
}

Result<void> Watch::take_up() {
  const auto unresolved = store::unresolved_system_alerts(parts_.database, parts_.tenant);
  if (!unresolved) return unresolved.error();
  for (const store::SystemAlert& alert : *unresolved) {
    const auto rule = std::ranges::find(kRules, alert.type, &Rule::type);
    if (rule == kRules.end()) continue;
    Watched& watched = watched_.at(static_cast<std::size_t>(rule - kRules.begin()));
    if (watched.alert != 0) continue;  // the newest counts
    watched.condition.state = Condition::State::firing;
    watched.alert = alert.number;
  }
  const auto reached = store::largest_system_value(parts_.database, parts_.tenant, std::string(kMilestone));
  if (!reached) return reached.error();
  milestone_ = *reached;
  return {};
}

Result<void> Watch::step_rule(const Rule& rule, Watched& watched, const Figures& figures, const Moment& now) {
  const WatchSettings& settings = parts_.settings.watch;
  const double threshold = threshold_of(rule, settings);
  const std::optional<double> figure = threshold > 0 ? figures.*rule.figure : 0;  // a rule that is off lets go
  Condition next = watched.condition;
  const auto bad = figure ? std::optional<bool>(threshold > 0 && *figure >= threshold) : std::nullopt;
  const auto change = next.advance(bad, now.steady_us, rule.at_once ? 0 : settings.for_us, rule.keep_us);
  if (change == Condition::Change::fired) {
    const auto number = raise(rule, *figure, threshold, now.wall_us);
    if (!number) return number.error();
    watched.alert = *number;
  }
  if (change == Condition::Change::resolved && watched.alert != 0) {
    if (auto done = resolve(rule, watched.alert, now.wall_us); !done) return done;
    watched.alert = 0;
  }
  watched.condition = next;
  return {};
}

Result<std::uint64_t> Watch::raise(const Rule& rule, double value, double threshold, TimeUs now_us) {
  std::string title = fmt::format(fmt::runtime(rule.title), value, threshold);
  diag::warning("alerts", "{}", title);
  auto transaction = store::Transaction::begin(parts_.database);
  if (!transaction) return transaction.error();
  const auto number = store_alert(rule.type, rule.severity, std::move(title), value, threshold, now_us);
  if (!number) return number.error();
  if (auto done = put_out(*number, rule.type, rule.severity, "trigger", now_us); !done) return done.error();
  if (auto done = transaction->commit(); !done) return done.error();
  return *number;
}

Result<std::uint64_t> Watch::store_alert(std::string_view type, std::string_view severity, std::string title,
                                         double value, double threshold, TimeUs now_us) {
  store::SystemAlert alert;
  alert.tenant = parts_.tenant;
  alert.type = type;
  alert.severity = severity;
  alert.state = "open";
  alert.title = std::move(title);
  alert.value = value;
  alert.threshold = threshold;
  alert.raised_at_us = now_us;
  return store::insert_system_alert(parts_.database, alert);
}

Result<void> Watch::put_out(std::uint64_t alert, std::string_view type, std::string_view severity,
                            std::string_view event, TimeUs now_us) {
  for (const std::string& channel : parts_.channels) {
    store::OutboxRow row;
    row.tenant = parts_.tenant;
    row.alert_id = domain::system_alert_id(alert);
    row.channel = channel;
    row.event = event;
    row.type = type;
    row.severity = severity;
    row.created_at_us = row.due_at_us = now_us;
    if (auto done = store::put_out(parts_.database, row); !done) return done;
  }
  return {};
}

Result<void> Watch::resolve(const Rule& rule, std::uint64_t alert, TimeUs now_us) {
  auto transaction = store::Transaction::begin(parts_.database);
  if (!transaction) return transaction.error();
  auto done = store::resolve_system_alert(parts_.database, {parts_.tenant, alert, std::string(kSystem), now_us});
  // Somebody may have resolved it already, and told the channels.
  if (!done && (done.error().kind == ErrorKind::conflict || done.error().kind == ErrorKind::not_found)) return {};
  if (!done) return done;
  if (auto out = put_out(alert, rule.type, rule.severity, "resolve", now_us); !out) return out;
  return transaction->commit();
}

Result<void> Watch::step_milestone(const Figures& figures, TimeUs now_us) {
  const auto every = static_cast<double>(parts_.settings.watch.milestone_events);
  if (every == 0 || !figures.decisions) return {};
  const double reached = std::floor(*figures.decisions / every) * every;
  if (!milestone_) milestone_ = reached;  // those from before there were alerts are no news
  if (reached <= *milestone_) return {};
  auto transaction = store::Transaction::begin(parts_.database);
  if (!transaction) return transaction.error();
  const auto number =
      store_alert(kMilestone, "info", fmt::format("{:.0f} events were decided", reached), reached, every, now_us);
  if (!number) return number.error();
  if (auto done = put_out(*number, kMilestone, "info", "trigger", now_us); !done) return done;
  // There is nothing to do about it.
  if (auto done = store::resolve_system_alert(parts_.database, {parts_.tenant, *number, std::string(kSystem), now_us});
      !done)
    return done;
  if (auto done = transaction->commit(); !done) return done;
  milestone_ = reached;
  return {};
}

}  // namespace shrike::alerts
