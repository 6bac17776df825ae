// /health, /ready, /info, /metrics.
#include "shrike/api/bind.hpp"
#include "stream_json.hpp"

namespace shrike::api {

namespace {

/// Everybody may ask: the words about a model's accuracy are figures of the operator's own tenant.
server::Response health(const PipelineControl& pipeline, const access::Identity& who, bool ready_only) {
  PipelineView view = pipeline.view();
  for (ComponentHealth& component : view.components) {
    if (component.name == "accuracy" && !(who.is_operator() && who.role >= access::Role::viewer)) component.detail = "";
  }
  const std::string status = view.health();
  std::string body;
  JsonWriter out(body);
  write_health(out, view);
  // Degraded still takes events; down does not.
  const bool fine = status != "down" && (!ready_only || view.ready);
  return server::json_response(fine ? 200 : 503, std::move(body));
}

}  // namespace

void bind_status(Handlers& handlers, const PipelineControl& pipeline, const Metrics& metrics,
                 std::function<std::string(const std::string& tenant)> info) {
  handlers[Endpoint::health] = [&pipeline](const Call& call, server::Responder respond) {
    respond(health(pipeline, call.identity, false));
  };
  handlers[Endpoint::ready] = [&pipeline](const Call& call, server::Responder respond) {
    respond(health(pipeline, call.identity, true));
  };
  handlers[Endpoint::info] = [info = std::move(info)](const Call& call, server::Responder respond) {
    respond(server::json_response(200, info(call.identity.tenant)));
  };
  handlers[Endpoint::metrics] = [&metrics](Call, server::Responder respond) {
    server::Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = metrics.text();
    respond(std::move(response));
  };
}

}  // namespace shrike::api
