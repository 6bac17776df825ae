#include "shrike/engine/again.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "decision/judge.hpp"
#include "shrike/domain/decision_codec.hpp"

namespace shrike::engine {

namespace {

using domain::Decision;

std::string bytes_of(const Decision& decision) {
  std::string bytes;
  domain::append_judgement(bytes, decision);
  return bytes;
}

/// What differs, by giving the stored decision one field after another of the new one until both are equal.
std::vector<std::string> differences(Decision stored, const Decision& again) {
  std::vector<std::string> names;
  const auto compare = [&](const char* name, auto member) {
    const std::string before = bytes_of(stored);
    stored.*member = again.*member;
    if (bytes_of(stored) != before) names.emplace_back(name);
  };
  compare("risk_score", &Decision::risk_score);
  compare("risk_level", &Decision::level);
  compare("outcome", &Decision::outcome);
  compare("action", &Decision::action);
  compare("fraud_probability", &Decision::fraud_probability);
  compare("base_log_odds", &Decision::base_log_odds);
  compare("log_odds", &Decision::log_odds);
  compare("threat_category", &Decision::threat_category);
  compare("reasons", &Decision::reasons);
  compare("rules", &Decision::rules);
  compare("shadow", &Decision::shadow);
  compare("review_from", &Decision::review_from);
  compare("policy", &Decision::policy);
  compare("features", &Decision::features);
  compare("feature_table", &Decision::feature_table);
  return names;
}

}  // namespace

bool explain(Decision& decision, const EngineSettings& settings, const ModelSet& models) {
  if (!decision.reasons.empty() || decision.evaluation != domain::Evaluation::fresh) return true;
  if (!of_this_table(decision)) return false;
  Decision again;
  again.event = decision.event;
  judge(settings, models, findings_of(decision), Effort::full, again);
  if (decision.model != again.model) return false;
  decision.reasons = std::move(again.reasons);
  return true;
}

Result<DecidedAgain> decide_again(const Decision& stored, const EngineSettings& settings, const ModelSet& models) {
  if (!of_this_table(stored)) return Error{ErrorKind::conflict, "this decision was made with another feature table"};
  DecidedAgain out;
  out.decision.event = stored.event;
  // As much as was wanted then: where reasons are left out, it was an approval that nobody waited for.
  const Effort effort = stored.reasons.empty() ? Effort::flagged : Effort::full;
  judge(settings, models, findings_of(stored), effort, out.decision);
  out.decision.block.reset();  // kept in the blocklist, not with the decision
  const domain::ModelRef& then = stored.model;
  const domain::ModelRef& now = out.decision.model;
  if (then != now) {
    return Error{ErrorKind::conflict, fmt::format("{} version {} made this decision; {} version {} is loaded", then.id,
                                                  then.version, now.id, now.version)};
  }
  if (bytes_of(stored) != bytes_of(out.decision)) out.differences = differences(stored, out.decision);
  return out;
}

std::optional<double> anomaly_score(const Decision& stored, const ModelSet& models) {
  if (models.anomalies == nullptr || stored.transaction() == nullptr) return std::nullopt;
  if (stored.features.empty() || !of_this_table(stored)) return std::nullopt;
  return models.anomalies->score(findings_of(stored).features);
}

domain::Outcome outcome_with(const Decision& stored, const EngineSettings& settings, const ModelSet& models) {
  Decision other;
  other.event = stored.event;
  judge(settings, models, findings_of(stored), Effort::state_only, other);
  return other.outcome;
}

}  // namespace shrike::engine
