#pragma once
// One function per resource: each gets just what it uses. What is passed by reference must outlive the handlers.
#include <functional>
#include <string>
#include <vector>

#include "shrike/access/secret_box.hpp"
#include "shrike/api/api.hpp"
#include "shrike/api/pipeline_view.hpp"
#include "shrike/api/query_desk.hpp"
#include "shrike/api/reply_desk.hpp"
#include "shrike/base/metrics.hpp"
#include "shrike/engine/again.hpp"
#include "shrike/engine/counterfactual.hpp"
#include "shrike/server/static_files.hpp"
#include "shrike/sinks/tenant_settings.hpp"
#include "shrike/sources/ingest.hpp"
#include "shrike/store/erasure.hpp"
#include "shrike/store/retention.hpp"
#include "shrike/training/review_threshold.hpp"

namespace shrike::alerts {
class Outbound;
}

namespace shrike::access {
class SignIn;
}

namespace shrike::api {

void bind_pages(Handlers& handlers, const server::StaticFiles& files, const std::string& version);
class Auditor;
void bind_session(Handlers& handlers, access::Access& access, access::SignIn& sign_in, Auditor& auditor,
                  const Clock& clock);
void bind_sessions(Handlers& handlers, access::Access& access);
/// What of the configuration file is told with the settings.
struct SettingFacts {
  store::StoredSettings defaults;      ///< by key, of what a tenant may set for itself
  store::RetentionSettings retention;  ///< holds for all tenants
};
/// What a tenant may set for itself. Changes go through the event log like any event.
void bind_settings(Handlers& handlers, const sinks::TenantSettings& settings, SettingFacts facts, ReplyDesk& replies,
                   const Clock& clock);
void bind_password(Handlers& handlers, access::Access& access, access::SignIn& sign_in, QueryDesk& queries,
                   const Clock& clock);
/// Tenants, for the operator's people; everybody else sees the own one.
void bind_tenants(Handlers& handlers, access::Access& access, QueryDesk& queries, const Clock& clock);
void bind_keys(Handlers& handlers, access::Access& access, QueryDesk& queries, const Clock& clock);
/// `box` seals the secrets of second factors for the store.
void bind_users(Handlers& handlers, access::Access& access, const access::SecretBox& box, QueryDesk& queries,
                const Clock& clock);
void bind_audit(Handlers& handlers, QueryDesk& queries);
/// Gives a decision its reasons where they were left out (engine::explain). Called on the I/O and the query thread.
using Explain = std::function<void(domain::Decision&)>;
void bind_events(Handlers& handlers, sources::EventParser& parser, ReplyDesk& replies, QueryDesk& queries,
                 Explain explain);
/// What the engine says of stored decisions, by the models that made them. Called on the query thread.
struct Hindsight {
  Explain explain;
  std::function<Result<engine::DecidedAgain>(const domain::Decision&)> decide_again;
  std::function<std::optional<engine::Counterfactual>(const domain::Decision&)> counterfactual;
  /// Of a payment, where there is a forest; of others nullopt.
  std::function<std::optional<double>(const domain::Decision&)> anomaly_score;
};
void bind_decisions(Handlers& handlers, QueryDesk& queries, ReplyDesk& replies, Hindsight hindsight,
                    const sources::CardTokeniser& tokeniser, const Clock& clock);
void bind_blocklist(Handlers& handlers, QueryDesk& queries, const sources::CardTokeniser& tokeniser, ReplyDesk& replies,
                    const Clock& clock);
/// Carries out an erasure; tells on the I/O thread.
using Erase = std::function<void(store::Subject, std::string reason, std::string by,
                                 std::function<void(const Result<store::Erasure>&)>)>;
void bind_erasures(Handlers& handlers, QueryDesk& queries, const sources::CardTokeniser& tokeniser, Erase erase);
void bind_blocklist_import(Handlers& handlers, const sources::CardTokeniser& tokeniser, ReplyDesk& replies,
                           const Clock& clock);
/// `followers`: the channels that are told when somebody acknowledges or resolves an alert that they told of.
void bind_alerts(Handlers& handlers, QueryDesk& queries, const Clock& clock, std::vector<std::string> followers = {});
class CaseLabels;
/// `followers`: as of bind_alerts. `explain` as of bind_events.
void bind_cases(Handlers& handlers, QueryDesk& queries, CaseLabels& labels, const Clock& clock, Explain explain,
                std::vector<std::string> followers = {});
void bind_quality(Handlers& handlers, QueryDesk& queries, const Clock& clock);
/// `post` runs a task on the I/O thread.
void bind_alert_channels(Handlers& handlers, alerts::Outbound& outbound, QueryDesk::Post post);
void bind_silences(Handlers& handlers, QueryDesk& queries, const sources::CardTokeniser& tokeniser, const Clock& clock);
class ModelControl;
/// Changes go through the event log like any event.
void bind_models(Handlers& handlers, ModelControl& models, ReplyDesk& replies, const Clock& clock);
/// What the trainer's thread needs to read transactions as POST /analyze does. Outlives the handlers.
struct RetrainGate {
  const sources::CardTokeniser& tokeniser;
  const Clock& clock;
  std::string default_currency;
  sources::EventParser::CurrencyOf currency_of;  ///< where a tenant has one of its own; thread-safe
};
void bind_retrain(Handlers& handlers, ModelControl& models, RetrainGate gate);
/// By hand only what no goal holds.
void bind_thresholds(Handlers& handlers, QueryDesk& queries, ReplyDesk& replies, const Clock& clock,
                     training::ReviewGoal goal);
class MonitoringView;
void bind_monitoring(Handlers& handlers, const MonitoringView& monitoring);
class LiveChannel;
void bind_stream(Handlers& handlers, PipelineControl& pipeline, LiveChannel& channel);
/// `info` makes the body of /info; `whole`: with what is the operator's.
void bind_status(Handlers& handlers, const PipelineControl& pipeline, const Metrics& metrics,
                 std::function<std::string(const std::string& tenant)> info);

}  // namespace shrike::api
