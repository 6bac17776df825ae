#include "shrike/engine/counterfactual.hpp"

#include <fmt/core.h>

#include "what_if.hpp"

namespace shrike::engine {

namespace {

constexpr std::string_view kNonePayment = "Neither a lower amount nor a present card would give a better outcome";
constexpr std::string_view kNoneMessage = "Taking out a few words would not give a better outcome";

/// Off the blocklist first: as long as it is on it, nothing else matters.
std::optional<Trial> better(const Judge& judge, Trial trial) {
  if (trial.findings.blocked) {
    trial.changes.push_back({"blocklist", trial.findings.blocked->text, "", "if it were not on the blocklist"});
    trial.findings.blocked.reset();
    if (judge(trial)) return trial;
  }
  return trial.decision.transaction() != nullptr ? better_payment(judge, trial) : better_message(judge, trial);
}

std::string text_of(const Counterfactual& found) {
  std::string text = found.outcome == domain::Outcome::approve ? "Would be approved" : "Would go to review";
  for (std::size_t i = 0; i < found.changes.size(); ++i)
    text += fmt::format("{}{}", i == 0 ? " " : i + 1 < found.changes.size() ? ", " : " and ", found.changes[i].text);
  return text;
}

}  // namespace

std::optional<Counterfactual> counterfactual(const domain::Decision& stored, const EngineSettings& settings,
                                             const ModelSet& models) {
  if (stored.outcome == domain::Outcome::approve || stored.evaluation != domain::Evaluation::fresh) return std::nullopt;
  if (!of_this_table(stored)) return std::nullopt;
  const Judge judge(stored, settings, models);
  Trial start = trial_of(stored);
  const bool already = judge(start);
  if (already || stored.model != start.decision.model) return std::nullopt;  // settings or models are others by now
  Counterfactual out;
  auto found = better(judge, std::move(start));
  if (!found) {
    out.text = stored.transaction() != nullptr ? kNonePayment : kNoneMessage;
    return out;
  }
  out.changes = std::move(found->changes);
  out.outcome = found->decision.outcome;
  out.risk_score = found->decision.risk_score;
  out.fraud_probability = found->decision.fraud_probability;
  out.text = text_of(out);
  return out;
}

}  // namespace shrike::engine
