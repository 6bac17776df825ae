// /sessions: who is signed in, and signing others out.
#include "answers.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::api {

namespace {

std::string list_json(const std::vector<access::Access::SessionView>& sessions) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (const auto& session : sessions) {
    out.begin_object();
    out.field("id", session.id);
    out.field("name", session.identity.name);
    out.field("role", to_string(session.identity.role));
    out.field("address", session.address);
    out.field("opened_at", format_time(session.opened_at_us));
    out.field("used_at", format_time(session.used_at_us));
    out.field("expires_at", format_time(session.expires_at_us));
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return body;
}

}  // namespace

void bind_sessions(Handlers& handlers, access::Access& access) {
  handlers[Endpoint::sessions_list] = [&access](Call call, server::Responder respond) {
    respond(server::json_response(200, list_json(access.sessions(call.identity.tenant))));
  };
  handlers[Endpoint::session_end] = [&access](Call call, server::Responder respond) {
    const std::string id(call.request.parameters.get("id"));
    if (!access.close_session_by_id(call.identity.tenant, id))
      return respond(server::problem(404, "There is no session with this id."));
    server::Response ok;
    ok.status = 204;
    respond(std::move(ok));
  };
}

}  // namespace shrike::api
