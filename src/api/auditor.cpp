#include "shrike/api/auditor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "answers.hpp"
#include "shrike/base/diag.hpp"
#include "shrike/sources/ingest.hpp"

namespace shrike::api {

namespace {

using json = nlohmann::json;

constexpr std::size_t kReadBodyMax = 64 * 1024;
constexpr std::size_t kValueBytesMax = 200;

constexpr std::array kActs{
    AuditedAct{Endpoint::decision_label, "decision.label", "label source"},
    AuditedAct{Endpoint::blocklist_add, "blocklist.add", "list kind value source expires_at"},
    AuditedAct{Endpoint::blocklist_remove, "blocklist.remove", "list kind value"},
    AuditedAct{Endpoint::blocklist_import, "blocklist.import", ""},
    AuditedAct{Endpoint::erasure_create, "erasure.create", ""},
    AuditedAct{Endpoint::erasures_list, "erasure.list", ""},
    AuditedAct{Endpoint::alert_acknowledge, "alert.acknowledge", ""},
    AuditedAct{Endpoint::alert_resolve, "alert.resolve", ""},
    AuditedAct{Endpoint::alert_channel_test, "alert.channel_test", ""},
    AuditedAct{Endpoint::silence_add, "silence.add", "type severity until"},
    AuditedAct{Endpoint::silence_end, "silence.end", ""},
    AuditedAct{Endpoint::case_change, "case.change", "version assigned_to snoozed_until state outcome note"},
    AuditedAct{Endpoint::model_activate, "model.activate", "version note"},
    AuditedAct{Endpoint::model_challenge, "model.challenge", "version share_percent note"},
    AuditedAct{Endpoint::retrain, "model.retrain", "source days"},
    AuditedAct{Endpoint::threshold_set, "threshold.set", "about review_from note"},
    AuditedAct{Endpoint::stream_start, "stream.start", ""},
    AuditedAct{Endpoint::stream_stop, "stream.stop", ""},
    AuditedAct{Endpoint::stream_generator, "stream.generator", "running rate"},
    AuditedAct{Endpoint::audit_list, "audit.read", ""},
    AuditedAct{Endpoint::audit_verify, "audit.verify", ""},
    AuditedAct{Endpoint::totp_begin, "totp.begin", ""},
    AuditedAct{Endpoint::totp_confirm, "totp.confirm", ""},
    AuditedAct{Endpoint::keys_list, "key.list", ""},
    AuditedAct{Endpoint::key_create, "key.create", "role label expires_at addresses"},
    AuditedAct{Endpoint::key_rotate, "key.rotate", "overlap_seconds"},
    AuditedAct{Endpoint::key_revoke, "key.revoke", ""},
    AuditedAct{Endpoint::users_list, "user.list", ""},
    AuditedAct{Endpoint::user_create, "user.create", "name role"},
    AuditedAct{Endpoint::user_change, "user.change", "role disabled totp"},
    AuditedAct{Endpoint::sessions_list, "session.list", ""},
    AuditedAct{Endpoint::session_end, "session.end", ""},
    AuditedAct{Endpoint::tenants_list, "tenant.list", ""},
    AuditedAct{Endpoint::tenant_create, "tenant.create", "id name"},
    AuditedAct{Endpoint::tenant_change, "tenant.change", "name state"},
    AuditedAct{Endpoint::settings_change, "settings.change", ""},
    AuditedAct{Endpoint::own_password, "password.change", ""},
};

bool has_word(std::string_view words, std::string_view word) {
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (words.substr(at, end - at) == word) return true;
    at = end + 1;
  }
  return false;
}

/// The object itself, without what is nested: copying that would take as much stack.
json plain_members(std::string_view body) {
  if (body.size() > kReadBodyMax) return json::object();
  const auto shallow = [](int depth, json::parse_event_t, json&) { return depth <= 1; };
  json out = json::parse(body, shallow, false);
  return out.is_object() ? out : json::object();
}

std::string shown(std::string_view text) {
  std::string out = sources::CardTokeniser::mask(text);
  if (out.size() > kValueBytesMax) out.resize(kValueBytesMax);
  return out;
}

/// Rows of the chain are for ever, so persons stand there as pseudonyms, and nothing that somebody wrote about them.
std::string pseudonym_of(const json& body, const std::string& tenant, const sources::CardTokeniser& tokeniser) {
  const json kind = body.value("kind", json());
  const auto known = kind.is_string() ? domain::entity_kind_from(kind.get<std::string>()) : std::nullopt;
  const std::string value = tokeniser.tokenise(body["value"].get<std::string>());
  if (known == domain::EntityKind::card)
    return "…" + value.substr(value.size() - std::min<std::size_t>(4, value.size()));
  return tokeniser.pseudonym(tenant, known.value_or(domain::EntityKind::phone), value);
}

json detail_of(const AuditedAct& act, const server::Request& request, const std::string& tenant,
               const sources::CardTokeniser& tokeniser) {
  json out = json::object();
  if (request.body.size() > kReadBodyMax) out["bytes"] = request.body.size();
  const json body = plain_members(request.body);
  for (const auto& [name, value] : body.items()) {
    if (!has_word(act.members, name) || value.is_structured()) continue;
    if (name == "value" && value.is_string()) {
      out[name] = pseudonym_of(body, tenant, tokeniser);
    } else {
      out[name] = value.is_string() ? json(shown(value.get<std::string>())) : value;
    }
  }
  for (const auto& [name, value] : request.head.query) out["query"][shown(name)] = shown(value);
  return out;
}

std::string text_of(const json& detail) { return detail.dump(-1, ' ', false, json::error_handler_t::replace); }

std::string_view outcome_of(int status) { return status < 400 ? "done" : status < 500 ? "refused" : "failed"; }

/// Sees the answer on its way to the client.
class OutcomeSink final : public server::ResponseSink {
 public:
  OutcomeSink(server::Responder respond, std::function<void(int)> tell)
      : respond_(std::move(respond)), tell_(std::move(tell)) {}
  void respond(std::uint64_t, server::Response response) override {
    tell_(response.status);
    respond_(std::move(response));
  }

