#include "shrike/api/api.hpp"

#include <fmt/core.h>

#include "cookies.hpp"
#include "shrike/api/auditor.hpp"
#include "shrike/server/problem.hpp"
#include "shrike/server/server.hpp"

namespace shrike::api {

namespace {

std::vector<server::Route> server_routes() {
  std::vector<server::Route> out;
  for (const RouteRow& row : routes()) out.push_back({row.method, row.path, static_cast<std::size_t>(row.endpoint)});
  return out;
}

access::Manner manner_of(server::Method method) {
  const bool reads =
      method == server::Method::get || method == server::Method::head || method == server::Method::options;
  return reads ? access::Manner::reads : access::Manner::changes;
}

server::Response unauthorised(std::string_view detail) {
  server::Response response = server::problem(401, detail);
  response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"shrike\"");
  return response;
}

std::string_view key_of(const server::RequestHead& head) {
  if (const auto key = head.header("X-API-KEY"); !key.empty()) return key;
  const std::string_view authorization = head.header("Authorization");
  constexpr std::string_view kBearer = "Bearer ";
  return authorization.starts_with(kBearer) ? authorization.substr(kBearer.size()) : std::string_view();
}

/// Browsers say where a request that changes something comes from; one that does not say is refused.
bool from_our_pages(const server::RequestHead& head) {
  const std::string_view site = head.header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin") return false;
  if (!server::origin_allowed(head, {})) return false;
  return !site.empty() || head.has_header("Origin");
}

}  // namespace

/// What on_head found out, kept for on_request.
struct Api::Passed {
  const RouteRow* row;
  Gate::Origin origin;
  access::Identity identity;
  Gate::Allowance allowance;
};

namespace {

/// Tells each answer what is left to whoever asked.
class AllowanceSink final : public server::ResponseSink {
 public:
  AllowanceSink(server::Responder respond, Gate::Allowance allowance)
      : respond_(std::move(respond)), allowance_(allowance) {}
  void respond(std::uint64_t, server::Response response) override {
    allowance_.add_headers(response);
    respond_(std::move(response));
  }

 private:
  server::Responder respond_;
  Gate::Allowance allowance_;
};

}  // namespace

Api::Api(Handlers handlers, access::Access& access, LiveClients& live, Auditor& auditor, Gate& gate)
    : handlers_(std::move(handlers)),
      access_(access),
      live_(live),
      auditor_(auditor),
      gate_(gate),
      router_(server_routes()) {
  for (const RouteRow& row : routes()) SHRIKE_ASSERT(row.endpoint == Endpoint::live || handlers_[row.endpoint]);
}

std::optional<server::Response> Api::authenticate(const server::RequestHead& head, Passed& passed) {
  const RouteRow& row = *passed.row;
  access::Identity& identity = passed.identity;
  if (const auto key = key_of(head); !key.empty()) {
    const auto known = access_.by_key(key, passed.origin.address);
    if (known) identity = *known;
    if (!known && row.least != access::Role::none)
      return unauthorised("This API key is not known here, was revoked or has expired.");
  } else if (const auto session = access_.by_session(session_token(head, passed.origin.https))) {
    // A browser sends the cookie by itself, so what changes something must come from our own pages.
    if (manner_of(row.method) == access::Manner::changes && !from_our_pages(head))
      return server::problem(403, "Requests from another site are refused.");
    identity = session->identity;
  }
  if (identity.role != access::Role::none && !access_.admits(identity.tenant, passed.origin.address)) {
    identity = {};
    if (row.least != access::Role::none)
      return server::problem(403, "This tenant takes no requests from this address.");
  }
  if (row.least == access::Role::none) return std::nullopt;
  if (identity.role == access::Role::none)
    return unauthorised("Send an API key in X-API-KEY or as a bearer token, or sign in.");
  if (!access::allows(identity.role, row.least, manner_of(row.method))) {
    return server::problem(
        403, fmt::format("This needs the role {}; yours is {}.", to_string(row.least), to_string(identity.role)));
  }
  if (is_operators(row.endpoint) && !identity.is_operator())
    return server::problem(403, "This is for the people who run the installation.");
  return std::nullopt;
}

/// The health of the server may always be asked for.
std::optional<server::Response> Api::admit(const server::RequestHead& head, Passed& passed) {
  const bool limited = passed.row->endpoint != Endpoint::health && passed.row->endpoint != Endpoint::ready;
  if (limited) {
    if (auto refused = gate_.limit_address(passed.origin.address, passed.allowance)) return refused;
  }
  if (auto refused = authenticate(head, passed)) {
    server::RequestHead seen = head;
    seen.remote_address = passed.origin.address;
    auditor_.denied(seen, passed.identity, passed.row->path, refused->status);
    return refused;
  }
  return limited ? gate_.limit_identity(passed.identity, passed.allowance) : std::nullopt;
}

server::HeadVerdict Api::on_head(const server::RequestHead& head) {
  if (head.path == "/") {
    server::Response response;
    response.status = 302;
    response.headers.emplace_back("Location", "/dashboard");
    return server::HeadVerdict::reject(std::move(response), "/");
  }
  server::Match match = router_.match(head.method, head.path);
  if (match.outcome != server::Match::Outcome::found) return server::HeadVerdict::reject(server::refusal(match));
  const RouteRow& row = routes()[match.index];
  auto passed = std::make_shared<Passed>(Passed{&row, gate_.origin_of(head), {}, {}});
  if (auto refused = admit(head, *passed)) {
    passed->allowance.add_headers(*refused);
    return server::HeadVerdict::reject(std::move(*refused), row.path);
  }
  if (row.endpoint == Endpoint::live) {
    if (head.upgrade_websocket) return server::HeadVerdict::websocket(row.path, std::move(passed));
    server::Response response = server::problem(426, "This is a WebSocket.");
    response.headers.emplace_back("Upgrade", "websocket");
    return server::HeadVerdict::reject(std::move(response), row.path);
  }
  auto verdict = server::HeadVerdict::accept(row.path, row.body_limit_bytes, row.content_types);
  verdict.parameters = std::move(match.parameters);
  verdict.context = std::move(passed);
  return verdict;
}

void Api::on_request(server::Request request, server::Responder respond) {
  const auto passed = std::static_pointer_cast<const Passed>(request.context);
  const Handler& handler = handlers_[passed->row->endpoint];
  request.head.remote_address = passed->origin.address;
  Call call{std::move(request), passed->identity, passed->origin.https};
  if (passed->allowance.tightest)
    respond = server::Responder(std::make_shared<AllowanceSink>(std::move(respond), passed->allowance), 0);
  if (const AuditedAct* act = audited_act(passed->row->endpoint))
    return auditor_.carry_out(*act, handler, std::move(call), std::move(respond));
  handler(std::move(call), std::move(respond));
}

void Api::on_socket_open(std::shared_ptr<server::WebSocketConnection> connection) {
  const auto passed = std::static_pointer_cast<const Passed>(connection->context());
  live_.join(std::move(connection), passed->identity, passed->origin.address);
}

void Api::on_socket_text(const std::shared_ptr<server::WebSocketConnection>& connection, std::string_view text) {
  live_.text(connection, text);
}

void Api::on_socket_close(const std::shared_ptr<server::WebSocketConnection>& connection, std::uint16_t) {
  live_.leave(connection);
}

}  // namespace shrike::api
