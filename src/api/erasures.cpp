// /erasures: a person's data are destroyed, and what was destroyed is certified.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "answers.hpp"
#include "paging.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::api {

namespace {

using nlohmann::json;
constexpr std::size_t kReasonBytesMax = 500;
constexpr int kDepthMax = 2;

void write_erasure(JsonWriter& out, const store::Erasure& erasure) {
  out.begin_object();
  out.field("id", erasure.id);
  out.field("erased_at", format_time(erasure.erased_at_us));
  out.field("kind", erasure.kind);
  out.field("subject", erasure.subject);
  out.field("reason", erasure.reason);
  out.field("by", erasure.by);
  out.key("rows");
  out.begin_object();
  for (const auto& [table, count] : erasure.counts) out.field(table, std::uint64_t{count});
  out.end_object();
  out.field("log_to", std::uint64_t{erasure.log_to});
  out.key("audit");
  out.begin_object();
  out.field("seq", erasure.audit_seq);
  out.field("hash", erasure.audit_hash);
  out.end_object();
  out.end_object();
}

server::Response certificate(const store::Erasure& erasure) {
  std::string body;
  JsonWriter out(body);
  write_erasure(out, erasure);
  return server::json_response(200, std::move(body));
}

server::Response page_response(const store::ErasurePage& page) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (const auto& erasure : page.rows) write_erasure(out, erasure);
  out.end_array();
  out.field_or_null("next_cursor", page.next_cursor.value_or(""));
  out.end_object();
  return server::json_response(200, std::move(body));
}

std::string text_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

using Bad = std::optional<server::Response>;

Bad check_members(const json& object, std::string_view pointer, std::initializer_list<std::string_view> names) {
  for (const auto& [name, value] : object.items()) {
    if (std::ranges::find(names, name) == names.end())
      return bad_field(std::string(pointer) + "/" + name.substr(0, 64), "unknown_field",
                       "expected entity with kind and id, and reason");
  }
  return std::nullopt;
}

/// A small body with one object in it.
Bad read_wish(std::string_view text, const sources::CardTokeniser& tokeniser, store::Subject& subject,
              std::string& reason) {
  const auto shallow = [](int depth, json::parse_event_t, json&) { return depth <= kDepthMax; };
  const json body = json::parse(text, shallow, false);
  if (body.is_discarded()) return rejected({true, {{"", "json_syntax", "expected valid JSON"}}});
  if (!body.is_object()) return bad_field("", "type", "expected an object");
  if (auto bad = check_members(body, "", {"entity", "reason"})) return bad;
  const auto entity = body.find("entity");
  if (entity == body.end() || !entity->is_object())
    return bad_field("/entity", "required", "expected an object with kind and id");
  if (auto bad = check_members(*entity, "/entity", {"kind", "id"})) return bad;
  const auto kind = domain::entity_kind_from(text_of(*entity, "kind"));
  using enum domain::EntityKind;
  if (!kind || *kind == merchant || *kind == terminal)
    return bad_field("/entity/kind", "format", "expected customer, card, phone, device or ip");
  subject.kind = *kind;
  subject.value = tokeniser.tokenise(text_of(*entity, "id"));
  if (subject.value.empty() || subject.value.size() > sources::kIdBytesMax)
    return bad_field("/entity/id", "required", "expected a text of 1 to 128 bytes");
  reason = sources::CardTokeniser::mask(text_of(body, "reason"));
  if (reason.empty() || reason.size() > kReasonBytesMax)
    return bad_field("/reason", "required", "expected a text of 1 to 500 bytes, without personal data");
  return std::nullopt;
}

}  // namespace

void bind_erasures(Handlers& handlers, QueryDesk& queries, const sources::CardTokeniser& tokeniser, Erase erase) {
  handlers[Endpoint::erasure_create] = [&tokeniser, erase = std::move(erase)](Call call, server::Responder respond) {
    store::Subject subject{call.identity.tenant, {}, {}};
    std::string reason;
    if (auto bad = read_wish(call.request.body, tokeniser, subject, reason)) return respond(std::move(*bad));
    auto waiting = std::make_shared<server::Responder>(std::move(respond));
    erase(std::move(subject), std::move(reason), call.identity.name, [waiting](const Result<store::Erasure>& done) {
      (*waiting)(done ? certificate(*done) : failure(done.error()));
    });
  };
  handlers[Endpoint::erasures_list] = [&queries](Call call, server::Responder respond) {
    store::PageRequest page;
    if (auto bad = read_page(call.request.head, page)) return respond(std::move(*bad));
    queries.ask(
        call.identity.tenant,
        [tenant = call.identity.tenant, page](store::Database& database) {
          const auto rows = store::list_erasures(database, tenant, page);
          return rows ? page_response(*rows) : failure(rows.error());
        },
        std::move(respond));
  };
}

}  // namespace shrike::api
