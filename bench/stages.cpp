// What each stage of deciding on a payment costs, in microseconds: features, trees, rules and policy, reasons; and all
// that scoring needs (features and 100 trees) against the library's own in-place prediction of the same trees, for one
// payment at a time and for 64, in the same run.
#include <fmt/core.h>
#include <xgboost/c_api.h>

#include <algorithm>
#include <functional>

#include "engine/decision/judge.hpp"
#include "engine/decision/reasons.hpp"
#include "engine/features/feature_state.hpp"
#include "shrike/app/models.hpp"
#include "shrike/sources/generator.hpp"
#include "training/booster.hpp"

namespace {

using namespace shrike;

constexpr std::size_t kEvents = 200'000;
constexpr std::size_t kMeasured = 40'000;
constexpr int kRounds = 100;
constexpr int kRepeats = 5;

std::vector<domain::Event> payments() {
  sources::GeneratorSettings settings;
  settings.message_share = 0;
  sources::EventStream stream(settings);
  std::vector<domain::Event> out;
  while (out.size() < kEvents) {
    auto event = stream.next();
    if (!std::holds_alternative<domain::Transaction>(event.body)) continue;
    event.seq = out.size() + 1;
    out.push_back(std::move(event));
  }
  return out;
}

const domain::Transaction& body_of(const domain::Event& event) { return std::get<domain::Transaction>(event.body); }

/// Microseconds a payment: the median of some runs over all that are measured.
double us_of(std::size_t count, const std::function<void()>& work) {
  const SystemClock clock;
  std::vector<double> times;
  for (int i = 0; i < kRepeats; ++i) {
    const TimeUs start_us = clock.steady_us();
    work();
    times.push_back(static_cast<double>(clock.steady_us() - start_us) / static_cast<double>(count));
  }
  std::ranges::sort(times);
  return times[kRepeats / 2];
}

/// The newest payments' features, and what they cost: look-up, features, counting the payment.
double features_us(const std::vector<domain::Event>& events, std::vector<engine::FeatureVector>& out) {
  std::vector<double> times;
  const SystemClock clock;
  for (int i = 0; i < kRepeats; ++i) {
    engine::FeatureState state({});
    out.clear();
    TimeUs start_us = 0;
    for (const auto& event : events) {
      if (event.seq == kEvents - kMeasured + 1) start_us = clock.steady_us();
      const auto found = state.find(event, body_of(event));
      const auto features = state.features(found, body_of(event));
      if (event.seq > kEvents - kMeasured) out.push_back(features);
      state.add(found, event.seq);
    }
    times.push_back(static_cast<double>(clock.steady_us() - start_us) / kMeasured);
  }
  std::ranges::sort(times);
  return times[kRepeats / 2];
}

training::Booster grown(const std::vector<engine::FeatureVector>& rows, const engine::ModelSet& models) {
  auto table = training::ExampleTable::of_engine_features();
  for (const auto& row : rows) table.add({0, 0, models.transactions->score(row).log_odds > -4}, row);
  std::vector<training::Matrix> matrices;
  matrices.push_back(training::matrix_of(table));
  training::TreeSettings settings;
  auto booster = training::booster_of(matrices, settings, table.names());
  for (int round = 0; round < kRounds; ++round)
    training::xgboost_check(XGBoosterUpdateOneIter(booster.get(), round, matrices.front().get()));
  return booster;
}

engine::TreeModel model_of(const training::Booster& booster) {
  std::vector<std::string_view> names;
  for (const auto& row : engine::feature_table()) names.push_back(row.name);
  return *engine::TreeModel::load(
      engine::TreeModel::save({"", "bench", 1, "{}"}, names, 0.0F, trees_of(booster, kRounds)));
}

/// XGBoosterPredictFromDense on `batch` payments at a time, from where they lie.
double in_place_us(const training::Booster& booster, const std::vector<engine::FeatureVector>& rows,
                   std::size_t batch) {
  training::xgboost_check(XGBoosterSetParam(booster.get(), "nthread", "1"));
  constexpr const char* kConfig =
      R"({"type": 1, "training": false, "iteration_begin": 0, "iteration_end": 0, "strict_shape": false, "missing": NaN, "cache_id": 0})";
  return us_of(kMeasured, [&] {
    for (std::size_t i = 0; i + batch <= rows.size(); i += batch) {
      const std::string array =
          fmt::format(R"({{"data": [{}, true], "shape": [{}, {}], "typestr": "<f4", "version": 3}})",
                      reinterpret_cast<std::uintptr_t>(rows[i].data()), batch, engine::kFeatureCount);
      const bst_ulong* shape = nullptr;
      bst_ulong dimensions = 0;
      const float* values = nullptr;
      training::xgboost_check(
          XGBoosterPredictFromDense(booster.get(), array.c_str(), kConfig, nullptr, &shape, &dimensions, &values));
    }
  });
}

}  // namespace

int main() {
  const auto models = app::load_models("", "");
  if (!models) return 1;
  const auto events = payments();
  const std::span measured(events.end() - kMeasured, events.end());
  std::vector<engine::FeatureVector> rows;
  const double features = features_us(events, rows);
  const auto booster = grown(rows, *models);
  const auto model = model_of(booster);
  double sum = 0;  // keeps the compiler from leaving the work out
  const double trees = us_of(kMeasured, [&] {
    for (const auto& row : rows) sum += model.score(row).log_odds;
  });
  const auto judged = [&](const engine::ModelSet& by, engine::Effort effort) {
    return us_of(kMeasured, [&] {
      for (std::size_t i = 0; i < kMeasured; ++i) {
        domain::Decision decision;
        decision.event.body = domain::Transaction{};
        engine::judge({}, by, {rows[i], {}}, effort, decision);
        sum += decision.risk_score;
      }
    });
  };
  const double rules = judged({}, engine::Effort::state_only);
  const double reasons = us_of(kMeasured, [&] {
    for (std::size_t i = 0; i < kMeasured; ++i)
      sum += static_cast<double>(
          engine::transaction_reasons(body_of(measured[i]), rows[i], {}, false, model.contributions(rows[i]), 6).size());
  });
  const double one = in_place_us(booster, rows, 1), many = in_place_us(booster, rows, 64);
  fmt::print("{} payments, {} features, {} trees of depth 5, one thread, medians of {} ({:.0f})\n", kMeasured,
             engine::kFeatureCount, kRounds, kRepeats, sum);
  fmt::print("features {:.2f} us, trees {:.2f} us, rules and policy {:.2f} us, reasons {:.2f} us a payment\n", features,
             trees, rules, reasons);
  fmt::print("features and trees {:.2f} us; XGBoost in place (baseline), one at a time {:.2f} us, ratio {:.2f}\n",
             features + trees, one, (features + trees) / one);
  fmt::print("  64 at a time {:.2f} us, ratio {:.2f}\n", many, (features + trees) / many);
}
