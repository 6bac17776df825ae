#include "shrike/training/blend.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "shrike/training/evaluation.hpp"

namespace shrike::training {

namespace {

constexpr double kGainMin = 0.01;        // of average precision, over all and over each half
constexpr std::size_t kFraudsMin = 400;  // fewer cannot tell such a gain from chance

double average_precision(std::span<const BlendCase> cases, const BlendWeights& weights) {
  std::vector<Scored> scored;
  for (const BlendCase& item : cases) scored.push_back({weights(item), false, item.fraud});
  return evaluate(std::move(scored)).average_precision;
}

}  // namespace

BlendWeights choose_blend(const std::vector<BlendCase>& cases) {
  const std::span all(cases);
  if (std::cmp_less(std::ranges::count_if(cases, &BlendCase::fraud), kFraudsMin)) return {};
  const auto older = all.first(all.size() / 2), newer = all.subspan(all.size() / 2);
  const double older_alone = average_precision(older, {}), newer_alone = average_precision(newer, {});
  BlendWeights best;
  double best_value = average_precision(all, {}) + kGainMin;
  for (const double anomaly : {0.0, 0.25, 0.5, 1.0, 2.0, 4.0}) {
    for (const double rules : {0.0, 0.125, 0.25, 0.5}) {
      const BlendWeights weights{anomaly, rules};
      const double value = average_precision(all, weights);
      if (value <= best_value) continue;
      const bool steady = average_precision(older, weights) > older_alone + kGainMin &&
                          average_precision(newer, weights) > newer_alone + kGainMin;
      if (!steady) continue;
      best = weights;
      best_value = value;
    }
  }
  return best;
}

}  // namespace shrike::training
