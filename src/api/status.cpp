// /health, /ready, /info, /metrics.
#include "shrike/api/bind.hpp"
#include "stream_json.hpp"

namespace shrike::api {

namespace {

server::Response health(const PipelineControl& pipeline, bool ready_only) {
  const PipelineView view = pipeline.view();
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
                 std::function<std::string()> info) {
  handlers[Endpoint::health] = [&pipeline](Call, server::Responder respond) { respond(health(pipeline, false)); };
  handlers[Endpoint::ready] = [&pipeline](Call, server::Responder respond) { respond(health(pipeline, true)); };
  handlers[Endpoint::info] = [info = std::move(info)](Call, server::Responder respond) {
    respond(server::json_response(200, info()));
  };
  handlers[Endpoint::metrics] = [&metrics](Call, server::Responder respond) {
    server::Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = metrics.text();
    respond(std::move(response));
  };
}

}  // namespace shrike::api
