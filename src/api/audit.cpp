// /audit: reading the audit chain, and whether it is still what was written.
#include <fmt/format.h>

#include "answers.hpp"
#include "paging.hpp"
#include "shrike/access/audit_json.hpp"
#include "shrike/access/audit_verifier.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::api {

namespace {

server::Response page_response(const store::AuditPage& page) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("data");
  out.begin_array();
  for (const store::AuditRow& row : page.rows) access::write_audit_row(out, row);
  out.end_array();
  out.field_or_null("next_cursor", page.next_cursor.value_or(""));
  out.end_object();
  return server::json_response(200, std::move(body));
}

/// One row a line; the cursor of the next page is in a header.
server::Response lines_response(const store::AuditPage& page) {
  server::Response response;
  response.content_type = "application/x-ndjson";
  for (const store::AuditRow& row : page.rows) response.body += access::audit_line(row);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"audit.ndjson\"");
  if (page.next_cursor) response.headers.emplace_back("X-Next-Cursor", *page.next_cursor);
  return response;
}

/// A wrong value, or nullopt.
std::optional<server::Response> read_time(const server::RequestHead& head, const char* name,
                                          std::optional<TimeUs>& out) {
  const std::string_view text = head.query_value(name);
  if (text.empty()) return std::nullopt;
  const auto time_us = parse_time(text);
  if (!time_us) return bad_field(name, "format", time_us.error().message);
  out = *time_us;
  return std::nullopt;
}

std::optional<server::Response> read_filter(const Call& call, store::AuditFilter& filter) {
  const server::RequestHead& head = call.request.head;
  filter.tenant = call.identity.tenant;
  filter.nobodys = call.identity.is_operator();
  filter.actor = head.query_value("actor");
  filter.action = head.query_value("action");
  if (auto bad = read_time(head, "from", filter.from_us)) return bad;
  if (auto bad = read_time(head, "to", filter.to_us)) return bad;
  return read_page(head, filter.page);
}

void list(QueryDesk& queries, const Call& call, server::Responder respond) {
  store::AuditFilter filter;
  if (auto bad = read_filter(call, filter)) return respond(std::move(*bad));
  const std::string_view format = call.request.head.query_value("format");
  if (!format.empty() && format != "json" && format != "ndjson")
    return respond(bad_field("format", "format", "expected json or ndjson"));
  queries.ask(
      filter.nobodys ? std::string(store::kAllTenants) : call.identity.tenant,
      [filter, lines = format == "ndjson"](store::Database& database) {
        const auto page = store::list_audit(database, filter);
        if (!page) return failure(page.error());
        return lines ? lines_response(*page) : page_response(*page);
      },
      std::move(respond));
}

/// A step at a time, so that other queries find their turn between.
void verify_on(QueryDesk& queries, std::shared_ptr<access::AuditVerifier> verifier, server::Responder respond) {
  queries.ask_then(
      std::string(store::kAllTenants),  // the chain is one
      [&queries, verifier](store::Database& database) -> QueryDesk::Follow {
        const auto done = verifier->step(database);
        return [&queries, verifier, done](server::Responder answer) {
          if (!done) return answer(failure(done.error()));
          if (!*done) return verify_on(queries, verifier, std::move(answer));
          answer(server::json_response(200, access::report_json(verifier->report())));
        };
      },
      std::move(respond));
}

}  // namespace

void bind_audit(Handlers& handlers, QueryDesk& queries) {
  handlers[Endpoint::audit_list] = [&queries](Call call, server::Responder respond) {
    list(queries, call, std::move(respond));
  };
  handlers[Endpoint::audit_verify] = [&queries](Call call, server::Responder respond) {
    std::optional<store::AuditAnchor> anchor;
    if (const auto text = call.request.head.query_value("anchor"); !text.empty()) {
      const auto read = access::parse_anchor(text);
      if (!read) return respond(bad_field("anchor", "format", read.error().message));
      anchor = *read;
    }
    verify_on(queries, std::make_shared<access::AuditVerifier>(anchor), std::move(respond));
  };
}

}  // namespace shrike::api
