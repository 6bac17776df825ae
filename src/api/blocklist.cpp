// /blocklist: changes go through the eventlog, so that they count from the next event on and replay knows them.
#include "shrike/store/blocklist.hpp"
#include "answers.hpp"
#include "paging.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::api {

namespace {

constexpr std::size_t kReasonBytesMax = 500;

void write_entry(JsonWriter& out, const domain::BlocklistEntry& entry) {
  out.begin_object();
  out.field("kind", to_string(entry.kind));
  out.field("value", entry.value);
  out.field_or_null("reason", entry.reason);
  out.field("source", to_string(entry.source));
  out.field("added_at", format_time(entry.added_at_us));
  out.field_or_null("expires_at", entry.expires_at_us == 0 ? "" : format_time(entry.expires_at_us));
  out.end_object();
}

/// The change counts now; the list, which the store keeps, shows it a moment later.
server::Response changed_response(const domain::BlocklistEntry& entry) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("status", "accepted");
  out.key("entry");
  write_entry(out, entry);
  out.end_object();
  return server::json_response(202, std::move(body));
}

server::Response page_response(const store::BlocklistPage& page) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (const auto& entry : page.rows) write_entry(out, entry);
  out.end_array();
  out.field_or_null("next_cursor", page.next_cursor.value_or(""));
  out.end_object();
  return server::json_response(200, std::move(body));
}

std::optional<server::Response> read_key(const JsonMembers& members, domain::BlocklistEntry& entry) {
  const auto kind = domain::entity_kind_from(members.text("kind").value_or(""));
  if (!kind)
    return bad_field("/kind", "format", "expected one of card, customer, merchant, terminal, device, ip, phone");
  entry.kind = *kind;
  entry.value = members.text_as_sent("value").value_or("");
  if (entry.value.empty() || entry.value.size() > sources::kIdBytesMax)
    return bad_field("/value", "required", "expected a text of 1 to 128 bytes");
  return std::nullopt;
}

std::optional<server::Response> read_rest(const JsonMembers& members, TimeUs now_us, domain::BlocklistEntry& entry) {
  entry.reason = members.text("reason").value_or("");
  if (entry.reason.size() > kReasonBytesMax) return bad_field("/reason", "too_long", "expected at most 500 bytes");
  entry.added_at_us = now_us;
  const auto expires = members.text("expires_at");
  if (!expires || expires->empty()) return std::nullopt;
  const auto time_us = parse_time(*expires);
  if (!time_us) return bad_field("/expires_at", "format", time_us.error().message);
  entry.expires_at_us = *time_us;
  return std::nullopt;
}

/// Appends the change; the answer comes when it is durable and applied.
void submit(domain::Control::Action action, domain::BlocklistEntry entry, const Call& call, ReplyDesk& replies,
            TimeUs now_us, server::Responder respond) {
  domain::Event event;
  event.tenant = call.identity.tenant;
  event.time_us = now_us;
  event.ingested_at_us = now_us;
  event.body = domain::Control{action, entry};
  auto waiting = std::make_shared<server::Responder>(std::move(respond));
  replies.submit({std::move(event)}, [waiting, entry = std::move(entry)](const auto& applied) {
    (*waiting)(applied ? changed_response(entry) : failure(applied.error()));
  });
}

}  // namespace

void bind_blocklist(Handlers& handlers, QueryDesk& queries, const sources::CardTokeniser& tokeniser, ReplyDesk& replies,
                    const Clock& clock) {
  handlers[Endpoint::blocklist_list] = [&queries](Call call, server::Responder respond) {
    store::PageRequest page;
    if (auto bad = read_page(call.request.head, page)) return respond(std::move(*bad));
    queries.ask(
        [tenant = call.identity.tenant, page](store::Database& database) {
          const auto rows = store::list_blocked(database, tenant, page);
          return rows ? page_response(*rows) : failure(rows.error());
        },
        std::move(respond));
  };
  const auto change = [&tokeniser, &replies, &clock](domain::Control::Action action,
                                                     std::initializer_list<std::string_view> names, const Call& call,
                                                     server::Responder respond) {
    auto read = read_members(call.request.body, names);
    if (auto* refused = std::get_if<server::Response>(&read)) return respond(std::move(*refused));
    domain::BlocklistEntry entry;
    const auto& members = std::get<JsonMembers>(read);
    if (auto bad = read_key(members, entry)) return respond(std::move(*bad));
    entry.value = tokeniser.tokenise(entry.value);
    if (auto bad = read_rest(members, clock.now_us(), entry)) return respond(std::move(*bad));
    submit(action, std::move(entry), call, replies, clock.now_us(), std::move(respond));
  };
  handlers[Endpoint::blocklist_add] = [change](Call call, server::Responder respond) {
    change(domain::Control::Action::blocklist_add, {"kind", "value", "reason", "expires_at"}, call, std::move(respond));
  };
  handlers[Endpoint::blocklist_remove] = [change](Call call, server::Responder respond) {
    change(domain::Control::Action::blocklist_remove, {"kind", "value"}, call, std::move(respond));
  };
}

}  // namespace shrike::api
