#include "shrike/app/service.hpp"

#include <fmt/core.h>

#include <thread>

#include "alerting.hpp"
#include "decision_path.hpp"
#include "file_watch.hpp"
#include "first_start.hpp"
#include "info.hpp"
#include "monitor.hpp"
#include "pipeline.hpp"
#include "shrike/access/sign_in.hpp"
#include "shrike/api/auditor.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/app/models.hpp"
#include "shrike/app/version.hpp"
#include "shrike/base/diag.hpp"
#include "shrike/server/server.hpp"
#include "shrike/store/breaker_database.hpp"
#include "shrike/store/migrate.hpp"
#include "shrike/store/rollups.hpp"
#include "trainer.hpp"

namespace shrike::app {

namespace {

constexpr TimeUs kStoreWaitUs = 30 * kSecondUs;     ///< for a database that starts together with us
constexpr TimeUs kQueryTimeoutUs = 10 * kSecondUs;  ///< for a person who waits; the archive has longer
constexpr TimeUs kAuditTimeoutUs = 5 * kSecondUs;   ///< an act waits for its record
constexpr std::chrono::seconds kKeysRefresh{3};     ///< how soon a key or user changed elsewhere counts
constexpr std::chrono::seconds kDiskLook{1};
constexpr std::string_view kStoreFile = "shrike.db";
constexpr TimeUs kDemoStartDaysAgo = 90;
constexpr TimeUs kCalendarDaysMax = 36'500;  ///< how far ahead a fast calendar may have run

Error in_part(std::string_view part, const Error& error) {
  return {error.kind, fmt::format("{}: {}", part, error.message)};
}

std::string database_url(const Config& config) {
  return config.database_url.empty() ? fmt::format("sqlite://{}/{}", config.data_dir, kStoreFile) : config.database_url;
}

/// Opens and migrates; waits for a server that is not there yet.
Result<std::unique_ptr<store::Database>> open_store(const Config& config, const Clock& clock) {
  const TimeUs deadline_us = clock.steady_us() + kStoreWaitUs;
  while (true) {
    auto database = store::open_database(database_url(config), {.application_name = "shrike archive"});
    if (database) {
      const auto migrated = store::migrate(**database);
      if (migrated) return database;
      if (migrated.error().kind != ErrorKind::unavailable) return in_part("store", migrated.error());
    } else if (database.error().kind != ErrorKind::unavailable || clock.steady_us() > deadline_us) {
      return in_part("store", database.error());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

}  // namespace

/// Members stand in the order in which they are built; they are destroyed the other way round.
struct Service::Parts {
  Config config;
  SystemClock clock;
  Metrics metrics;
  TimeUs started_at_us = 0;
  std::unique_ptr<store::Database> archive_database;
  std::unique_ptr<store::Database> query_database;
  std::unique_ptr<store::BreakerDatabase> query_breaker;
  std::unique_ptr<store::Database> training_database;
  std::unique_ptr<store::Database> monitoring_database;
  std::unique_ptr<store::Database> audit_database;
  std::unique_ptr<store::BreakerDatabase> audit_breaker;
  std::unique_ptr<Folder> folder;
  std::unique_ptr<training::ModelRegistry> registry;
  std::string model_damage;
  std::unique_ptr<DecisionPath> path;
  std::unique_ptr<DiskGuard> disk;
  std::unique_ptr<FileWatch> ring_watch;
  std::unique_ptr<FileWatch> store_watch;
  std::unique_ptr<sinks::Live> live;
  std::unique_ptr<access::Access> access;
  std::unique_ptr<access::AuditTrail> audit;
  std::unique_ptr<access::SignIn> sign_in;
  server::IoLoop loop;
  std::unique_ptr<api::ReplyDesk> replies;
  std::unique_ptr<api::QueryDesk> queries;
  std::unique_ptr<sources::Generator> generator;
  std::unique_ptr<sources::CardTokeniser> tokeniser;
  std::unique_ptr<sources::EventParser> parser;
  std::unique_ptr<Monitor> monitor;
  std::unique_ptr<Alerting> alerting;
  std::unique_ptr<Pipeline> pipeline;
  std::unique_ptr<Trainer> trainer;
  std::unique_ptr<api::LiveChannel> channel;
  std::unique_ptr<server::StaticFiles> files;
  std::unique_ptr<api::Auditor> auditor;
  std::unique_ptr<api::Gate> gate;
  std::unique_ptr<api::Api> api;
  std::unique_ptr<server::Server> server;
  std::string greeting;
  std::string failure;
  bool stopping = false;

  Result<void> open_storage();
  /// Where the generator's calendar begins: after what an earlier run left, so that time only goes forward.
  Result<TimeUs> generator_start();
  Result<engine::ModelSet> open_models();
  Result<void> build_path();
  void build_replies();
  Result<void> build_pipeline();
  Result<void> build_access();
  void build_trainer();
  void build_api();
  Result<void> build_server(server::TransportWrap wrap);
  void register_metrics();
  void tick();
  void refresh_keys();
  void watch_disk();
  void begin_stop();
};

Result<void> Service::Parts::open_storage() {
  if (auto done = make_data_dir(config.data_dir); !done) return done;
  auto writer = open_store(config, clock);
  if (!writer) return writer.error();
  archive_database = std::move(*writer);
  auto reader = store::open_database(database_url(config),
                                     {.application_name = "shrike query", .statement_timeout_us = kQueryTimeoutUs});
  if (!reader) return in_part("store", reader.error());
  query_database = std::move(*reader);
  query_breaker = std::make_unique<store::BreakerDatabase>(*query_database, clock);
  auto trainers = store::open_database(database_url(config), {.application_name = "shrike training"});
  if (!trainers) return in_part("store", trainers.error());
  training_database = std::move(*trainers);
  auto monitors =
      store::open_database(database_url(config), {.read_only = true, .application_name = "shrike monitoring"});
  if (!monitors) return in_part("store", monitors.error());
  monitoring_database = std::move(*monitors);
  auto audits = store::open_database(database_url(config),
                                     {.application_name = "shrike audit", .statement_timeout_us = kAuditTimeoutUs});
  if (!audits) return in_part("store", audits.error());
  audit_database = std::move(*audits);
  audit_breaker = std::make_unique<store::BreakerDatabase>(*audit_database, clock);
  audit = std::make_unique<access::AuditTrail>(*audit_breaker, clock);
  folder = open_folder(config.data_dir);
  return {};
}

Result<TimeUs> Service::Parts::generator_start() {
  const TimeUs first_us = (clock.now_us() / kDayUs - kDemoStartDaysAgo) * kDayUs;
  const auto days = store::daily_counts(*archive_database, std::string(kDefaultTenant), first_us,
                                        first_us + kCalendarDaysMax * kDayUs);
  if (!days) return days.error();
  return days->empty() ? first_us : days->back().day_us + kDayUs;
}

/// Every model that ever judged here must be there to explain what it decided, so the built-in ones are kept too.
Result<engine::ModelSet> Service::Parts::open_models() {
  const std::string models_folder = config.data_dir + "/models";
  if (auto done = make_data_dir(models_folder); !done) return done.error();
  auto opened = training::ModelRegistry::open(open_folder(models_folder));
  if (!opened) return in_part("models", opened.error());
  registry = std::move(*opened);
  const UsableModels usable = usable_models(config.transaction_model, config.message_model);
  for (const std::string& bytes : usable.files) {
    if (auto done = registry->keep(bytes); !done) return in_part("models", done.error());
  }
  model_damage = usable.damaged;
  for (const std::string* words : {&usable.damaged, &registry->damaged()}) {
    if (!words->empty()) diag::error("models", "{}", *words);
  }
  if (model_damage.empty()) model_damage = registry->damaged();
  return usable.models;
}

Result<void> Service::Parts::build_path() {
  auto models = open_models();
  if (!models) return models.error();
  auto opened = DecisionPath::open(config, *folder, *archive_database, *models, clock, &registry->library());
  if (!opened) return opened.error();
  path = std::move(*opened);
  disk = std::make_unique<DiskGuard>(config.disk, *folder, path->log());
  disk->check();
  ring_watch = std::make_unique<FileWatch>(*folder, std::string(DecisionPath::kRingFile));
  store_watch = std::make_unique<FileWatch>(*folder, config.database_url.empty() ? std::string(kStoreFile) : "");
  const auto totals = store::totals(*archive_database, std::string(kDefaultTenant));
  if (!totals) return in_part("store", totals.error());
  live = std::make_unique<sinks::Live>(clock, *totals, config.alerts.min_level);
  build_replies();
  path->start({replies.get(), live.get()});
  return {};
}

void Service::Parts::build_replies() {
  replies = std::make_unique<api::ReplyDesk>(
      [this](std::span<const domain::Event> events) -> Result<domain::Seq> {
        if (!pipeline->running()) return Error{ErrorKind::unavailable, "the system was stopped by an administrator"};
        auto first = sources::append_events(path->log(), events, true, 0);
        if (first) pipeline->count_rest(events.size());
        return first;
      },
      [this](std::function<void()> task) { loop.post(std::move(task)); }, config.requests_in_flight_max);
  path->log().on_durable([this](domain::Seq seq) { replies->durable(seq); });
}

Result<void> Service::Parts::build_pipeline() {
  auto generator_settings = config.generator;
  const auto start_us = generator_start();
  if (!start_us) return in_part("store", start_us.error());
  generator_settings.simulator.start_us = *start_us;
  generator = std::make_unique<sources::Generator>(generator_settings, path->log(), clock);
  monitor = std::make_unique<Monitor>(MonitorParts{path->engine().status(), *monitoring_database, clock,
                                                   config.monitoring_interval_us, config.review_goal,
                                                   [this](domain::Event event) {
                                                     loop.post([this, event = std::move(event)]() mutable {
                                                       replies->submit({std::move(event)}, [](const auto&) {});
                                                     });
                                                   }});
  pipeline = std::make_unique<Pipeline>(
      Pipeline::Parts{clock, *path, *live, *generator, *disk, std::string(archive_database->name()), model_damage,
                      [this] { return monitor->health(); }, [this] { return alerting->health(); },
                      [this] { return audit->failure(); }});
  auto opened = Alerting::open({config, database_url(config), clock, metrics, *folder, *path, *live, *monitor});
  if (!opened) return in_part("store", opened.error());
  alerting = std::move(*opened);
  return {};
}

Result<void> Service::Parts::build_access() {
  auto secret = card_token_secret(*folder);
  if (!secret) return secret.error();
  tokeniser = std::make_unique<sources::CardTokeniser>(*secret);
  parser = std::make_unique<sources::EventParser>(*tokeniser, clock, config.default_currency);
  access = std::make_unique<access::Access>(clock, config.access);
  if (auto done = load_tokens(config, *access); !done) return in_part("jwt", done.error());
  auto shown = load_keys(config, *archive_database, *access, clock);
  if (!shown) return in_part("keys", shown.error());
  greeting = *shown;
  return {};
}

void Service::Parts::build_trainer() {
  trainer = std::make_unique<Trainer>(TrainerParts{
      config, *registry, path->engine().status(), *training_database, clock,
      [this](std::function<void()> task) { loop.post(std::move(task)); },
      [this](std::chrono::milliseconds wait, std::function<void()> task) { loop.after(wait, std::move(task)); },
      [this](domain::Event event, std::function<void(Result<void>)> done) {
        replies->submit({std::move(event)}, [done = std::move(done)](const auto& applied) {
          done(applied ? Result<void>() : Result<void>(applied.error()));
        });
      }});
}

void Service::Parts::build_api() {
  queries = std::make_unique<api::QueryDesk>(*query_breaker, clock,
                                             [this](std::function<void()> task) { loop.post(std::move(task)); });
  files = std::make_unique<server::StaticFiles>(embedded::web());
  channel = std::make_unique<api::LiveChannel>(
      *live, *pipeline, clock,
      api::ServerFacts{std::string(kVersion), started_at_us, config.demo,
                       config.eventlog.durability == eventlog::Durability::power ? "power" : "process",
                       std::string(archive_database->name()), std::string(kDefaultTenant)});
  pipeline->set_live(channel.get());
  channel->set_models(trainer.get());
  channel->set_access(access.get());
  api::Handlers handlers;
  api::bind_pages(handlers, *files, std::string(kVersion));
  auditor =
      std::make_unique<api::Auditor>(*audit, clock, [this](std::function<void()> task) { loop.post(std::move(task)); });
  sign_in = std::make_unique<access::SignIn>(
      *access, clock, [this](std::function<void()> task) { loop.post(std::move(task)); },
      [this](const std::string& name, std::int64_t step) {
        queries->post([name, step](store::Database& database) { (void)store::use_totp_step(database, name, step); });
      });
  api::bind_session(handlers, *access, *sign_in, *auditor, clock);
  api::bind_sessions(handlers, *access);
  api::bind_keys(handlers, *access, *queries, clock);
  api::bind_users(handlers, *access, *queries, clock);
  api::bind_audit(handlers, *queries);
  const auto explain = [this](domain::Decision& decision) {
    engine::explain(decision, config.engine, registry->library().judges_of(decision));
  };
  api::bind_events(handlers, *parser, *replies, *queries, explain);
  api::bind_decisions(handlers, *queries, *replies,
                      {explain,
                       [this](const domain::Decision& stored) {
                         return engine::decide_again(stored, config.engine, registry->library().judges_of(stored));
                       },
                       [this](const domain::Decision& stored) {
                         return engine::counterfactual(stored, config.engine, registry->library().judges_of(stored));
                       },
                       [this](const domain::Decision& stored) {
                         return engine::anomaly_score(stored, path->engine().status().judges.get().models);
                       }},
                      clock);
  api::bind_blocklist(handlers, *queries, *tokeniser, *replies, clock);
  api::bind_alerts(handlers, *queries, clock, alerting->outbound().followers());
  api::bind_alert_channels(handlers, alerting->outbound(),
                           [this](std::function<void()> task) { loop.post(std::move(task)); });
  api::bind_silences(handlers, *queries, clock);
  api::bind_stream(handlers, *pipeline, *channel);
  api::bind_status(handlers, *pipeline, metrics, [this] {
    return info_json(config, path->engine().status().judges.get().models, archive_database->name(), started_at_us);
  });
  api::bind_models(handlers, *trainer, *replies, clock);
  api::bind_retrain(handlers, *trainer, {*tokeniser, clock, config.default_currency});
  api::bind_monitoring(handlers, *monitor);
  api::bind_thresholds(handlers, *queries, *replies, clock, config.review_goal);
  gate = std::make_unique<api::Gate>(config.gate, clock);
  api = std::make_unique<api::Api>(std::move(handlers), *access, *channel, *auditor, *gate);
}

Result<void> Service::Parts::build_server(server::TransportWrap wrap) {
  auto made = server::Server::create(loop, config.server, *api, metrics, clock, std::move(wrap));
  if (!made) return in_part("server", made.error());
  server = std::move(*made);
  const std::string login = access->make_login(access::Role::admin, std::string(kDefaultTenant));
  greeting = fmt::format(
      "\nShrike {} is listening on {}\n\n  Dashboard   {}/dashboard#login={}\n              (signs in once, within 30 "
      "minutes)\n{}\n",
      kVersion, server->url(), server->url(), login, greeting);
  return {};
}

void Service::Parts::register_metrics() {
  const auto gauge = [this](const char* name, const char* help, MetricLabels labels, std::function<double()> read) {
    metrics.gauge(name, help, std::move(labels), std::move(read));
  };
  gauge("shrike_build_info", "Always 1", {{"version", std::string(kVersion)}}, [] { return 1.0; });
  gauge("shrike_eventlog_head_seq", "Newest event appended", {},
        [this] { return static_cast<double>(path->log().head_seq()); });
  gauge("shrike_eventlog_durable_seq", "Newest event that survives a power cut", {},
        [this] { return static_cast<double>(path->log().durable_seq()); });
  gauge("shrike_eventlog_used_bytes", "Bytes of the ring that some consumer still needs", {},
        [this] { return static_cast<double>(path->log().fill().used_bytes); });
  for (const char* consumer : {"engine", "archive"}) {
    gauge("shrike_consumer_lag_events", "Events that the consumer has not handled yet", {{"consumer", consumer}},
          [this, consumer] { return static_cast<double>(path->log().lag(consumer)); });
  }
  gauge("shrike_engine_entities", "Cards, customers and terminals with a history", {},
        [this] { return static_cast<double>(path->engine().status().entities.load()); });
  gauge("shrike_blocklist_entries", "Entities on the blocklist", {},
        [this] { return static_cast<double>(path->engine().status().blocklist_size.load()); });
  gauge("shrike_decisions_total", "Decisions since the first start", {},
        [this] { return static_cast<double>(live->totals().decisions); });
  for (const auto level : domain::kRiskLevels) {
    gauge("shrike_decisions_by_level_total", "Decisions since the first start",
          {{"level", std::string(to_string(level))}},
          [this, level] { return static_cast<double>(live->totals().by_level[static_cast<std::size_t>(level)]); });
  }
  gauge("shrike_archive_retries_total", "Writes to the store that failed", {},
        [this] { return static_cast<double>(path->archive().status().retries.load()); });
  gauge("shrike_archive_backlog_steps", "Engine steps waiting to be stored", {},
        [this] { return static_cast<double>(path->archive().backlog().depth()); });
  gauge("shrike_archive_backlog_bytes", "Bytes of decisions put aside on disk", {},
        [this] { return static_cast<double>(path->archive().backlog().spilled_bytes()); });
  gauge("shrike_archive_parked_total", "Decisions that the store refused for good, since start", {},
        [this] { return static_cast<double>(path->archive().parked()); });
  gauge("shrike_checkpoints_total", "States of the engine written to disk since start", {},
        [this] { return static_cast<double>(path->checkpointer().published()); });
  gauge("shrike_requests_waiting", "Requests that wait for their decision", {},
        [this] { return static_cast<double>(replies->waiting()); });
  gauge("shrike_requests_turned_away_total", "Requests answered 503 because too many were waiting, since start", {},
        [this] { return static_cast<double>(replies->turned_away()); });
  gauge("shrike_eventlog_recovery_truncated_bytes", "Torn tail that was cut off at the start", {},
        [this] { return static_cast<double>(path->log().recovery().truncated_bytes); });
  gauge("shrike_eventlog_recovery_damaged_segments", "Segments given up at the start because of damage", {},
        [this] { return static_cast<double>(path->log().recovery().damaged_segments); });
  gauge("shrike_eventlog_recovery_lost_events", "Events that had been durable and could not be read at the start", {},
        [this] { return static_cast<double>(path->log().recovery().lost_events); });
  gauge("shrike_disk_free_bytes", "Free space where the data folder lies", {},
        [this] { return static_cast<double>(disk->free_bytes()); });
  gauge("shrike_decision_latency_p99_us", "99th percentile from append to decision, since start", {},
        [this] { return static_cast<double>(path->engine().status().decision_us.snapshot().quantile(0.99)); });
  gauge("shrike_audit_rows_written_total", "Rows of the audit chain, since start", {},
        [this] { return static_cast<double>(audit->written()); });
  gauge("shrike_audit_rows_lost_total", "Rows that found no room while the store was away, since start", {},
        [this] { return static_cast<double>(audit->lost()); });
  monitor->register_metrics(metrics);
}

void Service::Parts::tick() {
  channel->tick();
  loop.after(api::LiveChannel::kTick, [this] { tick(); });
}

void Service::Parts::refresh_keys() {
  queries->post([this](store::Database& database) {
    if (const auto keys = store::load_api_keys(database)) access->replace_stored_keys(*keys);
    if (const auto users = store::load_users(database)) access->replace_users(*users);
  });
  auditor->tick();
  loop.after(kKeysRefresh, [this] { refresh_keys(); });
}

void Service::Parts::watch_disk() {
  disk->check();
  if (const std::string gone = ring_watch->check(); !gone.empty()) path->log().give_up(gone);
  if (const std::string gone = store_watch->check(); !gone.empty()) path->archive().halt(gone);
  loop.after(kDiskLook, [this] { watch_disk(); });
}

void Service::Parts::begin_stop() {
  if (std::exchange(stopping, true)) return loop.stop();  // the second signal does not wait
  diag::info("app", "stopping: finishing what is in flight");
  pipeline->set_running(false);
  server->stop([this] { loop.stop(); });
}

Service::Service(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Service::~Service() = default;

Result<std::unique_ptr<Service>> Service::create(const Config& config, server::TransportWrap wrap) {
  auto parts = std::make_unique<Parts>();
  parts->config = config;
  parts->started_at_us = parts->clock.now_us();
  if (auto done = parts->open_storage(); !done) return done.error();
  if (auto done = parts->build_access(); !done) return done.error();
  if (auto done = parts->build_path(); !done) return done.error();
  if (auto done = parts->build_pipeline(); !done) return done.error();
  parts->build_trainer();
  parts->build_api();
  parts->register_metrics();
  if (auto done = parts->build_server(std::move(wrap)); !done) return done.error();
  return std::unique_ptr<Service>(new Service(std::move(parts)));
}

Result<void> Service::run() {
  Parts& p = *parts_;
  // The threads of the program. Each ends when its stop is asked for; they are joined in the order of the stream.
  std::jthread committer([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      p.path->log().wait_for_append(20 * kMillisecondUs);
      if (p.path->log().commit_once()) continue;
      diag::error("eventlog", "read-only from now on: {}", p.path->log().failure());
      return p.replies->fail_waiting({ErrorKind::unavailable, "the event log has failed"});
    }
    (void)p.path->log().commit_once();
  });
  std::jthread archive([&](const std::stop_token& stop) { p.path->archive().run(stop); });
  std::jthread engine([&](const std::stop_token& stop) {
    if (auto done = p.path->engine().run(stop); !done) {
      diag::error("engine", "{}", done.error().message);
      p.pipeline->fail_engine(done.error().message);
    }
  });
  std::jthread checkpoint([&](const std::stop_token& stop) { p.path->checkpointer().run(stop); });
  std::jthread query([&](const std::stop_token& stop) { p.queries->run(stop); });
  std::jthread audit([&](const std::stop_token& stop) { p.audit->run(stop); });
  std::jthread sign_in([&](const std::stop_token& stop) { p.sign_in->run(stop); });
  std::jthread trainer([&](const std::stop_token& stop) { p.trainer->run(stop); });
  std::jthread monitor([&](const std::stop_token& stop) { p.monitor->run(stop); });
  std::jthread outbound([&](const std::stop_token& stop) { p.alerting->run(stop); });
  std::jthread source([&](const std::stop_token& stop) { p.generator->run(stop); });
  p.loop.on_stop_signal([&] { p.begin_stop(); });
  p.loop.post([&] { p.tick(); });
  p.loop.post([&] { p.refresh_keys(); });
  p.loop.post([&] { p.watch_disk(); });
  p.server->start();
  if (p.config.demo) p.pipeline->set_generator_running(true);
  p.loop.run();
  outbound.request_stop();  // what is under way gets a moment while the others end
  monitor.request_stop();   // joined last: its database may be slow to answer
  for (std::jthread* thread :
       {&trainer, &source, &engine, &archive, &checkpoint, &sign_in, &query, &committer, &audit, &outbound, &monitor}) {
    thread->request_stop();
    thread->join();
  }
  if (auto done = p.path->checkpointer().write_now(p.path->core()); !done)
    diag::warning("checkpoint", "{}", done.error().message);
  diag::info("app", "stopped");
  return {};
}

void Service::stop() {
  parts_->loop.post([this] { parts_->begin_stop(); });
}

std::string Service::url() const { return parts_->server->url(); }
const std::string& Service::greeting() const { return parts_->greeting; }

}  // namespace shrike::app
