// /stream: the pipeline's state and its controls.
#include <fmt/core.h>

#include "answers.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/api/live_channel.hpp"
#include "shrike/sources/generator.hpp"

namespace shrike::api {

namespace {

std::optional<server::Response> change_generator(PipelineControl& pipeline, std::string_view body) {
  auto read = read_members(body, {"running", "rate"});
  if (auto* refused = std::get_if<server::Response>(&read)) return std::move(*refused);
  const auto& members = std::get<JsonMembers>(read);
  const auto rate = members.number("rate");
  const auto running = members.flag("running");
  if (members.has("rate") && !rate) return bad_field("/rate", "type", "expected a number");
  if (members.has("running") && !running) return bad_field("/running", "type", "expected true or false");
  if (!rate && !running) return bad_field("/rate", "required", "expected rate or running");
  if (rate && !pipeline.set_generator_rate(*rate)) {
    return bad_field("/rate", "range",
                     fmt::format("expected {:.0f} to {:.0f} events per second", sources::GeneratorSettings::kRateMin,
                                 sources::GeneratorSettings::kRateMax));
  }
  if (running) pipeline.set_generator_running(*running);
  return std::nullopt;
}

}  // namespace

void bind_stream(Handlers& handlers, PipelineControl& pipeline, LiveChannel& channel) {
  const auto answer = [&channel](const Call& call, server::Responder& respond) {
    respond(server::json_response(200, channel.pipeline_json(call.identity.tenant)));
  };
  handlers[Endpoint::stream_read] = [answer](const Call& call, server::Responder respond) { answer(call, respond); };
  handlers[Endpoint::stream_start] = [answer, &pipeline](const Call& call, server::Responder respond) {
    pipeline.set_running(true);
    answer(call, respond);
  };
  handlers[Endpoint::stream_stop] = [answer, &pipeline](const Call& call, server::Responder respond) {
    pipeline.set_running(false);
    answer(call, respond);
  };
  handlers[Endpoint::stream_generator] = [answer, &pipeline](const Call& call, server::Responder respond) {
    if (auto bad = change_generator(pipeline, call.request.body)) return respond(std::move(*bad));
    answer(call, respond);
  };
}

}  // namespace shrike::api
