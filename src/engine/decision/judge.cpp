#include "judge.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "policy.hpp"
#include "reasons.hpp"

namespace shrike::engine {

using domain::Decision;

namespace {

/// Log-odds without a model: a base risk score of 8 means about even odds.
constexpr double kColdBase = -4.0;
constexpr double kColdPerPoint = 0.5;
constexpr double kColdPerSignal = 1.5;
constexpr std::size_t kWordsNamed = 3;  ///< in the reason for a message's wording

double cold_step(const FeatureVector& features) { return kColdPerPoint * at(features, feature("base_risk_score")); }

OwnReport own_of(const TreeModel* model, const FeatureVector& features, const domain::Transaction& payment) {
  if (model == nullptr || model->own_inputs().names().empty()) return {};
  return {model->own_inputs().names(), model->own_inputs().values(features, payment)};
}

TreeScore score_of(const ModelSet& models, const FeatureVector& features, const OwnReport& own) {
  if (models.transactions) return models.transactions->score(features, own.values);
  return {kColdBase + cold_step(features), kColdBase};
}

Contributions contributions_of(const ModelSet& models, const FeatureVector& features, const OwnReport& own) {
  if (models.transactions) return models.transactions->contributions(features, own.values);
  Contributions out{};
  out[static_cast<std::size_t>(feature("base_risk_score"))] = cold_step(features);
  return out;
}

TextScore cold_score(std::string_view content) {
  TextScore score;
  score.base = score.log_odds = kColdBase;
  score.signals = signals_of(content);
  for (const float signal : score.signals) {
    score.signal_contributions.push_back(kColdPerSignal * signal);
    score.log_odds += kColdPerSignal * signal;
  }
  return score;
}

bool base_risk(const PolicySettings& policy, const FeatureVector& features) {
  const auto score = static_cast<std::int32_t>(at(features, feature("base_risk_score")));
  return policy.base_risk_points > 0 && score >= policy.base_risk_from;
}

/// Pressure, an account, and something to do: the pattern of account phishing, whatever its wording.
bool account_pressure(const std::vector<float>& signals) {
  const auto has = [&](std::string_view code) { return signal_value(signals, code) != 0; };
  const bool pressure = has("threat_language") || has("urgent_language");
  const bool demand = has("asks_to_verify") || has("asks_for_secret") || has("contains_link") || has("phone_to_call");
  return pressure && has("account_problem") && demand;
}

/// A sender of mostly genuine messages is more likely imitated than a scammer.
constexpr float kScamShareFrom = 0.5F;

bool known_for_scams(const SenderFeatures& sender) {
  return at(sender, sender_feature("phone_fraud_share_30d")) >= kScamShareFrom;
}

domain::Reason sender_reason(const SenderFeatures& sender) {
  return {
      std::string(domain::kKnownSenderRule),
      fmt::format("{:g} of the sender's {:g} messages in the last 30 days are known scams",
                  at(sender, sender_feature("phone_known_frauds_30d")), at(sender, sender_feature("phone_count_30d"))),
      0};
}

domain::ModelRef reference(const ModelHeader* header, std::string_view cold_id) {
  return header == nullptr ? domain::ModelRef{std::string(cold_id), 0} : domain::ModelRef{header->id, header->version};
}

/// Whether reasons are due at once. The words of an automatic block are part of the state, whatever the effort: later
/// decisions quote them. An alert (every Critical decision may be one) names its main reason.
bool wants_reasons(const Decision& decision, Effort effort) {
  if (effort == Effort::full || decision.action == domain::Action::automatically_blacklisted) return true;
  const bool approved = decision.outcome == domain::Outcome::approve && decision.level != domain::RiskLevel::critical;
  return effort == Effort::flagged && !approved;
}

/// Hits the blocklist, decides by policy on the probability that is set; `explain` gives the reasons where they are
/// wanted.
template <class Explain>
void conclude(const EngineSettings& settings, const Findings& findings, Effort effort, Decision& decision,
              const Explain& explain) {
  if (findings.blocked) decision.rules.push_back({std::string(domain::kBlocklistRule), 100});
  if (findings.allowed) decision.rules.push_back({std::string(domain::kAllowlistRule), 0});
  decision.review_from = findings.review_from;
  apply_policy(settings.policy, findings.blocked.has_value(), findings.allowed, decision);
  if (wants_reasons(decision, effort)) decision.reasons = explain();
  if (findings.blocked) decision.reasons.insert(decision.reasons.begin(), *findings.blocked);
  if (decision.action == domain::Action::automatically_blacklisted)
    decision.block = automatic_block(settings.policy, decision);
}

/// What the other model would have decided from the same findings.
domain::Shadow shadow_of(const EngineSettings& settings, const Findings& findings, const Decision& decision,
                         const ModelHeader& header, double probability) {
  domain::Shadow shadow;
  shadow.model = {header.id, header.version};
  shadow.fraud_probability = probability;
  const Verdict verdict =
      verdict_of(settings.policy, findings.blocked.has_value(), findings.review_from, probability, decision.rules);
  shadow.risk_score = verdict.risk_score;
  shadow.outcome = verdict.outcome;
  return shadow;
}

void judge_transaction(const EngineSettings& settings, const ModelSet& models, const Findings& findings, Effort effort,
                       Decision& decision) {
  const FeatureVector& features = findings.features;
  decision.features.assign(features.begin(), features.end());
  decision.feature_table = feature_table_id();
  const domain::Transaction& payment = *decision.transaction();
  const OwnReport own = own_of(models.transactions.get(), features, payment);
  const TreeScore score = score_of(models, features, own);
  decision.log_odds = score.log_odds;
  decision.base_log_odds = score.base;
  decision.fraud_probability =
      probability_of(models.transactions ? models.transactions->calibration()(score.log_odds) : score.log_odds);
  decision.model = reference(models.transactions ? &models.transactions->header() : nullptr, "base-risk");
  if (base_risk(settings.policy, features)) decision.rules.push_back({"base_risk", settings.policy.base_risk_points});
  conclude(settings, findings, effort, decision, [&] {
    // Not by the sign of the log-odds: they are the trees' own, from before calibration.
    const bool flagged = decision.outcome != domain::Outcome::approve || decision.fraud_probability > 0.5;
    return transaction_reasons(payment, features, own, flagged, contributions_of(models, features, own),
                               settings.reasons_max);
  });
  if (effort == Effort::state_only || !models.shadow_transactions) return;
  const TreeModel& other = *models.shadow_transactions;
  const OwnReport shadow_own = own_of(&other, features, payment);
  decision.shadow = shadow_of(settings, findings, decision, other.header(),
                              probability_of(other.calibration()(other.score(features, shadow_own.values).log_odds)));
}

/// A message exactly on its channel's threshold gets the lowest probability that rounds to the level "high": what is at
/// or above the threshold is reviewed, what is below is not.
double message_probability(const PolicySettings& policy, const TextModel& model, domain::Channel channel,
                           double log_odds) {
  const double lowest = std::clamp((policy.high_from - 0.5) / 100.0, 0.005, 0.995);
  return probability_of(model.calibrated(log_odds, channel, std::log(lowest / (1.0 - lowest))));
}

void judge_message(const EngineSettings& settings, const ModelSet& models, const Findings& findings, Effort effort,
                   Decision& decision) {
  const std::string& content = decision.message()->content;
  const TextScore score = models.messages ? models.messages->score(content) : cold_score(content);
  decision.log_odds = score.log_odds;
  decision.base_log_odds = score.base;
  decision.model = reference(models.messages ? &models.messages->header() : nullptr, "signals");
  decision.fraud_probability = models.messages ? message_probability(settings.policy, *models.messages,
                                                                     decision.message()->channel, score.log_odds)
                                               : probability_of(score.log_odds);
  if (!decision.message()->phone_number.empty()) {
    decision.features.assign(findings.sender.begin(), findings.sender.end());
    decision.feature_table = table_of(domain::EventKind::message).id;
  }
  const bool pressed = settings.policy.account_pressure_points > 0 && account_pressure(score.signals);
  const bool known = settings.policy.known_sender_points > 0 && known_for_scams(findings.sender);
  const bool scam = pressed || known || decision.fraud_probability > 0.5;
  if (scam) decision.threat_category = threat_category(score.signals);
  if (pressed) decision.rules.push_back({"account_pressure", settings.policy.account_pressure_points});
  if (known) decision.rules.push_back({std::string(domain::kKnownSenderRule), settings.policy.known_sender_points});
  conclude(settings, findings, effort, decision, [&] {
    const auto words = models.messages ? models.messages->words(content, kWordsNamed) : std::vector<std::string>();
    auto reasons = message_reasons(score, scam, words, settings.reasons_max);
    if (known) reasons.insert(reasons.begin(), sender_reason(findings.sender));
    return reasons;
  });
  if (effort == Effort::state_only || !models.shadow_messages) return;
  const TextModel& other = *models.shadow_messages;
  const double probability =
      message_probability(settings.policy, other, decision.message()->channel, other.score(content).log_odds);
  decision.shadow = shadow_of(settings, findings, decision, other.header(), probability);
}

}  // namespace

bool of_this_table(const Decision& stored) {
  if (stored.features.empty()) return true;
  const NamedTable table = table_of(stored.event.kind());
  return stored.feature_table == table.id && stored.features.size() == table.rows.size();
}

Findings findings_of(const Decision& stored) {
  Findings findings;
  // Of this table, or none.
  std::ranges::copy(stored.features, stored.message() != nullptr ? findings.sender.begin() : findings.features.begin());
  const auto hit = [&](std::string_view rule) {
    return std::ranges::find(stored.rules, rule, &domain::RuleHit::id) != stored.rules.end();
  };
  findings.allowed = hit(domain::kAllowlistRule);
  findings.review_from = stored.review_from;
  findings.policy = stored.policy;
  if (hit(domain::kBlocklistRule) && !stored.reasons.empty()) findings.blocked = stored.reasons.front();
  return findings;
}

domain::Reason blocklist_reason(const domain::BlocklistEntry& entry) {
  return {std::string(domain::kBlocklistRule),
          fmt::format("The {} is on the blocklist: {}", to_string(entry.kind), entry.reason), 0};
}

void judge(const EngineSettings& settings, const ModelSet& models, const Findings& findings, Effort effort,
           Decision& decision) {
  decision.policy = findings.policy;
  std::optional<EngineSettings> own;
  if (findings.policy != nullptr) {
    own = settings;
    own->policy = policy_of(settings.policy, *findings.policy);
  }
  const EngineSettings& in_force = own ? *own : settings;
  if (decision.transaction() != nullptr) return judge_transaction(in_force, models, findings, effort, decision);
  judge_message(in_force, models, findings, effort, decision);
}

}  // namespace shrike::engine
