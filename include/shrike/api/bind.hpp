#pragma once
// One function per resource: each gets just what it uses. What is passed by reference must outlive the handlers.
#include <functional>
#include <string>
#include <vector>

#include "shrike/api/api.hpp"
#include "shrike/api/pipeline_view.hpp"
#include "shrike/api/query_desk.hpp"
#include "shrike/api/reply_desk.hpp"
#include "shrike/base/metrics.hpp"
#include "shrike/engine/again.hpp"
#include "shrike/engine/counterfactual.hpp"
#include "shrike/server/static_files.hpp"
#include "shrike/sources/ingest.hpp"

namespace shrike::access {
class SignIn;
}

namespace shrike::api {

void bind_pages(Handlers& handlers, const server::StaticFiles& files, const std::string& version);
class Auditor;
void bind_session(Handlers& handlers, access::Access& access, access::SignIn& sign_in, Auditor& auditor,
                  const Clock& clock);
void bind_sessions(Handlers& handlers, access::Access& access);
void bind_keys(Handlers& handlers, access::Access& access, QueryDesk& queries, const Clock& clock);
void bind_users(Handlers& handlers, access::Access& access, QueryDesk& queries, const Clock& clock);
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
};
void bind_decisions(Handlers& handlers, QueryDesk& queries, ReplyDesk& replies, Hindsight hindsight,
                    const Clock& clock);
void bind_blocklist(Handlers& handlers, QueryDesk& queries, const sources::CardTokeniser& tokeniser, ReplyDesk& replies,
                    const Clock& clock);
void bind_alerts(Handlers& handlers, QueryDesk& queries, const Clock& clock);
class ModelControl;
/// Changes go through the event log like any event.
void bind_models(Handlers& handlers, ModelControl& models, ReplyDesk& replies, const Clock& clock);
void bind_retrain(Handlers& handlers, ModelControl& models, sources::EventParser& parser);
class MonitoringView;
void bind_monitoring(Handlers& handlers, const MonitoringView& monitoring);
class LiveChannel;
void bind_stream(Handlers& handlers, PipelineControl& pipeline, LiveChannel& channel);
/// `info` makes the body of /info.
void bind_status(Handlers& handlers, const PipelineControl& pipeline, const Metrics& metrics,
                 std::function<std::string()> info);

}  // namespace shrike::api
