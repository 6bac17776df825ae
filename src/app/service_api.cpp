#include "info.hpp"
#include "service_parts.hpp"
#include "setting_defaults.hpp"
#include "shrike/app/version.hpp"
#include "shrike/store/api_keys.hpp"

namespace shrike::app {

void Service::Parts::build_api() {
  queries = std::make_unique<api::QueryDesk>(*storage.query_breaker, clock,
                                             [this](std::function<void()> task) { loop.post(std::move(task)); });
  case_labels = std::make_unique<api::CaseLabels>(*queries, *replies, clock,
                                                  [this](std::function<void()> task) { loop.post(std::move(task)); });
  files = std::make_unique<server::StaticFiles>(embedded::web());
  channel = std::make_unique<api::LiveChannel>(
      *live, *pipeline, clock,
      api::ServerFacts{std::string(kVersion), started_at_us, config.demo,
                       config.eventlog.durability == eventlog::Durability::power ? "power" : "process",
                       std::string(storage.archive->name())});
  pipeline->set_live(channel.get());
  channel->set_models(trainer.get());
  channel->set_access(access.get());
  api::Handlers handlers;
  api::bind_pages(handlers, *files, std::string(kVersion));
  auditor = std::make_unique<api::Auditor>(*audit, *tokeniser, clock,
                                           [this](std::function<void()> task) { loop.post(std::move(task)); });
  sign_in = std::make_unique<access::SignIn>(
      *access, *totp_box, clock, [this](std::function<void()> task) { loop.post(std::move(task)); },
      [this](const std::string& name, std::int64_t step) {
        queries->post([name, step](store::Database& database) { (void)store::use_totp_step(database, name, step); });
      });
  api::bind_session(handlers, *access, *sign_in, *auditor, clock);
  api::bind_sessions(handlers, *access);
  api::bind_password(handlers, *access, *sign_in, *queries, clock);
  api::bind_settings(handlers, *tenant_settings, {setting_defaults(config), config.retention}, *replies, clock);
  api::bind_tenants(handlers, *access, *queries, clock);
  api::bind_keys(handlers, *access, *queries, clock);
  api::bind_users(handlers, *access, *totp_box, *queries, clock);
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
                         return engine::anomaly_score(stored,
                                                      path->engine().status().judges.get(stored.event.tenant).models);
                       }},
                      *tokeniser, clock);
  api::bind_blocklist(handlers, *queries, *tokeniser, *replies, clock);
  api::bind_erasures(handlers, *queries, *tokeniser,
                     [this](store::Subject subject, std::string reason, std::string by, auto done) {
                       eraser->erase({std::move(subject), std::move(reason), std::move(by)},
                                     [this, done = std::move(done)](Result<store::Erasure> erased) {
                                       loop.post([done, erased = std::move(erased)] { done(erased); });
                                     });
                     });
  api::bind_blocklist_import(handlers, *tokeniser, *replies, clock);
  api::bind_alerts(handlers, *queries, clock, alerting->outbound().followers());
  api::bind_cases(handlers, *queries, *case_labels, clock, explain, alerting->outbound().followers());
  api::bind_quality(handlers, *queries, clock);
  api::bind_alert_channels(handlers, alerting->outbound(),
                           [this](std::function<void()> task) { loop.post(std::move(task)); });
  api::bind_silences(handlers, *queries, *tokeniser, clock);
  api::bind_stream(handlers, *pipeline, *channel);
  api::bind_status(handlers, *pipeline, metrics, [this](const std::string& tenant) {
    return info_json(config, path->engine().status().judges.get(tenant).models, storage.archive->name(), started_at_us,
                     tenant == access::kOperatorTenant);
  });
  api::bind_models(handlers, *trainer, *replies, clock);
  api::bind_retrain(handlers, *trainer, {*tokeniser, clock, config.default_currency, currency_of});
  api::bind_monitoring(handlers, *monitor);
  api::bind_thresholds(handlers, *queries, *replies, clock, config.review_goal);
  gate = std::make_unique<api::Gate>(config.gate, clock);
  api = std::make_unique<api::Api>(std::move(handlers), *access, *channel, *auditor, *gate);
}

}  // namespace shrike::app