 private:
  server::Responder respond_;
  std::function<void(int)> tell_;
};

}  // namespace

const AuditedAct* audited_act(Endpoint endpoint) {
  const auto* const found = std::ranges::find(kActs, endpoint, &AuditedAct::endpoint);
  return found == kActs.end() ? nullptr : found;
}

Auditor::Auditor(access::AuditTrail& trail, const sources::CardTokeniser& tokeniser, const Clock& clock, Post post)
    : trail_(trail),
      tokeniser_(tokeniser),
      clock_(clock),
      post_(std::move(post)),
      denials_(clock, [this](store::AuditEntry entry) { trail_.record(std::move(entry)); }) {}

store::AuditEntry Auditor::entry_of(const server::RequestHead& head, const access::Identity& who) const {
  store::AuditEntry entry;
  entry.time_us = clock_.now_us();
  entry.tenant = who.tenant;
  entry.actor = who.name;
  entry.role = to_string(who.role);
  entry.address = head.remote_address;
  return entry;
}

void Auditor::carry_out(const AuditedAct& act, const Handler& handler, Call call, server::Responder respond) {
  const server::Method method = call.request.head.method;
  const bool reads = method == server::Method::get || method == server::Method::head;
  store::AuditEntry intent = entry_of(call.request.head, call.identity);
  intent.action = act.action;
  intent.object = shown(call.request.parameters.get("id"));
  intent.outcome = reads ? "read" : "begun";
  intent.detail = text_of(detail_of(act, call.request, call.identity.tenant, tokeniser_));
  // A std::function must be copyable, a Call and a Responder are kept where they are.
  auto waiting = std::make_shared<server::Responder>(std::move(respond));
  auto kept = std::make_shared<Call>(std::move(call));
  const TimeUs asked_us = clock_.steady_us();
  trail_.write(intent, [=, this, &handler](Result<std::int64_t> written) {
    post_([=, this, &handler] {
      const bool late = clock_.steady_us() - asked_us > kPatienceUs;
      if (!written) return (*waiting)(busy(written.error().message + ", so nothing was done"));
      if (late) return (*waiting)(busy("the audit record took too long, so nothing was done"));
      if (reads) return handler(std::move(*kept), std::move(*waiting));
      proceed(intent, *written, handler, std::move(*kept), std::move(*waiting));
    });
  });
}

void Auditor::proceed(store::AuditEntry intent, std::int64_t seq, const Handler& handler, Call call,
                      server::Responder respond) {
  call.made = std::make_shared<std::string>();
  const auto tell = [this, intent = std::move(intent), seq, made = call.made](int status) mutable {
    if (!made->empty()) intent.object = *made;
    intent.time_us = clock_.now_us();
    intent.outcome = outcome_of(status);
    intent.detail = fmt::format(R"({{"begun":{},"status":{}}})", seq, status);
    trail_.record(std::move(intent));
  };
  handler(std::move(call), server::Responder(std::make_shared<OutcomeSink>(std::move(respond), tell), 0));
}

void Auditor::denied(const server::RequestHead& head, const access::Identity& who, std::string_view route, int status) {
  store::AuditEntry entry = entry_of(head, who);
  entry.action = "denied";
  entry.object = fmt::format("{} {}", to_string(head.method), route);
  entry.outcome = "denied";
  entry.detail = fmt::format(R"({{"status":{}}})", status);
  denials_.note(std::move(entry));
}

void Auditor::session(const server::RequestHead& head, const access::Identity& who, std::string_view action,
                      bool done) {
  store::AuditEntry entry = entry_of(head, who);
  entry.action = action;
  entry.outcome = done ? "done" : "denied";
  if (done) return trail_.record(std::move(entry));
  entry.object = entry.actor;  // so that each name that was tried has a row of its own
  denials_.note(std::move(entry));
}

}  // namespace shrike::api
