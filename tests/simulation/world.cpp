#include "world.hpp"

#include <fmt/core.h>

#include <utility>

#include "shrike/domain/subjects.hpp"
#include "shrike/sources/ingest.hpp"
#include "shrike/store/cursors.hpp"
#include "shrike/store/migrate.hpp"
#include "support/events.hpp"

namespace shrike::simulation {

namespace {

constexpr int kStartsMax = 20;
constexpr int kDrainStepsMax = 20'000;
constexpr std::uint64_t kArmedOperationsMax = 25;  // until an announced power cut happens

app::Config small_config(Random& random) {
  app::Config config;
  config.eventlog.segment_bytes = 1U << 14U;
  config.eventlog.staging_segments_max = static_cast<std::uint32_t>(4 + random.below(5));
  config.eventlog.capacity_bytes = (config.eventlog.staging_segments_max + 4 + random.below(16)) << 14U;
  config.engine.batch_size_max = 8;
  config.engine.batch_wait_ms_max = 0;
  config.engine.remembered_ids_max = 100'000;
  config.checkpoint_events = 60;
  config.archive.queue_decisions_max = 10;
  config.archive.rows_max = 12;
  return config;
}

std::unique_ptr<store::Database> memory_database() {
  auto database = store::open_database("sqlite://:memory:");
  SHRIKE_ASSERT(database.ok());
  SHRIKE_ASSERT(store::migrate(**database).ok());
  return std::move(*database);
}

}  // namespace

World::World(const Plan& plan, const engine::ModelSet& models)
    : plan_(plan),
      models_(models),
      random_(plan.seed),
      clock_(testing::kSomeTimeUs),
      disk_(plan.seed ^ 0x5eedU),
      folder_(disk_.folder()),
      real_(memory_database()),
      database_(*real_, random_),
      config_(small_config(random_)),
      client_(random_) {
  if (plan.lying_disk) disk_.lie_about_syncs();
}

World::~World() = default;

Outcome World::run() {
  start();
  for (int i = 0; i < plan_.actions && outcome_.violations.empty(); ++i) act();
  if (outcome_.violations.empty()) drain();
  process_.reset();
  outcome_.events = client_.sent().size();
  outcome_.acknowledged = client_.acknowledged();
  outcome_.refused = client_.refused();
  for (const std::string& what : client_.violations()) violation(what);
  if (outcome_.violations.empty()) check(client_, *real_, *folder_, config_, models_, outcome_);
  return std::move(outcome_);
}

void World::act() {
  clock_.advance(static_cast<TimeUs>(random_.below(2 * kSecondUs)));
  const std::uint64_t what = random_.below(100);
  if (what < 30) {
    client_.send(*process_->desk, clock_.now_us());
  } else if (what < 50) {
    commit();
  } else if (what < 70) {
    step_engine();
  } else if (what < 84) {
    step_archive();
  } else if (what < 88) {
    step_keys();
  } else if (what < 97) {
    for (int i = 0; i < 100; ++i) process_->path->checkpointer().step(std::chrono::microseconds(0));
  } else {
    let_something_happen();
  }
  if (process_ && died()) end_process(true);
  run_posted();
}

void World::let_something_happen() {
  switch (random_.below(10)) {
    case 0:
      database_.weather = {};
      break;
    case 1:
      database_.weather = {.away = 1};
      break;
    case 2:
      database_.weather = {.away = 0.2, .statement = 0.1, .commit_lost = 0.2, .answer_lost = 0.2};
      break;
    case 3:
      database_.weather = {.refused_row = 0.3};
      break;
    case 4:
      disk_.fail_sync_after(1 + random_.below(3));
      break;
    case 5:
      ++outcome_.kills, end_process(false);
      break;
    case 6:
      stop_cleanly();
      break;
    default:
      disk_.lose_power_after(1 + random_.below(kArmedOperationsMax));
  }
}

void World::start() {
  for (int tries = 0; tries < kStartsMax; ++tries) {
    auto process = std::make_unique<Process>();
    auto opened = app::DecisionPath::open(config_, *folder_, database_, models_, clock_);
    if (opened) {
      process->path = std::move(*opened);
      auto& log = process->path->log();
      auto& posted = process->posted;
      process->desk = std::make_unique<api::ReplyDesk>(
          [&log](std::span<const domain::Event> events) { return sources::append_events(log, events, true, 0); },
          [&posted](std::function<void()> task) { posted.push_back(std::move(task)); });
      log.on_durable([desk = process->desk.get()](domain::Seq seq) { desk->durable(seq); });
      process->path->start({process->desk.get()});
      process_ = std::move(process);
      return check_recorded_cursor();
    }
    database_.process_died();
    if (died()) {
      ++outcome_.cuts_in_recovery;
      disk_.power_cycle();
      if (random_.below(3) == 0) disk_.lose_power_after(1 + random_.below(6));
    } else if (opened.error().kind == ErrorKind::unavailable) {
      database_.weather = {};
    } else if (opened.error().kind != ErrorKind::io) {
      return violation("does not start: " + opened.error().message);
    }
  }
  violation("does not start for faults that ended long ago");
}

/// What the log's file tells of the archive must never be ahead of what the store holds.
void World::check_recorded_cursor() {
  const auto& recorded = process_->path->log().recovery().cursors;
  const auto found = recorded.find("archive");
  const auto stored = store::read_cursor(*real_, store::kArchiveCursor);
  if (found != recorded.end() && stored && found->second > *stored)
    violation(fmt::format("the archive's cursor is recorded as {}, the store has {}", found->second, *stored));
  if (const std::string words = process_->path->damage(); !words.empty()) violation("the event log says: " + words);
  outcome_.recorded_cursors += recorded.empty() ? 0 : 1;
}

void World::end_process(bool power_cut) {
  process_.reset();
  erasing_.reset();
  database_.process_died();
  if (power_cut) {
    ++outcome_.power_cuts;
    disk_.power_cycle();
    if (random_.below(4) == 0) disk_.lose_power_after(1 + random_.below(6));
  } else {
    disk_.process_died();
  }
  start();
}

void World::run_posted() {
  while (process_ && !process_->posted.empty()) {
    for (const auto& task : std::exchange(process_->posted, {})) task();
  }
}

void World::commit() {
  const auto done = process_->path->log().commit_once();
  if (done || died()) return;
  // Read-only from now on. The rest goes on until somebody starts it again.
  ++outcome_.failed_syncs;
  process_->desk->fail_waiting({ErrorKind::unavailable, "the event log has failed"});
  run_posted();
  for (int i = 0; i < 5 && !died(); ++i) step_engine(), step_archive();
  run_posted();
  end_process(died());
}

void World::step_engine() {
  const auto done = process_->path->engine().step(0);
  if (!done && !died()) violation("the engine ended: " + done.error().message);
}

void World::step_archive() {
  if (process_->path->archive().step(0) == sinks::Archive::Step::broken && !died()) violation("the archive ended");
}

void World::retire_somebody() {
  if (client_.sent().empty()) return;
  auto who = client_.sent().begin();
  std::advance(who, random_.below(client_.sent().size()));
  const domain::Event& event = who->second.event;
  const domain::PersonalEntities people = domain::personal_entities(event);
  if (people.count == 0) return;
  auto& path = *process_->path;
  const auto& one = people.entities[random_.below(people.count)];
  const eventlog::SubjectId subject = path.keys().subject(event.tenant, one.kind, one.value);
  if (!path.keys().retire(subject)) return;
  erasing_ = {subject, path.log().head_seq()};
  path.checkpointer().request(erasing_->newest);
}

void World::step_keys() {
  auto& path = *process_->path;
  const std::size_t epochs = path.keys().epochs();
  if (path.keys().turn(path.log().oldest_seq()) && path.keys().epochs() > epochs) ++outcome_.key_epochs;
  if (!erasing_) return retire_somebody();
  const bool known =
      path.log().cursor("archive") >= erasing_->newest && path.checkpointer().published_from() >= erasing_->newest;
  if (!known || !path.keys().destroy(erasing_->subject)) return;
  ++outcome_.keys_destroyed;
  erasing_.reset();
}

void World::stop_cleanly() {
  ++outcome_.clean_stops;
  auto& path = *process_->path;
  run_posted();
  for (int i = 0; i < kDrainStepsMax && !died(); ++i) {
    const auto applied = path.engine().step(0);
    if (!applied || *applied == 0) break;
  }
  (void)path.log().commit_once();
  while (!died() && path.archive().step(0) == sinks::Archive::Step::stored) {
  }
  run_posted();
  if (!died()) (void)path.checkpointer().write_now(path.core());
  outcome_.checkpoints += path.checkpointer().published();
  end_process(died());
}

void World::drain() {
  database_.weather = {};
  disk_.process_died();
  end_process(false);
  if (process_ == nullptr) return;
  auto& path = *process_->path;
  run_posted();
  int steps = 0;
  for (; steps < kDrainStepsMax && path.log().cursor("archive") < path.log().head_seq(); ++steps) {
    commit(), step_engine(), step_archive();
    path.checkpointer().step(std::chrono::microseconds(0));
    run_posted();
  }
  if (steps == kDrainStepsMax) violation("does not drain: " + path.archive().failure());
  outcome_.checkpoints += path.checkpointer().published();
}

}  // namespace shrike::simulation
