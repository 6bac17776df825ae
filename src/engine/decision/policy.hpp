#pragma once
// From probability, rules and lists to score, level, outcome and action. Pure functions.
#include "shrike/domain/decision.hpp"
#include "shrike/engine/settings.hpp"

namespace shrike::engine {

double probability_of(double log_odds);

/// `policy` with what the tenant has set otherwise.
PolicySettings policy_of(const PolicySettings& policy, const domain::TenantPolicy& own);

struct Verdict {
  std::int32_t risk_score = 0;
  domain::RiskLevel level = domain::RiskLevel::low;
  domain::Outcome outcome = domain::Outcome::approve;
};
/// Score = 100 x probability, rounded, plus the points of the rules that hit, at most 100; a blocklist hit makes it
/// 100.
/// Where a threshold of review is set, what the level would let be approved or reviewed is reviewed when the score
/// before rounding reaches it.
Verdict verdict_of(const PolicySettings& policy, bool blocked, std::optional<double> review_from, double probability,
                   const std::vector<domain::RuleHit>& rules);

/// Fills score, level, outcome and action of a decision whose probability, rule hits and threshold are set. What is
/// allowed is judged like everything else, but never blocked automatically.
void apply_policy(const PolicySettings& policy, bool blocked, bool allowed, domain::Decision& decision);

/// The entry that an automatic block puts on the list: the sender of a message, the card of a transaction.
/// nullopt when the event names neither, and where such blocks are off.
std::optional<domain::BlocklistEntry> automatic_block(const PolicySettings& policy, const domain::Decision& decision);

}  // namespace shrike::engine
