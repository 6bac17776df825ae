// What an anomaly score costs: an isolation forest of the published size over the demo's payments, one thread, against
// the shipped trees' score of the same payments in the same run.
#include <fmt/core.h>

#include <algorithm>
#include <functional>

#include "shrike/app/models.hpp"
#include "shrike/engine/core.hpp"
#include "shrike/sources/generator.hpp"
#include "shrike/training/isolation_trainer.hpp"

namespace {

using namespace shrike;

constexpr std::size_t kEvents = 40'000;

training::ExampleTable payments() {
  sources::GeneratorSettings settings;
  settings.message_share = 0;
  sources::EventStream stream(settings);
  const SystemClock clock;
  engine::Core core({}, {}, clock);
  auto out = training::ExampleTable::of_engine_features();
  while (out.size() < kEvents) {
    const auto decision = core.apply(stream.next(), engine::Effort::state_only);
    if (decision != nullptr && !decision->features.empty())
      out.add({decision->event.time_us, 0, false}, decision->features);
  }
  return out;
}

/// Median of five runs, us an event.
double us_of(const std::vector<engine::FeatureVector>& events,
             const std::function<double(const engine::FeatureVector&)>& score, double& sum) {
  const SystemClock clock;
  std::vector<double> times;
  for (int round = 0; round < 5; ++round) {
    const TimeUs start_us = clock.steady_us();
    for (const auto& event : events) sum += score(event);
    times.push_back(static_cast<double>(clock.steady_us() - start_us) / static_cast<double>(events.size()));
  }
  std::ranges::sort(times);
  return times[2];
}

}  // namespace

int main() {
  const auto models = app::load_models("", "");
  if (!models) return 1;
  const auto table = payments();
  const auto file = training::train_isolation_forest(table, {0, table.size()}, {}, "the demo's payments");
  if (!file) return 1;
  const auto forest = engine::IsolationForest::load(*file);
  if (!forest) return 1;
  std::vector<engine::FeatureVector> events(table.size());
  for (std::size_t i = 0; i < events.size(); ++i) std::ranges::copy(table.values(i), events[i].begin());
  double sum = 0;  // keeps the compiler from leaving the work out
  const double ours = us_of(
      events, [&](const auto& event) { return forest->score(event); }, sum);
  const double trees = us_of(
      events, [&](const auto& event) { return models->transactions->score(event).log_odds; }, sum);
  fmt::print(
      "anomaly score, {} trees x 256 rows, one thread, median of 5: {:.2f} us a payment; {} boosted trees (baseline) "
      "{:.2f} us, ratio {:.2f} ({:.0f})\n",
      forest->tree_count(), ours, models->transactions->tree_count(), trees, ours / trees, sum);
}
