// What a decision costs on the engine's thread: with the shipped trees and reasons, against the same core without a
// model in the same run. The whole path has its own bench (bench/pipeline.cpp).
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

double core_alone(const std::vector<domain::Event>& events, const engine::ModelSet& models) {
  const SystemClock clock;
  engine::Core core({}, models, clock);
  return seconds_of([&] {
    for (const auto& event : events) core.apply(event);
  });
}

}  // namespace

int main() {
  const auto models = app::load_models("", "");
  if (!models) return 1;
  const auto events = payments();
  std::vector<double> with_models, without;
  for (int round = 0; round < 5; ++round) {
    with_models.push_back(core_alone(events, *models));
    without.push_back(core_alone(events, {}));
  }
  std::ranges::sort(with_models);
  std::ranges::sort(without);
  fmt::print(
      "core, one thread, {} payments, median of 5: {:.2f} us a payment with trees and reasons, {:.2f} us without a "
      "model (baseline), ratio {:.2f}\n",
      kEvents, with_models[2] * 1e6 / kEvents, without[2] * 1e6 / kEvents, with_models[2] / without[2]);
}
