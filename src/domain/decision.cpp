#include "shrike/domain/decision.hpp"

namespace shrike::domain {

namespace {

constexpr std::string_view kCrockford = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t kIdDigits = 13;  // 65 bits

std::string prefixed_id(std::string_view prefix, Seq seq) {
  std::string id(prefix.size() + kIdDigits, '0');
  id.replace(0, prefix.size(), prefix);
  for (std::size_t at = id.size(); seq > 0; seq >>= 5U) id[--at] = kCrockford[seq & 31U];
  return id;
}

std::optional<std::uint64_t> number_of(std::string_view prefix, std::string_view id) {
  if (id.size() != prefix.size() + kIdDigits || !id.starts_with(prefix)) return std::nullopt;
  id.remove_prefix(prefix.size());
  if (id.front() > 'f') return std::nullopt;  // would not fit into 64 bits
  std::uint64_t number = 0;
  for (const char c : id) {
    const auto digit = kCrockford.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    number = (number << 5U) | digit;
  }
  return number;
}

template <class E, std::size_t N>
std::optional<E> value_from(std::string_view word, const std::array<E, N>& values) {
  for (const E value : values) {
    if (to_string(value) == word) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(RiskLevel level) {
  static constexpr std::array<std::string_view, 4> kWords{"Low", "Medium", "High", "Critical"};
  return kWords.at(static_cast<std::size_t>(level));
}
std::optional<RiskLevel> risk_level_from(std::string_view word) { return value_from(word, kRiskLevels); }

std::string_view to_string(Outcome outcome) {
  static constexpr std::array<std::string_view, 3> kWords{"approve", "review", "decline"};
  return kWords.at(static_cast<std::size_t>(outcome));
}
std::optional<Outcome> outcome_from(std::string_view word) { return value_from(word, kOutcomes); }

std::string_view to_string(Action action) {
  static constexpr std::array<std::string_view, 3> kWords{"none", "automatically_blacklisted", "queued_for_review"};
  return kWords.at(static_cast<std::size_t>(action));
}

const std::string& Decision::event_id() const {
  static const std::string kNone;
  if (const auto* payment = transaction()) return payment->id;
  if (const auto* text = message()) return text->id;
  return kNone;
}

const std::string& Decision::subject() const {
  static const std::string kNone;
  if (const auto* payment = transaction()) return payment->card.empty() ? payment->customer_id : payment->card;
  if (const auto* text = message()) return text->phone_number;
  return kNone;
}

std::string decision_id(Seq seq) { return prefixed_id("dec_", seq); }
std::string alert_id(Seq seq) { return prefixed_id("al_", seq); }

std::string system_alert_id(std::uint64_t number) { return prefixed_id("sys_", number); }

std::optional<Seq> seq_of_decision_id(std::string_view id) { return number_of("dec_", id); }
std::optional<Seq> seq_of_alert_id(std::string_view id) { return number_of("al_", id); }
std::optional<std::uint64_t> number_of_system_alert_id(std::string_view id) { return number_of("sys_", id); }

std::optional<Alert> alert_for(const DecisionPtr& decision, RiskLevel least) {
  static constexpr std::array<std::string_view, 4> kTypes{"low_risk", "medium_risk", "high_risk", "critical_fraud"};
  if (decision->policy != nullptr) least = decision->policy->alert_from.value_or(least);
  if (decision->evaluation != Evaluation::fresh || decision->level < least) return std::nullopt;
  // A sender that is on the blocklist already had its alert; one for each further attempt would only tire people.
  for (const RuleHit& hit : decision->rules) {
    if (hit.id == kBlocklistRule) return std::nullopt;
  }
  Alert alert;
  alert.decision_seq = decision->seq();
  alert.tenant = decision->event.tenant;
  alert.type = kTypes.at(static_cast<std::size_t>(decision->level));
  alert.severity = decision->level == RiskLevel::critical ? "critical" : "warning";
  alert.time_us = decision->event.ingested_at_us;
  alert.decision = decision;
  return alert;
}

}  // namespace shrike::domain
