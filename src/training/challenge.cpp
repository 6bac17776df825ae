// The champion and its challenger, on the same decisions.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "shrike/training/evaluation.hpp"
#include "shrike/training/monitoring.hpp"

namespace shrike::training {

namespace {

/// Champion's and challenger's probability of a decision; nullopt where other models judged.
std::optional<PairedScore> scores_of(const MonitoredDecision& decision, std::span<const JudgePair> judges,
                                     const JudgePair& wanted) {
  if (decision.judges == 0 || decision.judges > judges.size() || std::isnan(decision.shadow_probability))
    return std::nullopt;
  const JudgePair& pair = judges[decision.judges - 1];
  if (pair == wanted) return PairedScore{decision.fraud_probability, decision.shadow_probability, false};
  if (pair.decided == wanted.shadow && pair.shadow == wanted.decided)
    return PairedScore{decision.shadow_probability, decision.fraud_probability, false};
  return std::nullopt;
}

void set_figures(std::span<const PairedScore> pairs, double PairedScore::*score, std::optional<double>& auc,
                 std::optional<double>& average_precision) {
  std::vector<Scored> scored;
  for (const PairedScore& pair : pairs) scored.push_back({pair.*score, false, pair.fraud});
  const Evaluation found = evaluate(std::move(scored));
  if (found.frauds == 0) return;
  average_precision = found.average_precision;
  if (found.frauds < found.events) auc = found.auc;
}

std::string words_of(const AucComparison& found) {
  if (!found.significant())
    return fmt::format("no difference that is beyond chance: AUC {:.3f} against the champion's {:.3f}",
                       found.second_auc, found.first_auc);
  return fmt::format("the challenger is {}: AUC {:.3f} against the champion's {:.3f}",
                     found.difference > 0 ? "better" : "worse", found.second_auc, found.first_auc);
}

}  // namespace

Challenge challenge_of(std::span<const MonitoredDecision> decisions, std::span<const JudgePair> judges,
                       std::int32_t last_mature, const domain::ModelRef& champion, const domain::ModelRef& challenger) {
  Challenge out;
  out.challenger = challenger;
  std::vector<PairedScore> pairs;
  std::uint64_t frauds = 0;
  for (const MonitoredDecision& decision : decisions) {
    auto pair = scores_of(decision, judges, {champion, challenger});
    if (!pair) continue;
    ++out.decisions;
    const auto fraud = truth_of(decision, last_mature);
    if (!fraud) continue;
    pair->fraud = *fraud;
    frauds += *fraud ? 1 : 0;
    pairs.push_back(*pair);
  }
  out.labelled = pairs.size();
  set_figures(pairs, &PairedScore::first, out.champion_auc, out.champion_average_precision);
  set_figures(pairs, &PairedScore::second, out.challenger_auc, out.challenger_average_precision);
  if (frauds < kChallengeClassMin || pairs.size() - frauds < kChallengeClassMin) {
    out.text = fmt::format("too few labels to compare: {} frauds and {} genuine, {} of each are needed", frauds,
                           pairs.size() - frauds, kChallengeClassMin);
    return out;
  }
  out.comparison = compare_auc(pairs);
  out.text = words_of(*out.comparison);
  return out;
}

}  // namespace shrike::training
