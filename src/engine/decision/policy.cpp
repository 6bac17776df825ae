#include "policy.hpp"

#include <algorithm>
#include <cmath>

namespace shrike::engine {

using domain::Decision;
using domain::RiskLevel;

double probability_of(double log_odds) { return 1.0 / (1.0 + std::exp(-log_odds)); }

namespace {

RiskLevel level_of(const PolicySettings& policy, std::int32_t score) {
  if (score >= policy.critical_from) return RiskLevel::critical;
  if (score >= policy.high_from) return RiskLevel::high;
  if (score >= policy.medium_from) return RiskLevel::medium;
  return RiskLevel::low;
}

}  // namespace

PolicySettings policy_of(const PolicySettings& policy, const domain::TenantPolicy& own) {
  PolicySettings out = policy;
  out.medium_from = own.medium_from.value_or(out.medium_from);
  out.high_from = own.high_from.value_or(out.high_from);
  out.critical_from = own.critical_from.value_or(out.critical_from);
  for (std::size_t level = 0; level < out.outcome_of_level.size(); ++level)
    out.outcome_of_level[level] = own.outcome_of_level[level].value_or(out.outcome_of_level[level]);
  out.base_risk_points = own.base_risk_points.value_or(out.base_risk_points);
  out.account_pressure_points = own.account_pressure_points.value_or(out.account_pressure_points);
  out.known_sender_points = own.known_sender_points.value_or(out.known_sender_points);
  out.block_on_critical = own.block_on_critical.value_or(out.block_on_critical);
  return out;
}

Verdict verdict_of(const PolicySettings& policy, bool blocked, std::optional<double> review_from, double probability,
                   const std::vector<domain::RuleHit>& rules) {
  using domain::Outcome;
  if (blocked) return {100, RiskLevel::critical, Outcome::decline};
  std::int32_t points = 0;
  for (const domain::RuleHit& hit : rules) points += hit.score;
  Verdict verdict;
  verdict.risk_score = std::clamp(static_cast<std::int32_t>(std::lround(100.0 * probability)) + points, 0, 100);
  verdict.level = level_of(policy, verdict.risk_score);
  verdict.outcome = policy.outcome_of_level[static_cast<std::size_t>(verdict.level)];
  if (review_from && verdict.outcome != Outcome::decline)
    verdict.outcome = 100.0 * probability + points >= *review_from ? Outcome::review : Outcome::approve;
  return verdict;
}

void apply_policy(const PolicySettings& policy, bool blocked, bool allowed, Decision& decision) {
  const Verdict verdict = verdict_of(policy, blocked, decision.review_from, decision.fraud_probability, decision.rules);
  decision.risk_score = verdict.risk_score;
  decision.level = verdict.level;
  decision.outcome = verdict.outcome;
  const bool may_block = !blocked && !allowed && decision.level == RiskLevel::critical;
  if (may_block && automatic_block(policy, decision)) {
    decision.action = domain::Action::automatically_blacklisted;
  } else if (decision.outcome == domain::Outcome::review) {
    decision.action = domain::Action::queued_for_review;
  }
}

std::optional<domain::BlocklistEntry> automatic_block(const PolicySettings& policy, const Decision& decision) {
  domain::BlocklistEntry entry;
  if (const auto* message = decision.message()) {
    entry.kind = domain::EntityKind::phone;
    entry.value = message->phone_number;
  } else if (const auto* payment = decision.transaction()) {
    entry.kind = domain::EntityKind::card;
    entry.value = payment->card;
  }
  if (entry.value.empty() || !policy.block_on_critical) return std::nullopt;
  entry.reason = decision.primary_reason();
  entry.source = domain::ListSource::automatic;
  entry.added_at_us = decision.event.time_us;
  entry.expires_at_us = policy.automatic_block_us == 0 ? 0 : decision.event.time_us + policy.automatic_block_us;
  return entry;
}

}  // namespace shrike::engine
