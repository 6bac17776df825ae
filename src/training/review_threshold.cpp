#include "shrike/training/review_threshold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace shrike::training {

namespace {

/// The risks that a threshold is laid through, and how many may lie at or above it.
struct Cut {
  std::vector<float> risks;
  double allowed = 0;  ///< of `risks`; may be below 0
  std::string reckoning;
};

/// The lowest threshold with at most `allowed` at or above it.
double lowest_threshold(std::vector<float>& risks, double allowed) {
  if (allowed >= static_cast<double>(risks.size())) return kReviewFromMin;
  const auto place = static_cast<std::size_t>(std::max(0.0, std::floor(allowed)));
  std::ranges::nth_element(risks, risks.begin() + static_cast<std::ptrdiff_t>(place), std::greater());
  const float first_out = risks[place];
  // Just above the first one that must stay out, half way to the next higher risk that is there.
  float above = static_cast<float>(kReviewFromMax);
  for (const float risk : risks) {
    if (risk > first_out) above = std::min(above, risk);
  }
  return std::clamp((static_cast<double>(first_out) + above) / 2, kReviewFromMin, kReviewFromMax);
}

double count_from(std::span<const float> risks, double threshold) {
  return static_cast<double>(std::ranges::count_if(risks, [&](float risk) { return risk >= threshold; }));
}

/// The full days before today, as far back as there are any.
std::optional<Cut> budget_cut(const ReviewWindow& window, double per_day) {
  std::int32_t first = window.today;
  for (const MonitoredDecision& decision : window.decisions) first = std::min(first, decision.day);
  const std::int32_t from = std::max(first + 1, window.today - kBudgetDays);  // the first one may have begun late
  const std::int32_t days = window.today - from;
  if (days < 1) return std::nullopt;
  Cut cut;
  std::uint64_t seen = 0;
  for (const MonitoredDecision& decision : window.decisions) {
    if (decision.day < from || decision.day >= window.today) continue;
    ++seen;
    if (!decision.declined) cut.risks.push_back(decision.risk);
  }
  if (seen < kGoalDecisionsMin) return std::nullopt;
  cut.allowed = per_day * days * window.sample_share;
  cut.reckoning = fmt::format("{:g} reviews a day, reckoned over {} day{}", per_day, days, days == 1 ? "" : "s");
  return cut;
}

/// What was declined counts as bothered as well, and no threshold of review changes that.
std::optional<Cut> rate_cut(const ReviewWindow& window, double rate_max) {
  Cut cut;
  double declined = 0;
  for (const MonitoredDecision& decision : window.decisions) {
    if (truth_of(decision, window.last_mature) != false) continue;
    if (decision.declined) {
      ++declined;
    } else {
      cut.risks.push_back(decision.risk);
    }
  }
  const double genuine = static_cast<double>(cut.risks.size()) + declined;
  if (genuine < static_cast<double>(kGoalDecisionsMin) || cut.risks.empty()) return std::nullopt;
  cut.allowed = rate_max * genuine - declined;
  cut.reckoning =
      fmt::format("at most {:g} % of genuine payments flagged, reckoned over {:.0f} of them", 100 * rate_max, genuine);
  if (cut.allowed < 0) cut.reckoning += "; those that are declined are more by themselves";
  return cut;
}

bool does_well(const Cut& cut, double present, double lowest) {
  if (present == lowest) return true;
  const double count = count_from(cut.risks, present);
  return count <= std::max(0.0, cut.allowed) && count >= kGoalReachedMin * std::floor(cut.allowed);
}

}  // namespace

std::optional<ProposedThreshold> propose_threshold(const ReviewWindow& window, const ReviewGoal& goal,
                                                   std::optional<double> present) {
  if (!goal.set()) return std::nullopt;
  auto cut = goal.alerts_per_day > 0 ? budget_cut(window, goal.alerts_per_day)
                                     : rate_cut(window, goal.false_positive_rate_max);
  if (!cut || cut->risks.empty()) return std::nullopt;
  const double lowest = lowest_threshold(cut->risks, cut->allowed);
  if (present && does_well(*cut, *present, lowest)) return std::nullopt;
  return ProposedThreshold{lowest, std::move(cut->reckoning)};
}

}  // namespace shrike::training
