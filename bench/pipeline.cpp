// The whole pipeline into each store: event log (group commit with fdatasync), engine with the shipped models and
// reasons, archive; against the store's own bulk path writing the very same rows. Alternating rounds, medians.
#include <fmt/core.h>

#include <chrono>
#include <thread>

#include "shrike/app/models.hpp"
#include "shrike/engine/engine.hpp"
#include "shrike/sinks/archive.hpp"
#include "shrike/sources/generator.hpp"
#include "shrike/sources/ingest.hpp"
#include "support/open_log.hpp"
#include "support/own_folder.hpp"
#include "support/postgres_cluster.hpp"
#include "support/raw_writers.hpp"
#include "support/temp_dir.hpp"

namespace {

using namespace shrike;
using bench::checked;
using bench::median;
using bench::migrated;

constexpr int kRounds = 5;
constexpr std::size_t kEventsPerRound = 50'000;
constexpr std::size_t kAppendEvents = 512;
constexpr std::size_t kRawBatchRows = 5'000;
constexpr TimeUs kAppendWaitUs = kSecondUs;

/// Keeps what was decided, for the baseline.
class Keeper final : public domain::DecisionSink {
 public:
  void accept(const domain::DecisionBatchPtr& batch) override {
    for (const auto& decision : batch->decisions) decisions.push_back(decision);
  }
  std::vector<domain::DecisionPtr> decisions;  // the engine's thread writes; read when the archive has caught up
};

/// Log, engine and archive with their threads, as the server runs them.
class Pipeline {
 public:
  Pipeline(const test::TempDir& dir, store::Database& database, const engine::ModelSet& models)
      : log_(bench::open_log(dir, {}, clock_)),
        core_({}, models, clock_),
        archive_({}, database, clock_, [this](domain::Seq seq) { log_->set_cursor("archive", seq); }),
        engine_(*log_, core_, {}, clock_, {&keeper_, &archive_}, {}) {
    log_->set_cursor("archive", 0);
    writer_ = std::jthread([this](const std::stop_token& stop) { archive_.run(stop); });
    decider_ = std::jthread([this](const std::stop_token& stop) { checked(engine_.run(stop)); });
    committer_ = std::jthread([this](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        log_->wait_for_append(20 * kMillisecondUs);
        checked(log_->commit_once());
      }
    });
  }

  /// Returns when every event is stored. The decisions of these events are in `decisions`.
  void run(std::span<const domain::Event> events) {
    keeper_.decisions.clear();
    while (!events.empty()) {
      const auto part = events.first(std::min(kAppendEvents, events.size()));
      if (sources::append_events(*log_, part, false, kAppendWaitUs)) events = events.subspan(part.size());
    }
    while (archive_.status().position < log_->head_seq() || log_->durable_seq() < log_->head_seq()) {
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
  }
  [[nodiscard]] const std::vector<domain::DecisionPtr>& decisions() const { return keeper_.decisions; }

 private:
  const SystemClock clock_;
  Keeper keeper_;
  std::unique_ptr<eventlog::EventLog> log_;
  engine::Core core_;
  sinks::Archive archive_;
  engine::Engine engine_;
  std::jthread committer_, writer_, decider_;  // stopped from the last to the first: nothing is left in a queue
};

std::vector<domain::Event> payments(sources::EventStream& stream) {
  std::vector<domain::Event> out;
  while (out.size() < kEventsPerRound) out.push_back(stream.next());
  return out;
}

template <class Work>
double rate_of(std::size_t rows, Work&& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return static_cast<double>(rows) / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void compare(std::string_view name, const test::TempDir& dir, store::Database& database, bench::Way& raw,
             const engine::ModelSet& models) {
  sources::EventStream stream({.message_share = 0});
  Pipeline pipeline(dir, database, models);
  std::vector<double> ours, baseline, ratios;
  for (int round = 0; round < kRounds; ++round) {
    const auto events = payments(stream);
    ours.push_back(rate_of(events.size(), [&] { pipeline.run(events); }));
    raw.prepare(pipeline.decisions(), kRawBatchRows);
    baseline.push_back(rate_of(pipeline.decisions().size(), [&] { raw.run(); }));
    ratios.push_back(ours.back() / baseline.back());
  }
  fmt::print("{:<24}: pipeline {:>7.0f} events/s, raw {:>7.0f} rows/s, ratio {:.2f} (median of rounds {:.2f})\n", name,
             median(ours), median(baseline), median(ours) / median(baseline), median(ratios));
  std::fflush(stdout);
}

}  // namespace

int main() {
  bench::run_in_own_folder();
  const test::TempDir dir;
  const auto models = checked(app::load_models("", ""));
  fmt::print("{} rounds of {} payments, durable in the log, decided with trees and reasons, stored\n", kRounds,
             kEventsPerRound);
  {
    const auto database = migrated("sqlite://" + dir.file("ours.db"));
    migrated("sqlite://" + dir.file("raw.db"));
    const auto raw = bench::raw_sqlite(dir.file("raw.db"));
    compare("SQLite, prepared insert", dir, *database, *raw, models);
  }
  auto& cluster = test::PostgresCluster::shared();
  if (!cluster.problem().empty()) {
    fmt::print(stderr, "{}\n", cluster.problem());
    return 1;
  }
  const std::string ours_url = cluster.create_database();
  const std::string raw_url = cluster.create_database();
  const auto database = migrated(ours_url);
  migrated(raw_url);
  const auto raw = bench::raw_copy(raw_url);
  compare("PostgreSQL, text COPY", dir, *database, *raw, models);
}
