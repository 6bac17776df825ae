// What a decision costs on the engine's thread: with the shipped trees, with all reasons and with those of flagged
// events, against the same core without a model in the same run. The whole path has its own bench (bench/pipeline.cpp).
#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <thread>

#include "shrike/app/models.hpp"
#include "shrike/base/random.hpp"
#include "shrike/engine/engine.hpp"
#include "shrike/sources/generator.hpp"
#include "shrike/sources/ingest.hpp"

namespace {

using namespace shrike;

constexpr std::size_t kEvents = 200'000;

/// The demo's payments without messages, made before the clock starts.
std::vector<domain::Event> payments() {
  sources::GeneratorSettings settings;
  settings.message_share = 0;
  sources::EventStream stream(settings);
  std::vector<domain::Event> out;
  while (out.size() < kEvents) out.push_back(stream.next());
  return out;
}

double seconds_of(const std::function<void()>& work) {
  const SystemClock clock;
  const TimeUs start_us = clock.steady_us();
  work();
  return static_cast<double>(clock.steady_us() - start_us) / 1e6;
}

double core_alone(const std::vector<domain::Event>& events, const engine::ModelSet& models, engine::Effort effort) {
  const SystemClock clock;
  engine::Core core({}, models, clock);
  return seconds_of([&] {
    for (const auto& event : events) core.apply(event, effort);
  });
}

}  // namespace

int main() {
  const auto models = app::load_models("", "");
  if (!models) return 1;
  const auto events = payments();
  std::vector<double> all, flagged, without;
  for (int round = 0; round < 5; ++round) {
    all.push_back(core_alone(events, *models, engine::Effort::full));
    flagged.push_back(core_alone(events, *models, engine::Effort::flagged));
    without.push_back(core_alone(events, {}, engine::Effort::flagged));
  }
  for (auto* times : {&all, &flagged, &without}) std::ranges::sort(*times);
  fmt::print(
      "core, one thread, {} payments, median of 5: {:.2f} us a payment with trees and the reasons of flagged ones, "
      "{:.2f} us with all reasons, {:.2f} us without a model (baseline), ratio {:.2f}\n",
      kEvents, flagged[2] * 1e6 / kEvents, all[2] * 1e6 / kEvents, without[2] * 1e6 / kEvents, flagged[2] / without[2]);
}
