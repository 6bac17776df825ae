// simulation [--seeds N] [--first S] [--actions N] [--lying-disk]
// Runs one world per seed and prints the seeds that broke a promise. With --lying-disk it is the negative control:
// syncs do nothing, and seeds must break. Exit code: 0 as promised, 1 not.
#include <fmt/core.h>

#include <cstdlib>
#include <cstring>
#include <string_view>

#include "shrike/app/models.hpp"
#include "shrike/base/diag.hpp"
#include "world.hpp"

namespace {

using namespace shrike;

struct Arguments {
  std::uint64_t first = 1;
  std::uint64_t seeds = 200;
  int actions = 600;
  bool lying_disk = false;
  bool verbose = false;
};

Arguments read(int argc, char** argv) {
  Arguments out;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : "";
    if (name == "--lying-disk") out.lying_disk = true;
    if (name == "--verbose") out.verbose = true;
    if (name == "--first") out.first = std::strtoull(value, nullptr, 10);
    if (name == "--seeds") out.seeds = std::strtoull(value, nullptr, 10);
    if (name == "--actions") out.actions = std::atoi(value);
  }
  return out;
}

void add(simulation::Outcome& sum, const simulation::Outcome& one) {
  sum.events += one.events, sum.acknowledged += one.acknowledged, sum.refused += one.refused;
  sum.stored += one.stored, sum.parked += one.parked, sum.judged_again += one.judged_again;
  sum.power_cuts += one.power_cuts, sum.cuts_in_recovery += one.cuts_in_recovery, sum.kills += one.kills;
  sum.failed_syncs += one.failed_syncs, sum.clean_stops += one.clean_stops, sum.checkpoints += one.checkpoints;
  sum.recorded_cursors += one.recorded_cursors;
  sum.keys_destroyed += one.keys_destroyed, sum.key_epochs += one.key_epochs;
}

void print(const simulation::Outcome& sum) {
  fmt::print(
      "{} events sent, {} acknowledged, {} requests refused; {} decisions stored, {} only parked, {} judged again\n",
      sum.events, sum.acknowledged, sum.refused, sum.stored, sum.parked, sum.judged_again);
  fmt::print("{} power cuts and {} more while recovering, {} kills, {} failed syncs, {} clean stops\n", sum.power_cuts,
             sum.cuts_in_recovery, sum.kills, sum.failed_syncs, sum.clean_stops);
  fmt::print("{} checkpoints, {} starts with recorded cursors, {} keys of people destroyed, {} epochs of keys\n",
             sum.checkpoints, sum.recorded_cursors, sum.keys_destroyed, sum.key_epochs);
}

}  // namespace

int main(int argc, char** argv) {
  const Arguments asked = read(argc, argv);
  (void)diag::set_level(asked.verbose ? "debug" : "off");
  const auto models = app::load_models("", "");
  if (!models) return fmt::print("the models cannot be loaded: {}\n", models.error().message), 1;
  simulation::Outcome sum;
  std::uint64_t broken = 0;
  for (std::uint64_t seed = asked.first; seed < asked.first + asked.seeds; ++seed) {
    const auto outcome = simulation::World({seed, asked.actions, asked.lying_disk}, *models).run();
    add(sum, outcome);
    if (outcome.violations.empty()) continue;
    ++broken;
    if (!asked.lying_disk && broken <= 20) fmt::print("seed {}: {}\n", seed, outcome.violations.front());
  }
  print(sum);
  fmt::print("{} of {} seeds broke a promise\n", broken, asked.seeds);
  return (broken == 0) == !asked.lying_disk ? 0 : 1;
}
