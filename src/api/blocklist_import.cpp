// POST /blocklist/import: many entries in one request, as NDJSON or CSV. A bad row does not stop the rest.
#include <fmt/core.h>

#include <algorithm>
#include <sstream>

#include "answers.hpp"
#include "blocklist_entry.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/csv.hpp"
#include "shrike/base/json_writer.hpp"

namespace shrike::api {

namespace {

struct BadRow {
  std::size_t line;
  sources::FieldError error;
};

struct Import {
  std::vector<domain::BlocklistEntry> entries;
  std::vector<BadRow> rejected;
  [[nodiscard]] std::size_t rows() const { return entries.size() + rejected.size(); }
};

using Refusal = std::optional<server::Response>;

Refusal too_many() {
  return bad_field("", "too_long", fmt::format("expected at most {} rows", sources::kBulkEventsMax));
}

void take(Import& import, std::size_t line, const JsonMembers& members, const EntryReader& reader) {
  auto read = reader.read(members);
  if (auto* entry = std::get_if<domain::BlocklistEntry>(&read)) {
    import.entries.push_back(std::move(*entry));
  } else {
    import.rejected.push_back({line, std::get<sources::FieldError>(std::move(read))});
  }
}

Refusal read_lines(std::string_view body, const EntryReader& reader, Import& import) {
  for (std::size_t line = 1; !body.empty(); ++line) {
    const std::size_t end = std::min(body.find('\n'), body.size());
    const std::string_view text = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (import.rows() == sources::kBulkEventsMax) return too_many();
    auto members = parse_members(text, kEntryMembers);
    if (auto* bad = std::get_if<sources::FieldError>(&members)) {
      import.rejected.push_back({line, std::move(*bad)});
    } else {
      take(import, line, std::get<JsonMembers>(members), reader);
    }
  }
  return std::nullopt;
}

/// The header names the columns as NDJSON names its members.
Refusal read_csv(const std::string& body, const EntryReader& reader, Import& import) {
  std::istringstream in(body);
  CsvReader csv(in);
  std::vector<std::string> header;
  std::vector<std::string> row;
  if (csv.next(header) != CsvReader::Status::record)
    return bad_field("", "required", "expected a line of column names");
  for (const std::string& name : header) {
    if (std::ranges::find(kEntryMembers, name) == std::end(kEntryMembers))
      return bad_field("/" + name, "unknown_field",
                       "expected columns of list, kind, value, source, reason, expires_at");
  }
  for (auto status = csv.next(row); status != CsvReader::Status::end; status = csv.next(row)) {
    if (status == CsvReader::Status::record && row.size() == 1 && row[0].empty()) continue;
    if (import.rows() == sources::kBulkEventsMax) return too_many();
    if (status == CsvReader::Status::bad || row.size() != header.size()) {
      import.rejected.push_back({csv.line(), { "", "csv_syntax", "expected as many fields as there are columns" }});
      continue;
    }
    JsonMembers members;
    for (std::size_t at = 0; at < row.size(); ++at) {
      if (!row[at].empty()) members.members.push_back({header[at], row[at]});
    }
    take(import, csv.line(), members, reader);
  }
  return std::nullopt;
}

server::Response import_response(const Import& import, std::size_t accepted) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("accepted", std::uint64_t{accepted});
  out.field("rejected", std::uint64_t{import.rejected.size()});
  out.key("rejections");
  out.begin_array();
  for (const BadRow& row : import.rejected) {
    out.begin_object();
    out.field("line", std::uint64_t{row.line});
    out.field("pointer", row.error.pointer);
    out.field("code", row.error.code);
    out.field("message", row.error.message);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return server::json_response(202, std::move(body));
}

void import_rows(Call call, const sources::CardTokeniser& tokeniser, ReplyDesk& replies, TimeUs now_us,
                 server::Responder respond) {
  if (replies.turns_away()) return respond(failure(ReplyDesk::full()));
  const EntryReader reader(tokeniser, now_us);
  auto import = std::make_shared<Import>();
  const bool csv = call.request.head.header("Content-Type").starts_with("text/csv");
  auto refused = csv ? read_csv(call.request.body, reader, *import) : read_lines(call.request.body, reader, *import);
  if (refused) return respond(std::move(*refused));
  if (import->entries.empty()) return respond(import_response(*import, 0));
  std::vector<domain::Event> events;
  for (domain::BlocklistEntry& entry : import->entries)
    events.push_back(
        list_event(domain::Control::Action::blocklist_add, std::move(entry), call.identity.tenant, now_us));
  auto waiting = std::make_shared<server::Responder>(std::move(respond));
  const std::size_t count = events.size();
  replies.submit(std::move(events), [waiting, import, count](const auto& applied) {
    (*waiting)(applied ? import_response(*import, count) : failure(applied.error()));
  });
}

}  // namespace

void bind_blocklist_import(Handlers& handlers, const sources::CardTokeniser& tokeniser, ReplyDesk& replies,
                           const Clock& clock) {
  handlers[Endpoint::blocklist_import] = [&tokeniser, &replies, &clock](Call call, server::Responder respond) {
    import_rows(std::move(call), tokeniser, replies, clock.now_us(), std::move(respond));
  };
}

}  // namespace shrike::api
