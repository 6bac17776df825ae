// What a score and its explanation cost: our trees against XGBoost's own prediction and contributions (pred_contribs)
// of the same trees, one thread, in the same run; and how far the explanations are apart.
#include <fmt/core.h>
#include <xgboost/c_api.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>

#include "shrike/app/models.hpp"
#include "shrike/engine/core.hpp"
#include "shrike/sources/generator.hpp"
#include "training/booster.hpp"

namespace {

using namespace shrike;

constexpr std::size_t kEvents = 40'000;
constexpr std::size_t kAsked = 4'000;
constexpr int kRounds = 300;

/// The demo's payments as the engine sees them; the shipped model says which are fraud, so that there is much to learn.
training::ExampleTable payments(const engine::ModelSet& models) {
  sources::GeneratorSettings settings;
  settings.message_share = 0;
  sources::EventStream stream(settings);
  const SystemClock clock;
  engine::Core core({}, models, clock);
  auto out = training::ExampleTable::of_engine_features();
  while (out.size() < kEvents) {
    const auto decision = core.apply(stream.next());
    if (decision == nullptr || decision->features.empty()) continue;
    out.add({decision->event.time_us, 0, decision->log_odds > -4}, decision->features);
  }
  return out;
}

training::Booster boosted(const training::Matrix& matrix) {
  DMatrixHandle cached = matrix.get();
  BoosterHandle handle = nullptr;
  training::xgboost_check(XGBoosterCreate(&cached, 1, &handle));
  training::Booster booster(handle);
  for (const auto& [name, value] : {std::pair("objective", "binary:logistic"), std::pair("tree_method", "hist"),
                                    std::pair("max_depth", "4"), std::pair("eta", "0.1"), std::pair("nthread", "1"),
                                    std::pair("base_score", "0.5"), std::pair("verbosity", "0")})
    training::xgboost_check(XGBoosterSetParam(handle, name, value));
  for (int round = 0; round < kRounds; ++round)
    training::xgboost_check(XGBoosterUpdateOneIter(handle, round, matrix.get()));
  return booster;
}

/// Kind 1: log-odds, 2: contributions; see XGBoosterPredictFromDMatrix. Into a matrix of its own, as the booster keeps
/// what it has predicted.
std::vector<float> predict(const training::Booster& booster, const training::ExampleTable& asked, int kind) {
  const training::Matrix matrix = training::matrix_of(asked);
  const std::string config = fmt::format(
      R"({{"type": {}, "training": false, "iteration_begin": 0, "iteration_end": 0, "strict_shape": false}})", kind);
  const bst_ulong* shape = nullptr;
  bst_ulong dimensions = 0;
  const float* values = nullptr;
  training::xgboost_check(
      XGBoosterPredictFromDMatrix(booster.get(), matrix.get(), config.c_str(), &shape, &dimensions, &values));
  bst_ulong count = 1;
  for (bst_ulong i = 0; i < dimensions; ++i) count *= shape[i];
  return {values, values + count};
}

/// Median of five runs, us an event.
double us_of(std::size_t events, const std::function<void()>& work) {
  const SystemClock clock;
  std::vector<double> times;
  for (int round = 0; round < 5; ++round) {
    const TimeUs start_us = clock.steady_us();
    work();
    times.push_back(static_cast<double>(clock.steady_us() - start_us) / static_cast<double>(events));
  }
  std::ranges::sort(times);
  return times[2];
}

engine::TreeModel model_of(const training::Booster& booster) {
  std::vector<std::string_view> names;
  for (const auto& row : engine::feature_table()) names.push_back(row.name);
  const auto file = engine::TreeModel::save({"", "bench", 1, "{}"}, names, 0.0F, trees_of(booster, kRounds));
  return *engine::TreeModel::load(file);
}

double apart(const engine::TreeModel& model, const std::vector<engine::FeatureVector>& asked,
             std::span<const float> theirs) {
  double most = 0;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto ours = model.contributions(asked[i]);
    for (std::size_t k = 0; k < ours.size(); ++k)
      most = std::max(most, std::abs(ours[k] - theirs[i * (ours.size() + 1) + k]));
  }
  return most;
}

}  // namespace

int main() {
  const auto models = app::load_models("", "");
  if (!models) return 1;
  const auto examples = payments(*models);
  auto asked_table = training::ExampleTable::of_engine_features();
  std::vector<engine::FeatureVector> asked(kAsked);
  for (std::size_t i = 0; i < kAsked; ++i) {
    const std::size_t row = kEvents - kAsked + i;
    std::ranges::copy(examples.values(row), asked[i].begin());
    asked_table.add(examples.row(row), examples.values(row));
  }
  const auto booster = boosted(training::matrix_of(examples));
  const auto model = model_of(booster);
  double sum = 0;  // keeps the compiler from leaving the work out
  const double score = us_of(kAsked, [&] {
    for (const auto& example : asked) sum += model.score(example).log_odds;
  });
  const double parts = us_of(kAsked, [&] {
    for (const auto& example : asked) sum += model.contributions(example).front();
  });
  const double shipped_score = us_of(kAsked, [&] {
    for (const auto& example : asked) sum += models->transactions->score(example).log_odds;
  });
  const double shipped_parts = us_of(kAsked, [&] {
    for (const auto& example : asked) sum += models->transactions->contributions(example).front();
  });
  const double their_score = us_of(kAsked, [&] { sum += predict(booster, asked_table, 1).front(); });
  const double their_parts = us_of(kAsked, [&] { sum += predict(booster, asked_table, 2).front(); });
  fmt::print("{} trees of depth 4, one thread, median of 5 ({:.0f})\n", model.tree_count(), sum);
  fmt::print(
      "score: {:.2f} us an event; XGBoost, {} events at once, with their matrix (baseline): {:.2f} us, ratio {:.3f}\n",
      score, kAsked, their_score, score / their_score);
  fmt::print("contributions: {:.2f} us; XGBoost's pred_contribs (baseline): {:.2f} us, ratio {:.3f}; apart by {:.1e}\n",
             parts, their_parts, parts / their_parts, apart(model, asked, predict(booster, asked_table, 2)));
  fmt::print("the shipped model, {} trees: score {:.2f} us, contributions {:.2f} us\n",
             models->transactions->tree_count(), shipped_score, shipped_parts);
}
