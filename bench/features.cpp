// What the features of a payment cost on the engine's thread: all of the table for 32,000 cards, against one look-up of
// each entity in a plain hash table of as many entities in the same run; and what an entity costs in memory.
#include <fmt/core.h>

#include <algorithm>
#include <functional>
#include <unordered_map>

#include "engine/features/feature_state.hpp"
#include "shrike/base/random.hpp"

namespace {

using namespace shrike;

constexpr std::size_t kEvents = 1'000'000;
constexpr std::size_t kMeasured = 300'000;

/// 32,000 cards of 20,000 customers at 8,000 terminals of 3,000 merchants, from 20,000 devices and addresses: 50
/// payments a minute, about 30 of each card in all.
std::vector<domain::Event> payments(bool all_entities) {
  Random random(1);
  std::vector<domain::Event> out(kEvents);
  TimeUs now_us = 1'777'807'200'000'000;
  for (domain::Event& event : out) {
    now_us += static_cast<TimeUs>(random.below(2'400'000));
    const std::uint64_t card = random.below(32'000);
    domain::Transaction body;
    body.id = fmt::format("t-{}", &event - out.data());
    body.amount = {static_cast<std::int64_t>(random.below(20'000)), {{'E', 'U', 'R'}}};
    body.card = fmt::format("tok_{:012}", card);
    body.terminal_id = fmt::format("term-{}", random.below(8'000));
    if (all_entities) {
      body.customer_id = fmt::format("cust-{}", card % 20'000);
      body.merchant_id = fmt::format("shop-{}", random.below(3'000));
      body.device_id = fmt::format("dev-{}", card % 20'000);
      body.ip = fmt::format("192.0.{}.{}", card % 100, card / 160);
      body.country = random.below(20) == 0 ? "FR" : "DE";
    }
    event.time_us = now_us;
    event.seq = static_cast<domain::Seq>(&event - out.data()) + 1;
    event.body = std::move(body);
  }
  return out;
}

double seconds_of(const std::function<void()>& work) {
  const SystemClock clock;
  const TimeUs start_us = clock.steady_us();
  work();
  return static_cast<double>(clock.steady_us() - start_us) / 1e6;
}

/// Microseconds a payment: look-up, features, counting it.
double features_us(const std::vector<domain::Event>& events) {
  engine::FeatureState state({});
  double sum = 0;
  const auto apply = [&](std::size_t first, std::size_t end) {
    for (std::size_t i = first; i < end; ++i) {
      const auto& payment = std::get<domain::Transaction>(events[i].body);
      const auto found = state.find(events[i], payment);
      sum += at(state.features(found, payment), engine::feature("card_count_24h"));
      state.add(found, events[i].seq);
    }
  };
  apply(0, kEvents - kMeasured);
  const double seconds = seconds_of([&] { apply(kEvents - kMeasured, kEvents); });
  if (sum < 1) fmt::print("no payment of a card within a day\n");
  return seconds * 1e6 / kMeasured;
}

/// The baseline: a count for each entity in std::unordered_map.
double counts_us(const std::vector<domain::Event>& events) {
  std::unordered_map<std::string, std::uint64_t> counts;
  const auto apply = [&](std::size_t first, std::size_t end) {
    for (std::size_t i = first; i < end; ++i) {
      const auto& body = std::get<domain::Transaction>(events[i].body);
      for (const std::string* name :
           {&body.card, &body.customer_id, &body.merchant_id, &body.terminal_id, &body.device_id, &body.ip}) {
        if (!name->empty()) ++counts[*name];
      }
    }
  };
  apply(0, kEvents - kMeasured);
  return seconds_of([&] { apply(kEvents - kMeasured, kEvents); }) * 1e6 / kMeasured;
}

}  // namespace

int main() {
  for (const bool all_entities : {false, true}) {
    const auto events = payments(all_entities);
    std::vector<double> features, counts;
    for (int round = 0; round < 3; ++round) {
      features.push_back(features_us(events));
      counts.push_back(counts_us(events));
    }
    std::ranges::sort(features);
    std::ranges::sort(counts);
    fmt::print(
        "features, one thread, 32,000 cards, {} entities a payment, median of 3: {:.2f} us a payment for {} features, "
        "{:.2f} us for counting in std::unordered_map (baseline), ratio {:.1f}\n",
        all_entities ? 6 : 2, features[1], engine::kFeatureCount, counts[1], features[1] / counts[1]);
  }
}
