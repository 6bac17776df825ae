// /session: signing in and out of the dashboard.
#include <fmt/core.h>

#include "answers.hpp"
#include "branding.hpp"
#include "cookies.hpp"
#include "shrike/access/sign_in.hpp"
#include "shrike/api/auditor.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::api {

std::string session_cookie(std::string_view token, TimeUs lifetime_us, bool https) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}",
                     https ? kHostSessionCookie : kSessionCookie, token, lifetime_us / kSecondUs,
                     https ? "; Secure" : "");
}

namespace {

using Kind = access::SignIn::Outcome::Kind;

std::string session_json(const access::Access& access, const access::Identity& identity, TimeUs expires_at_us) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("role", to_string(identity.role));
  out.field("tenant", identity.tenant);
  out.field("name", identity.name);
  out.field_or_null("expires_at", expires_at_us == 0 ? "" : format_time(expires_at_us));
  out.key("totp");
  const auto person = access.user_of(identity);
  person ? out.value(person->totp_on) : out.null();
  write_branding(out, access.tenant(identity.tenant).value_or(store::Tenant()));
  out.end_object();
  return body;
}

server::Response locked(TimeUs left_us) {
  const TimeUs seconds = left_us / kSecondUs + 1;
  const TimeUs minutes = (seconds + 59) / 60;
  server::Response response = server::problem(
      429, fmt::format("Too many failed sign-ins: try again in {} minute{}.", minutes, minutes == 1 ? "" : "s"));
  response.headers.emplace_back("Retry-After", fmt::format("{}", seconds));
  return response;
}

/// Everything that signing in needs. I/O thread.
class Door {
 public:
  Door(access::Access& access, access::SignIn& sign_in, Auditor& auditor, const Clock& clock)
      : access_(access), sign_in_(sign_in), auditor_(auditor), clock_(clock) {}

  void open(Call call, server::Responder respond) {
    auto read = read_members(call.request.body, {"key", "login", "name", "password", "code"});
    if (auto* refused = std::get_if<server::Response>(&read)) return respond(std::move(*refused));
    const auto& members = std::get<JsonMembers>(read);
    const auto key = members.text_as_sent("key");
    const auto login = members.text_as_sent("login");
    const auto name = members.text("name");
    if (int(key.has_value()) + int(login.has_value()) + int(name.has_value()) != 1)
      return respond(bad_field("/key", "required", "expected one of key, login, or name with password, as a string"));
    const std::string& address = call.request.head.remote_address;
    if (const TimeUs left_us = sign_in_.throttle().locked_us(place(address)); left_us > 0)
      return respond(locked(left_us));
    if (name) return open_by_password(std::move(call), members, *name, std::move(respond));
    const auto session = login ? access_.open_with_login(*login, address) : access_.open_with_key(*key, address);
    auditor_.session(call.request.head, session ? session->identity : access::Identity{}, "session.open", session.ok());
    if (session) return respond(opened(*session, call.https));
    if (session.error().kind != ErrorKind::denied) return respond(failure(session.error()));
    sign_in_.throttle().fail(place(address));
    respond(server::problem(401, session.error().message));
  }

 private:
  static std::string place(const std::string& address) { return "address " + access::address_group(address); }

  [[nodiscard]] server::Response opened(const access::Access::Session& session, bool https) const {
    server::Response response =
        server::json_response(200, session_json(access_, session.identity, session.expires_at_us));
    response.headers.emplace_back("Set-Cookie",
                                  session_cookie(session.token, session.expires_at_us - clock_.now_us(), https));
    return response;
  }

  void open_by_password(Call call, const JsonMembers& members, const std::string& name, server::Responder respond) {
    const std::string by_name = "name " + name.substr(0, 128);
    if (const TimeUs left_us = sign_in_.throttle().locked_us(by_name); left_us > 0) return respond(locked(left_us));
    const auto password = members.text_as_sent("password");
    if (!password) return respond(bad_field("/password", "required", "expected a string"));
    auto waiting = std::make_shared<server::Responder>(std::move(respond));
    access::SignIn::Attempt attempt{name, *password, members.text_as_sent("code").value_or(""),
                                    call.request.head.remote_address};
    sign_in_.submit(std::move(attempt), [this, waiting, by_name, name, https = call.https,
                                         head = std::move(call.request.head)](const access::SignIn::Outcome& outcome) {
      (*waiting)(answer(outcome, head, https, name, by_name));
    });
  }

  server::Response answer(const access::SignIn::Outcome& outcome, const server::RequestHead& head, bool https,
                          const std::string& name, const std::string& by_name) {
    if (outcome.kind == Kind::busy) return busy("too many people are signing in");
    if (outcome.kind == Kind::code_needed)
      return server::problem(401, "Unauthorized", "This user also needs the code of the authenticator app.",
                             {{"/code", "required", "expected six digits"}});
    const bool fine = outcome.kind == Kind::opened;
    access::Identity who = fine ? outcome.session.identity : access::Identity{};
    who.name = name.substr(0, 128);
    // So that the people of a tenant see who tries the names of theirs; of other names the operator sees it.
    if (const auto user = fine ? std::nullopt : access_.user(name)) who.tenant = user->tenant;
    auditor_.session(head, who, "session.open", fine);
    if (fine) {
      sign_in_.throttle().succeed(by_name);
      return opened(outcome.session, https);
    }
    sign_in_.throttle().fail(by_name);
    sign_in_.throttle().fail(place(head.remote_address));
    return server::problem(401, "The name, the password or the code is wrong.");
  }

  access::Access& access_;
  access::SignIn& sign_in_;
  Auditor& auditor_;
  const Clock& clock_;
};

}  // namespace

void bind_session(Handlers& handlers, access::Access& access, access::SignIn& sign_in, Auditor& auditor,
                  const Clock& clock) {
  auto door = std::make_shared<Door>(access, sign_in, auditor, clock);
  handlers[Endpoint::session_open] = [door](Call call, server::Responder respond) {
    door->open(std::move(call), std::move(respond));
  };
  handlers[Endpoint::session_read] = [&access](Call call, server::Responder respond) {
    const auto session = access.by_session(session_token(call.request.head, call.https));
    respond(server::json_response(200, session_json(access, call.identity, session ? session->expires_at_us : 0)));
  };
  handlers[Endpoint::session_close] = [&access, &auditor](Call call, server::Responder respond) {
    if (call.identity.role != access::Role::none)
      auditor.session(call.request.head, call.identity, "session.close", true);
    access.close_session(session_token(call.request.head, call.https));
    server::Response response;
    response.status = 204;
    response.headers.emplace_back("Set-Cookie", session_cookie("", 0, call.https));
    respond(std::move(response));
  };
}

}  // namespace shrike::api
