// What the sink behind the dashboards takes of the engine's thread: decisions of one tenant, of ten that take turns by
// the engine step, and of ten mixed within each step.
#include "shrike/sinks/live.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "support/events.hpp"
#include "support/raw_writers.hpp"

namespace {

using namespace shrike;

constexpr int kRounds = 9;
constexpr std::size_t kSteps = 4'000;
constexpr std::size_t kStepDecisions = 50;

enum class Mix : std::uint8_t { one, turns, mixed };

domain::DecisionPtr decision(domain::Seq seq, std::size_t tenant) {
  auto out = std::make_shared<domain::Decision>();
  out->event = testing::payment(fmt::format("t-{}", seq), 1'000);
  out->event.seq = seq;
  out->event.tenant = tenant == 0 ? "default" : fmt::format("tenant-{}", tenant);
  const bool flagged = seq % 50 == 0;
  out->level = flagged ? domain::RiskLevel::high : domain::RiskLevel::low;
  out->outcome = flagged ? domain::Outcome::review : domain::Outcome::approve;
  out->timings.total = static_cast<std::uint32_t>(20 + seq % 100);
  return out;
}

std::vector<domain::DecisionBatchPtr> steps(Mix mix) {
  constexpr std::size_t kTenants = 10;
  std::vector<domain::DecisionBatchPtr> out;
  domain::Seq seq = 0;
  for (std::size_t step = 0; step < kSteps; ++step) {
    auto batch = std::make_shared<domain::DecisionBatch>();
    for (std::size_t i = 0; i < kStepDecisions; ++i) {
      const std::size_t tenant = mix == Mix::one ? 0 : (mix == Mix::turns ? step : i) % kTenants;
      batch->decisions.push_back(decision(++seq, tenant));
    }
    out.push_back(std::move(batch));
  }
  return out;
}

/// Nanoseconds for each decision.
double cost_of(const std::vector<domain::DecisionBatchPtr>& batches, const Clock& clock) {
  sinks::Live live(clock, {});
  const auto start = std::chrono::steady_clock::now();
  for (const auto& batch : batches) live.accept(batch);
  const std::chrono::duration<double, std::nano> passed = std::chrono::steady_clock::now() - start;
  return passed.count() / static_cast<double>(kSteps * kStepDecisions);
}

}  // namespace

int main() {
  const SystemClock clock;
  const std::array inputs{steps(Mix::one), steps(Mix::turns), steps(Mix::mixed)};
  std::array<std::vector<double>, inputs.size()> costs;
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t i = 0; i < inputs.size(); ++i) costs[i].push_back(cost_of(inputs[i], clock));
  }
  fmt::print("live sink: one tenant {:.0f} ns a decision, ten in turns {:.0f} ns, ten mixed {:.0f} ns\n",
             bench::median(costs[0]), bench::median(costs[1]), bench::median(costs[2]));
}
