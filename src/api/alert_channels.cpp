// /alerts/channels: who is told, whether it works, and a way to try it.
#include "answers.hpp"
#include "shrike/alerts/outbound.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::api {

namespace {

constexpr std::size_t kAnswerShown = 1'000;  ///< bytes of what the receiver said

void write_status(JsonWriter& out, const alerts::ChannelStatus& status) {
  const auto time = [](TimeUs time_us) { return time_us == 0 ? std::string() : format_time(time_us); };
  out.begin_object();
  out.field("name", status.name);
  out.field("tenant", status.tenant);
  out.field("target", status.target);
  out.field("state", status.state);
  out.field_or_null("last_result", status.last_result);
  out.field_or_null("last_attempt_at", time(status.last_attempt_at_us));
  out.field_or_null("last_success_at", time(status.last_success_at_us));
  out.field("failures_in_a_row", status.failures);
  out.field("delivered", status.delivered);
  out.field("backlog", status.backlog);
  out.field("dead_letters", status.dead);
  out.end_object();
}

/// A tenant sees its own. The operator's people, who run them all, see all.
server::Response channels_response(const alerts::Outbound& outbound, const access::Identity& identity) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (const auto& status : outbound.channels()) {
    if (identity.is_operator() || status.tenant == identity.tenant) write_status(out, status);
  }
  out.end_array();
  out.end_object();
  return server::json_response(200, std::move(body));
}

server::Response test_response(const alerts::Answer& answer) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("delivered", answer.ok());
  out.key("status");
  answer.status == 0 ? out.null() : out.value(answer.status);
  out.field_or_null("answer", sources::CardTokeniser::mask(answer.body).substr(0, kAnswerShown));
  out.field_or_null("error", answer.error);
  out.end_object();
  return server::json_response(200, std::move(body));
}

}  // namespace

void bind_alert_channels(Handlers& handlers, alerts::Outbound& outbound, QueryDesk::Post post) {
  handlers[Endpoint::alert_channels] = [&outbound](const Call& call, server::Responder respond) {
    respond(channels_response(outbound, call.identity));
  };
  handlers[Endpoint::alert_channel_test] = [&outbound, post = std::move(post)](Call call, server::Responder respond) {
    // A std::function must be copyable, a Responder is not; it must also die on the I/O thread.
    auto waiting = std::make_shared<server::Responder>(std::move(respond));
    const std::string name(call.request.parameters.get("name"));
    const auto asked = outbound.test(call.identity.tenant, name, [waiting, post](const alerts::Answer& answer) {
      post([waiting, answer] { (*waiting)(test_response(answer)); });
    });
    if (!asked) (*waiting)(failure(asked.error()));
  };
}

}  // namespace shrike::api
