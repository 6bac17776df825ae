#include "measured.hpp"

#include <cmath>

namespace shrike::training {

Evaluation evaluation_of(const engine::TreeModel& model, const ExampleTable& examples, RowRange range) {
  const RowReader reader(model, examples);
  std::vector<Scored> scored;
  scored.reserve(range.size());
  for (std::size_t row = range.first; row < range.last; ++row) {
    const double log_odds = reader.score(row).log_odds;
    scored.push_back({log_odds, log_odds > 0, examples.row(row).fraud});
  }
  return evaluate(std::move(scored));
}

Reliability reliability_of(const engine::TreeModel& model, const engine::Calibration& calibration,
                           const ExampleTable& examples, RowRange range) {
  const RowReader reader(model, examples);
  std::vector<Forecast> forecasts;
  forecasts.reserve(range.size());
  for (std::size_t row = range.first; row < range.last; ++row)
    forecasts.push_back({1 / (1 + std::exp(-calibration(reader.score(row).log_odds))), examples.row(row).fraud});
  return reliability(std::move(forecasts));
}

}  // namespace shrike::training
