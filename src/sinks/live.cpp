#include "shrike/sinks/live.hpp"

#include <algorithm>

#include "shrike/base/time_text.hpp"
#include "shrike/domain/decision_json.hpp"

namespace shrike::sinks {

namespace {

constexpr std::size_t kAlertsPerTick = 20;
constexpr std::int64_t kShareSeconds = 60;
constexpr std::int64_t kRateSeconds = 5;

bool flagged(const domain::Decision& decision) { return decision.outcome != domain::Outcome::approve; }

void hold_amount(std::vector<domain::Money>& held, const domain::Money& amount) {
  const auto same = std::ranges::find(held, amount.currency, &domain::Money::currency);
  if (same == held.end()) {
    held.push_back(amount);
  } else {
    same->minor += amount.minor;
  }
}

}  // namespace

Live::Live(const Clock& clock, store::Totals before, domain::RiskLevel alerts_from)
    : clock_(clock), alerts_from_(alerts_from), totals_(std::move(before)) {}

void Live::accept(const domain::DecisionBatchPtr& batch) {
  const std::lock_guard lock(mutex_);
  for (const auto& decision : batch->decisions) {
    if (decision->evaluation == domain::Evaluation::fresh) count(decision);
  }
  for (const auto& event : batch->labels) count_label(std::get<domain::Label>(event.body), event.tenant);
  for (const auto& event : batch->controls) {
    const auto& control = std::get<domain::Control>(event.body);
    if (!control.is_blocklist() || control.entry.list != domain::EntityList::block) continue;
    const bool added = control.action == domain::Control::Action::blocklist_add;
    if (added) ++totals_.blocked_entities;
    if (!added && totals_.blocked_entities > 0) --totals_.blocked_entities;
  }
}

void Live::count(const domain::DecisionPtr& decision) {
  const bool held = flagged(*decision);
  ++totals_.decisions;
  ++(decision->transaction() != nullptr ? totals_.transactions : totals_.messages);
  ++totals_.by_level[static_cast<std::size_t>(decision->level)];
  ++totals_.by_outcome[static_cast<std::size_t>(decision->outcome)];
  if (held && decision->transaction() != nullptr) hold_amount(totals_.amount_held, decision->transaction()->amount);
  if (decision->action == domain::Action::automatically_blacklisted) ++totals_.blocked_entities;
  Point& point = point_now();
  ++point.decisions;
  point.flagged += held ? 1 : 0;
  point.critical += decision->level == domain::RiskLevel::critical ? 1 : 0;
  point.latency.add(decision->timings.total);
  if (auto alert = domain::alert_for(decision, alerts_from_)) {
    ++totals_.alerts;
    ++alerts_raised_;
    alerts_.push_front(*alert);
    if (alerts_.size() > kLiveRowsKept) alerts_.pop_back();
    if (new_alerts_.size() < kAlertsPerTick) new_alerts_.push_back(std::move(*alert));
  }
  keep_row(decision);
  if (decision->event_id().empty()) return;
  const std::string key = decision->event.tenant + '\n' + decision->event_id();
  if (flagged_by_event_.emplace(key, held).second) remembered_.push_back(key);
  if (remembered_.size() > kLiveFraudsRemembered) {
    flagged_by_event_.erase(remembered_.front());
    remembered_.pop_front();
  }
}

void Live::count_label(const domain::Label& label, const std::string& tenant) {
  ++totals_.labels;
  if (!label.fraud) return;
  ++totals_.labelled_fraud;
  const auto found = flagged_by_event_.find(tenant + '\n' + label.event_id);
  if (found != flagged_by_event_.end() && found->second) ++totals_.labelled_fraud_caught;
}

void Live::keep_row(const domain::DecisionPtr& decision) {
  rows_.push_front(decision);
  if (rows_.size() > kLiveRowsKept) rows_.pop_back();
  ++rows_this_tick_;
  if (flagged(*decision)) {
    if (flagged_rows_.size() < kLiveRowsPerTick) flagged_rows_.push_back(decision);
    return;
  }
  plain_rows_.push_back(decision);
  if (plain_rows_.size() > kLiveRowsPerTick) plain_rows_.pop_front();
}

Live::Point& Live::point_now() {
  const std::int64_t second = clock_.now_us() / kSecondUs;
  if (history_.empty() || history_.back().second < second) {
    history_.push_back({second, 0, 0, 0, {}});
    if (history_.size() > kLiveHistorySeconds) history_.pop_front();
  }
  return history_.back();
}

Live::Tick Live::tick() {
  std::vector<domain::DecisionPtr> rows;
  std::vector<domain::Alert> alerts;
  std::uint64_t total = 0;
  Tick tick;
  {
    const std::lock_guard lock(mutex_);
    const std::int64_t now = point_now().second;  // a quiet second is a point too
    tick.points = points_locked(told_second_, now);
    told_second_ = now - 1;
    rows = std::move(flagged_rows_);
    const std::size_t room = kLiveRowsPerTick - rows.size();
    const std::size_t skip = plain_rows_.size() > room ? plain_rows_.size() - room : 0;
    rows.insert(rows.end(), plain_rows_.begin() + static_cast<std::ptrdiff_t>(skip), plain_rows_.end());
    alerts = std::move(new_alerts_);
    total = std::exchange(rows_this_tick_, 0);
    flagged_rows_.clear();
    plain_rows_.clear();
    new_alerts_.clear();
  }
  for (const domain::Alert& alert : alerts) {
    JsonWriter out(tick.alerts.emplace_back());
    domain::write_alert(out, alert);
  }
  if (rows.empty()) return tick;
  std::ranges::sort(rows, std::greater(), &domain::Decision::seq);
  JsonWriter out(tick.decisions.emplace());
  out.begin_object();
  out.key("rows");
  out.begin_array();
  for (const auto& row : rows) domain::write_decision_row(out, *row, std::nullopt);
  out.end_array();
  out.field("skipped", total - rows.size());
  out.end_object();
  return tick;
}

Histogram::Snapshot Live::latency_since(std::int64_t second) const {
  Histogram::Snapshot sum;
  for (auto point = history_.rbegin(); point != history_.rend() && point->second >= second; ++point)
    sum.merge(point->latency);
  return sum;
}

double Live::rate_locked() const {
  const std::int64_t now = clock_.now_us() / kSecondUs;
  std::uint64_t decisions = 0;
  for (auto point = history_.rbegin(); point != history_.rend() && point->second >= now - kRateSeconds; ++point) {
    if (point->second < now) decisions += point->decisions;
  }
  return static_cast<double>(decisions) / static_cast<double>(kRateSeconds);
}

double Live::decision_rate() const {
  const std::lock_guard lock(mutex_);
  return rate_locked();
}

void Live::write_totals(JsonWriter& out) const {
  const std::lock_guard lock(mutex_);
  out.key("totals");
  out.begin_object();
  out.field("decisions", totals_.decisions);
  out.field("transactions", totals_.transactions);
  out.field("messages", totals_.messages);
  out.field("labels", totals_.labels);
  out.field("alerts", totals_.alerts);
  out.field("blocked_entities", totals_.blocked_entities);
  out.key("by_level");
  out.begin_object();
  for (const auto level : domain::kRiskLevels)
    out.field(to_string(level), totals_.by_level[static_cast<std::size_t>(level)]);
  out.end_object();
  out.key("by_outcome");
  out.begin_object();
  for (const auto outcome : domain::kOutcomes)
    out.field(to_string(outcome), totals_.by_outcome[static_cast<std::size_t>(outcome)]);
  out.end_object();
  out.key("amount_held");
  out.begin_array();
  for (const domain::Money& money : totals_.amount_held) {
    out.begin_object();
    out.field("currency", money.currency.text());
    out.field("amount", money.decimal());
    out.end_object();
  }
  out.end_array();
  out.field("labelled_fraud", totals_.labelled_fraud);
  out.field("labelled_fraud_caught", totals_.labelled_fraud_caught);
  out.end_object();

  const std::int64_t from = clock_.now_us() / kSecondUs - kShareSeconds;
  std::uint64_t decisions = 0;
  std::uint64_t held = 0;
  for (auto point = history_.rbegin(); point != history_.rend() && point->second >= from; ++point) {
    decisions += point->decisions;
    held += point->flagged;
  }
  out.key("rates");
  out.begin_object();
  out.field("decisions", rate_locked());
  out.key("flagged_share");
  if (decisions == 0) {
    out.null();
  } else {
    out.value(static_cast<double>(held) / static_cast<double>(decisions));
  }
  out.end_object();

  const auto latency = latency_since(from);
  out.key("latency_us");
  out.begin_object();
  for (const auto& [name, q] : {std::pair{"p50", 0.5}, std::pair{"p99", 0.99}, std::pair{"max", 1.0}}) {
    out.key(name);
    latency.count == 0 ? out.null() : out.value(latency.quantile(q));
  }
  out.end_object();
}

void Live::write_point(JsonWriter& out, const Point& point) {
  out.begin_object();
  out.field("time", format_time(point.second * kSecondUs));
  out.field("decisions", point.decisions);
  out.field("flagged", point.flagged);
  out.field("critical", point.critical);
  out.key("p50_us");
  point.latency.count == 0 ? out.null() : out.value(point.latency.quantile(0.5));
  out.key("p99_us");
  point.latency.count == 0 ? out.null() : out.value(point.latency.quantile(0.99));
  out.end_object();
}

std::string Live::points_locked(std::int64_t after, std::int64_t before) const {
  std::string text;
  JsonWriter out(text);
  out.begin_array();
  for (const Point& point : history_) {
    if (point.second > after && point.second < before) write_point(out, point);
  }
  out.end_array();
  return text;
}

void Live::write_history(JsonWriter& out) const {
  const std::lock_guard lock(mutex_);
  out.raw(points_locked(0, clock_.now_us() / kSecondUs));
}

void Live::write_decisions(JsonWriter& out) const {
  const std::lock_guard lock(mutex_);
  out.begin_array();
  for (const auto& row : rows_) domain::write_decision_row(out, *row, std::nullopt);
  out.end_array();
}

void Live::write_alerts(JsonWriter& out) const {
  const std::lock_guard lock(mutex_);
  out.begin_array();
  for (const auto& alert : alerts_) domain::write_alert(out, alert);
  out.end_array();
}

store::Totals Live::totals() const {
  const std::lock_guard lock(mutex_);
  return totals_;
}

std::uint64_t Live::alerts_raised() const {
  const std::lock_guard lock(mutex_);
  return alerts_raised_;
}

}  // namespace shrike::sinks
