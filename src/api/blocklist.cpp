// /blocklist: changes go through the eventlog, so that they count from the next event on and replay knows them.
#include "shrike/store/blocklist.hpp"
#include "answers.hpp"
#include "blocklist_entry.hpp"
#include "paging.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::api {

namespace {

void write_entry(JsonWriter& out, const domain::BlocklistEntry& entry) {
  out.begin_object();
  out.field("list", to_string(entry.list));
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

/// The refusal where a word is none that the filter knows.
std::optional<server::Response> read_filter(const server::RequestHead& head, store::ListFilter& filter) {
  const std::string_view list = head.query_value("list");
  filter.list = domain::entity_list_from(list);
  if (!filter.list && !list.empty()) return bad_field("list", "format", "expected block or allow");
  const std::string_view source = head.query_value("source");
  filter.source = domain::list_source_from(source);
  if (!filter.source && !source.empty()) return bad_field("source", "format", "expected automatic, analyst or rule");
  return std::nullopt;
}

/// Appends the change; the answer comes when it is durable and applied.
void submit(domain::Control::Action action, domain::BlocklistEntry entry, const Call& call, ReplyDesk& replies,
            TimeUs now_us, server::Responder respond) {
  domain::Event event = list_event(action, entry, call.identity.tenant, now_us);
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
    store::ListFilter filter;
    if (auto bad = read_filter(call.request.head, filter)) return respond(std::move(*bad));
    queries.ask(
        call.identity.tenant,
        [tenant = call.identity.tenant, page, filter](store::Database& database) {
          const auto rows = store::list_blocked(database, tenant, page, filter);
          return rows ? page_response(*rows) : failure(rows.error());
        },
        std::move(respond));
  };
  const auto change = [&tokeniser, &replies, &clock](domain::Control::Action action,
                                                     std::initializer_list<std::string_view> names, const Call& call,
                                                     server::Responder respond) {
    auto read = read_members(call.request.body, names);
    if (auto* refused = std::get_if<server::Response>(&read)) return respond(std::move(*refused));
    auto entry = EntryReader(tokeniser, clock.now_us()).read(std::get<JsonMembers>(read));
    if (auto* bad = std::get_if<sources::FieldError>(&entry))
      return respond(bad_field(bad->pointer, bad->code, bad->message));
    submit(action, std::get<domain::BlocklistEntry>(std::move(entry)), call, replies, clock.now_us(),
           std::move(respond));
  };
  handlers[Endpoint::blocklist_add] = [change](Call call, server::Responder respond) {
    change(domain::Control::Action::blocklist_add, {"list", "kind", "value", "source", "reason", "expires_at"}, call,
           std::move(respond));
  };
  handlers[Endpoint::blocklist_remove] = [change](Call call, server::Responder respond) {
    change(domain::Control::Action::blocklist_remove, {"list", "kind", "value"}, call, std::move(respond));
  };
}

}  // namespace shrike::api
