// /session: signing in and out of the dashboard.
#include <fmt/core.h>

#include "answers.hpp"
#include "cookies.hpp"
#include "shrike/api/auditor.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::api {

std::string session_cookie(std::string_view token, TimeUs lifetime_us) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}", kSessionCookie, token,
                     lifetime_us / kSecondUs);
}

namespace {

std::string session_json(const access::Identity& identity, TimeUs expires_at_us) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("role", to_string(identity.role));
  out.field("tenant", identity.tenant);
  out.field_or_null("expires_at", expires_at_us == 0 ? "" : format_time(expires_at_us));
  out.end_object();
  return body;
}

server::Response open_session(access::Access& access, Auditor& auditor, const Clock& clock,
                              const server::Request& request) {
  auto read = read_members(request.body, {"key", "login"});
  if (auto* refused = std::get_if<server::Response>(&read)) return std::move(*refused);
  const auto& members = std::get<JsonMembers>(read);
  const auto key = members.text("key");
  const auto login = members.text("login");
  if (key.has_value() == login.has_value())
    return bad_field("/key", "required", "expected either key or login, as a string");
  const auto session = login ? access.open_with_login(*login) : access.open_with_key(*key);
  auditor.session(request.head, session ? session->identity : access::Identity{}, "session.open", session.ok());
  if (!session)
    return session.error().kind == ErrorKind::denied ? server::problem(401, session.error().message)
                                                     : failure(session.error());
  server::Response response = server::json_response(200, session_json(session->identity, session->expires_at_us));
  response.headers.emplace_back("Set-Cookie", session_cookie(session->token, session->expires_at_us - clock.now_us()));
  return response;
}

}  // namespace

void bind_session(Handlers& handlers, access::Access& access, Auditor& auditor, const Clock& clock) {
  handlers[Endpoint::session_open] = [&access, &auditor, &clock](Call call, server::Responder respond) {
    respond(open_session(access, auditor, clock, call.request));
  };
  handlers[Endpoint::session_read] = [&access](Call call, server::Responder respond) {
    const auto session = access.by_session(call.request.head.cookie(kSessionCookie));
    respond(server::json_response(200, session_json(call.identity, session ? session->expires_at_us : 0)));
  };
  handlers[Endpoint::session_close] = [&access, &auditor](Call call, server::Responder respond) {
    if (call.identity.role != access::Role::none)
      auditor.session(call.request.head, call.identity, "session.close", true);
    access.close_session(call.request.head.cookie(kSessionCookie));
    server::Response response;
    response.status = 204;
    response.headers.emplace_back("Set-Cookie", session_cookie("", 0));
    respond(std::move(response));
  };
}

}  // namespace shrike::api
