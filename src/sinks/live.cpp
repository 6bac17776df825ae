#include "shrike/sinks/live.hpp"

#include <algorithm>

#include "live_tenant.hpp"
#include "shrike/domain/decision_json.hpp"

namespace shrike::sinks {

Live::Live(const Clock& clock, Before before, domain::RiskLevel alerts_from)
    : clock_(clock), alerts_from_(alerts_from), nobody_(std::make_unique<OfTenant>("", store::Totals())) {
  for (auto& [tenant, totals] : before) {
    everything_.decisions += totals.decisions;
    for (std::size_t level = 0; level < totals.by_level.size(); ++level)
      everything_.by_level[level] += totals.by_level[level];
    if (tenants_.size() < kLiveTenantsMax)
      tenants_.emplace(tenant, std::make_unique<OfTenant>(tenant, std::move(totals)));
  }
}

Live::~Live() = default;

Live::OfTenant* Live::find_locked(const std::string& tenant) {
  if (last_ != nullptr && last_->name == tenant) return last_;
  auto found = tenants_.find(tenant);
  if (found == tenants_.end()) {
    if (tenants_.size() >= kLiveTenantsMax) return nullptr;
    found = tenants_.emplace(tenant, std::make_unique<OfTenant>(tenant, store::Totals())).first;
  }
  return last_ = found->second.get();
}

const Live::OfTenant& Live::get_locked(const std::string& tenant) const {
  const auto found = tenants_.find(tenant);
  return found == tenants_.end() ? *nobody_ : *found->second;
}

void Live::accept(const domain::DecisionBatchPtr& batch) {
  const std::lock_guard lock(mutex_);
  const std::int64_t second = second_now();
  for (const auto& decision : batch->decisions) {
    if (decision->evaluation == domain::Evaluation::fresh) count(decision, second);
  }
  for (const auto& event : batch->labels) count_label(std::get<domain::Label>(event.body), event.tenant);
  for (const auto& event : batch->controls) {
    const auto& control = std::get<domain::Control>(event.body);
    const bool counts = control.is_blocklist() && control.entry.list == domain::EntityList::block;
    OfTenant* of = counts ? find_locked(event.tenant) : nullptr;
    if (of == nullptr) continue;
    const bool added = control.action == domain::Control::Action::blocklist_add;
    if (added) ++of->totals.blocked_entities;
    if (!added && of->totals.blocked_entities > 0) --of->totals.blocked_entities;
  }
}

void Live::count(const domain::DecisionPtr& decision, std::int64_t second) {
  ++everything_.decisions;
  ++everything_.by_level[static_cast<std::size_t>(decision->level)];
  auto alert = domain::alert_for(decision, alerts_from_);
  everything_.alerts_raised += alert ? 1 : 0;
  OfTenant* of = find_locked(decision->event.tenant);
  if (of == nullptr) {
    ++everything_.untold;
    return;
  }
  of->count(decision, second);
  if (alert) of->add_alert(std::move(*alert));
  if (!decision->event_id().empty()) remember(*of, *decision);
}

void Live::remember(const OfTenant& of, const domain::Decision& decision) {
  const std::uint64_t key = of.key_of(decision.event_id());
  if (flagged_by_event_.emplace(key, decision.outcome != domain::Outcome::approve).second) remembered_.push_back(key);
  if (remembered_.size() <= kLiveFraudsRemembered) return;
  flagged_by_event_.erase(remembered_.front());
  remembered_.pop_front();
}

void Live::count_label(const domain::Label& label, const std::string& tenant) {
  OfTenant* of = find_locked(tenant);
  if (of == nullptr) return;
  ++of->totals.labels;
  if (!label.fraud) return;
  ++of->totals.labelled_fraud;
  const auto found = flagged_by_event_.find(of->key_of(label.event_id));
  if (found != flagged_by_event_.end() && found->second) ++of->totals.labelled_fraud_caught;
}

bool Live::admit(const std::string& tenant) {
  const std::lock_guard lock(mutex_);
  return find_locked(tenant) != nullptr;
}

Live::Tick Live::tick(const std::string& tenant) {
  OfTenant::News news;
  Tick tick;
  {
    const std::lock_guard lock(mutex_);
    OfTenant* of = find_locked(tenant);
    tick.points = (of == nullptr ? *nobody_ : *of).seconds.news(second_now());
    if (of != nullptr) news = of->take_news();
  }
  for (const domain::Alert& alert : news.alerts) {
    JsonWriter out(tick.alerts.emplace_back());
    domain::write_alert(out, alert);
  }
  if (news.rows.empty()) return tick;
  std::ranges::sort(news.rows, std::greater(), &domain::Decision::seq);
  JsonWriter out(tick.decisions.emplace());
  out.begin_object();
  out.key("rows");
  out.begin_array();
  for (const auto& row : news.rows) domain::write_decision_row(out, *row, std::nullopt);
  out.end_array();
  out.field("skipped", news.all_rows - news.rows.size());
  out.end_object();
  return tick;
}

void Live::write_totals(JsonWriter& out, const std::string& tenant) const {
  const std::lock_guard lock(mutex_);
  get_locked(tenant).write_totals(out, second_now());
}

void Live::write_history(JsonWriter& out, const std::string& tenant) const {
  const std::lock_guard lock(mutex_);
  get_locked(tenant).seconds.write_all(out, second_now());
}

void Live::write_decisions(JsonWriter& out, const std::string& tenant) const {
  const std::lock_guard lock(mutex_);
  out.begin_array();
  for (const auto& row : get_locked(tenant).rows) domain::write_decision_row(out, *row, std::nullopt);
  out.end_array();
}

void Live::write_alerts(JsonWriter& out, const std::string& tenant) const {
  const std::lock_guard lock(mutex_);
  out.begin_array();
  for (const auto& alert : get_locked(tenant).alerts) domain::write_alert(out, alert);
  out.end_array();
}

store::Totals Live::totals(const std::string& tenant) const {
  const std::lock_guard lock(mutex_);
  return get_locked(tenant).totals;
}

double Live::decision_rate(const std::string& tenant) const {
  const std::lock_guard lock(mutex_);
  return get_locked(tenant).seconds.rate(second_now());
}

TimeUs Live::event_time_us(const std::string& tenant) const {
  const std::lock_guard lock(mutex_);
  return get_locked(tenant).event_time_us;
}

Live::Everything Live::everything() const {
  const std::lock_guard lock(mutex_);
  return everything_;
}

std::vector<std::string> Live::tenants() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  for (const auto& [name, of] : tenants_) names.push_back(name);
  return names;
}

}  // namespace shrike::sinks
