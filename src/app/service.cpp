#include <fmt/core.h>

#include <thread>

#include "first_start.hpp"
#include "service_parts.hpp"
#include "shrike/app/models.hpp"
#include "shrike/app/version.hpp"
#include "shrike/base/diag.hpp"
#include "shrike/store/rollups.hpp"
#include "shrike/store/tenants.hpp"

namespace shrike::app {

namespace {

constexpr std::chrono::seconds kKeysRefresh{3};  ///< how soon a key or user changed elsewhere counts
constexpr std::chrono::seconds kFilesLook{1};
constexpr std::chrono::seconds kCaseLabelsLook{2};  ///< for what an earlier run, or a full log, left unsent
constexpr TimeUs kDemoStartDaysAgo = 90;
constexpr TimeUs kCalendarDaysMax = 36'500;  ///< how far ahead a fast calendar may have run

Error in_part(std::string_view part, const Error& error) {
  return {error.kind, fmt::format("{}: {}", part, error.message)};
}

/// Of every tenant that has live figures; of further ones nothing is shown.
Result<sinks::Live::Before> stored_totals(store::Database& database) {
  const auto tenants = store::load_tenants(database);
  if (!tenants) return tenants.error();
  sinks::Live::Before out;
  for (const store::Tenant& tenant : *tenants) {
    const bool ours = tenant.id == kDefaultTenant;
    if (!ours && out.size() + 1 >= sinks::kLiveTenantsMax) continue;
    auto totals = store::totals(database, tenant.id);
    if (!totals) return totals.error();
    out.emplace(tenant.id, std::move(*totals));
  }
  return out;
}

}  // namespace

Result<TimeUs> Service::Parts::generator_start() {
  const TimeUs first_us = (clock.now_us() / kDayUs - kDemoStartDaysAgo) * kDayUs;
  const auto days = store::daily_counts(*storage.archive, std::string(kDefaultTenant), first_us,
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
  auto opened = DecisionPath::open(config, *folder, *storage.archive, *models, clock, &registry->library());
  if (!opened) return opened.error();
  path = std::move(*opened);
  disk = std::make_unique<DiskGuard>(config.disk, *folder, path->log());
  disk->check();
  ring_watch = std::make_unique<FileWatch>(*folder, std::string(DecisionPath::kRingFile));
  store_watch = std::make_unique<FileWatch>(*folder, config.database_url.empty() ? std::string(Storage::kFile) : "");
  auto totals = stored_totals(*storage.archive);
  if (!totals) return in_part("store", totals.error());
  live = std::make_unique<sinks::Live>(clock, std::move(*totals), config.alerts.min_level);
  build_replies();
  if (auto done = build_settings(); !done) return done;
  // The settings come first: who gets the answer to a change must find it in force.
  path->start({tenant_settings.get(), replies.get(), live.get()});
  return {};
}

Result<void> Service::Parts::build_settings() {
  auto stored = store::load_settings(*storage.archive);
  if (!stored) return in_part("store", stored.error());
  std::vector<std::string> tenants;
  for (const auto& [tenant, values] : *stored) tenants.push_back(tenant);
  tenant_settings = std::make_unique<sinks::TenantSettings>(
      std::move(*stored), [this](const std::string& tenant) { follow_settings(tenant); });
  for (const std::string& tenant : tenants) follow_settings(tenant);
  currency_of = [this](const std::string& tenant) -> std::optional<domain::Currency> {
    const auto own = tenant_settings->value(tenant, "default_currency");
    const auto currency = own ? domain::parse_currency(*own) : Result<domain::Currency>(invalid("none"));
    return currency ? std::optional(*currency) : std::nullopt;
  };
  parser->set_currency_of(currency_of);
  return {};
}

void Service::Parts::follow_settings(const std::string& tenant) {
  auto addresses = access::AddressList::parse(tenant_settings->value(tenant, "access.allowed_addresses").value_or(""));
  if (addresses) access->allow_addresses(tenant, std::move(*addresses));
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
  monitor = std::make_unique<Monitor>(MonitorParts{path->engine().status(), *storage.monitoring, clock,
                                                   config.monitoring_interval_us, config.review_goal,
                                                   [this](domain::Event event) {
                                                     loop.post([this, event = std::move(event)]() mutable {
                                                       replies->submit({std::move(event)}, [](const auto&) {});
                                                     });
                                                   }});
  pipeline = std::make_unique<Pipeline>(
      Pipeline::Parts{clock, *path, *live, *generator, *disk, std::string(storage.archive->name()), model_damage,
                      [this] { return monitor->health(); }, [this] { return alerting->health(); },
                      [this] { return audit->failure(); }, [this] { return certificate.get(); }});
  auto opened = Alerting::open({config, Storage::url(config), clock, metrics, *folder, *path, *live, *monitor});
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
  auto box = totp_box_of(*folder);
  if (!box) return box.error();
  totp_box = *box;
  if (auto done = seal_totp_secrets(*storage.archive, *totp_box); !done) return in_part("users", done.error());
  auto shown = load_keys(config, *storage.archive, *access, clock);
  if (!shown) return in_part("keys", shown.error());
  greeting = *shown;
  return {};
}

void Service::Parts::build_trainer() {
  trainer = std::make_unique<Trainer>(TrainerParts{
      config, *registry, path->engine().status(), *storage.training, clock,
      [this](std::function<void()> task) { loop.post(std::move(task)); },
      [this](std::chrono::milliseconds wait, std::function<void()> task) { loop.after(wait, std::move(task)); },
      [this](domain::Event event, std::function<void(Result<void>)> done) {
        replies->submit({std::move(event)}, [done = std::move(done)](const auto& applied) {
          done(applied ? Result<void>() : Result<void>(applied.error()));
        });
      }});
}

void Service::Parts::build_privacy() {
  retention = std::make_unique<Retention>(
      Retention::Parts{config.retention, *storage.retention, clock,
                       [this](store::AuditEntry entry) { audit->record(std::move(entry)); }});
  // The eraser knows one tenant at a time, by the events that it appends and the rows that it reads.
  eraser = std::make_unique<Eraser>(
      Eraser::Parts{*path, *storage.erasure, clock,
                    [this](const std::string& tenant, domain::EntityKind kind, const std::string& value) {
                      return tokeniser->pseudonym(tenant, kind, value);
                    },
                    [this](domain::Event event, Eraser::Applied done) {
                      replies->submit({std::move(event)}, [done = std::move(done)](const auto& applied) {
                        done(applied ? Result<void>() : Result<void>(applied.error()));
                      });
                    }});
}

Result<void> Service::Parts::build_certificate() {
  if (config.tls.certificate.empty()) return {};
  auto opened = Certificate::open(config.tls, metrics, clock);
  if (!opened) return opened.error();
  certificate = std::move(*opened);
  return {};
}

Result<void> Service::Parts::build_server(server::TransportWrap wrap) {
  auto made = server::Server::create(loop, config.server, *api, metrics, clock, std::move(wrap),
                                     certificate ? certificate->tls() : nullptr);
  if (!made) return in_part("server", made.error());
  server = std::move(*made);
  const std::string login = access->make_login(access::Role::admin, std::string(kDefaultTenant));
  greeting = fmt::format(
      "\nShrike {} is listening on {}\n\n  Dashboard   {}/dashboard#login={}\n              (signs in once, within 30 "
      "minutes)\n{}\n",
      kVersion, server->url(), server->url(), login, greeting);
  return {};
}

void Service::Parts::tick() {
  channel->tick();
  loop.after(api::LiveChannel::kTick, [this] { tick(); });
}

void Service::Parts::refresh_keys() {
  queries->post([this](store::Database& database) {
    if (const auto keys = store::load_api_keys(database)) access->replace_stored_keys(*keys);
    if (const auto users = store::load_users(database)) access->replace_users(*users);
    if (const auto tenants = store::load_tenants(database)) access->replace_tenants(*tenants);
  });
  register_tenant_metrics();
  auditor->tick();
  loop.after(kKeysRefresh, [this] { refresh_keys(); });
}

void Service::Parts::send_case_labels() {
  case_labels->tick();
  loop.after(kCaseLabelsLook, [this] { send_case_labels(); });
}

void Service::Parts::watch_files() {
  disk->check();
  if (const std::string gone = ring_watch->check(); !gone.empty()) path->log().give_up(gone);
  if (const std::string gone = store_watch->check(); !gone.empty()) path->archive().halt(gone);
  if (certificate) certificate->check();
  loop.after(kFilesLook, [this] { watch_files(); });
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
  auto storage = Storage::open(config, parts->clock);
  if (!storage) return storage.error();
  parts->storage = std::move(*storage);
  parts->audit = std::make_unique<access::AuditTrail>(*parts->storage.audit_breaker, parts->clock);
  parts->folder = open_folder(config.data_dir);
  if (auto done = parts->build_certificate(); !done) return done.error();
  if (auto done = parts->build_access(); !done) return done.error();
  if (auto done = parts->build_path(); !done) return done.error();
  if (auto done = parts->build_pipeline(); !done) return done.error();
  parts->build_trainer();
  parts->build_privacy();
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
  std::jthread retention([&](const std::stop_token& stop) { p.retention->run(stop); });
  std::jthread erasure([&](const std::stop_token& stop) { p.eraser->run(stop); });
  std::jthread source([&](const std::stop_token& stop) { p.generator->run(stop); });
  p.loop.on_stop_signal([&] { p.begin_stop(); });
  p.loop.post([&] { p.tick(); });
  p.loop.post([&] { p.refresh_keys(); });
  p.loop.post([&] { p.send_case_labels(); });
  p.loop.post([&] { p.watch_files(); });
  p.server->start();
  if (p.config.demo) p.pipeline->set_generator_running(true);
  p.loop.run();
  // Those that the stream does not wait for end together, each after what it is at; the others follow in the order of
  // the stream. The monitor is joined last: its database may be slow to answer.
  for (std::jthread* thread : {&outbound, &monitor, &erasure, &retention, &trainer, &sign_in, &source})
    thread->request_stop();
  for (std::jthread* thread : {&erasure, &retention, &trainer, &source, &engine, &archive, &checkpoint, &sign_in,
                               &query, &committer, &audit, &outbound, &monitor}) {
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
