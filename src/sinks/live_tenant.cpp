#include "live_tenant.hpp"

#include <algorithm>

namespace shrike::sinks {

namespace {

constexpr std::size_t kAlertsPerTick = 20;

void hold_amount(std::vector<domain::Money>& held, const domain::Money& amount) {
  const auto same = std::ranges::find(held, amount.currency, &domain::Money::currency);
  if (same == held.end()) {
    held.push_back(amount);
  } else {
    same->minor += amount.minor;
  }
}

}  // namespace

void Live::OfTenant::count(const domain::DecisionPtr& decision, std::int64_t second) {
  const bool held = decision->outcome != domain::Outcome::approve;
  const auto* payment = decision->transaction();
  ++totals.decisions;
  ++(payment != nullptr ? totals.transactions : totals.messages);
  ++totals.by_level[static_cast<std::size_t>(decision->level)];
  ++totals.by_outcome[static_cast<std::size_t>(decision->outcome)];
  if (held && payment != nullptr) hold_amount(totals.amount_held, payment->amount);
  if (decision->action == domain::Action::automatically_blacklisted) ++totals.blocked_entities;
  event_time_us = std::max(event_time_us, decision->event.time_us);
  seconds.add(second, held, decision->level == domain::RiskLevel::critical, decision->timings.total);
  keep_row(decision);
}

void Live::OfTenant::add_alert(domain::Alert alert) {
  ++totals.alerts;
  alerts.push_front(alert);
  if (alerts.size() > kLiveRowsKept) alerts.pop_back();
  if (new_alerts_.size() < kAlertsPerTick) new_alerts_.push_back(std::move(alert));
}

void Live::OfTenant::keep_row(const domain::DecisionPtr& decision) {
  rows.push_front(decision);
  if (rows.size() > kLiveRowsKept) rows.pop_back();
  ++rows_this_tick_;
  if (decision->outcome != domain::Outcome::approve) {
    if (flagged_rows_.size() < kLiveRowsPerTick) flagged_rows_.push_back(decision);
    return;
  }
  plain_rows_.push_back(decision);
  if (plain_rows_.size() > kLiveRowsPerTick) plain_rows_.pop_front();
}

Live::OfTenant::News Live::OfTenant::take_news() {
  News news{std::exchange(flagged_rows_, {}), std::exchange(rows_this_tick_, 0), std::exchange(new_alerts_, {})};
  const std::size_t room = kLiveRowsPerTick - news.rows.size();
  const std::size_t skip = plain_rows_.size() > room ? plain_rows_.size() - room : 0;
  news.rows.insert(news.rows.end(), plain_rows_.begin() + static_cast<std::ptrdiff_t>(skip), plain_rows_.end());
  plain_rows_.clear();
  return news;
}

void Live::OfTenant::write_totals(JsonWriter& out, std::int64_t now) const {
  out.key("totals");
  out.begin_object();
  out.field("decisions", totals.decisions);
  out.field("transactions", totals.transactions);
  out.field("messages", totals.messages);
  out.field("labels", totals.labels);
  out.field("alerts", totals.alerts);
  out.field("blocked_entities", totals.blocked_entities);
  out.key("by_level");
  out.begin_object();
  for (const auto level : domain::kRiskLevels)
    out.field(to_string(level), totals.by_level[static_cast<std::size_t>(level)]);
  out.end_object();
  out.key("by_outcome");
  out.begin_object();
  for (const auto outcome : domain::kOutcomes)
    out.field(to_string(outcome), totals.by_outcome[static_cast<std::size_t>(outcome)]);
  out.end_object();
  out.key("amount_held");
  out.begin_array();
  for (const domain::Money& money : totals.amount_held) {
    out.begin_object();
    out.field("currency", money.currency.text());
    out.field("amount", money.decimal());
    out.end_object();
  }
  out.end_array();
  out.field("labelled_fraud", totals.labelled_fraud);
  out.field("labelled_fraud_caught", totals.labelled_fraud_caught);
  out.end_object();
  seconds.write_rates(out, now);
}

}  // namespace shrike::sinks
