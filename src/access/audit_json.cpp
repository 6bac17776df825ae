#include "shrike/access/audit_json.hpp"

#include "shrike/base/time_text.hpp"

namespace shrike::access {

void write_audit_row(JsonWriter& out, const store::AuditRow& row) {
  const store::AuditEntry& entry = row.entry;
  out.begin_object();
  out.field("seq", row.seq);
  out.field("time", format_time(entry.time_us));
  out.field("tenant", entry.tenant);
  out.field("actor", entry.actor);
  out.field("role", entry.role);
  out.field("address", entry.address);
  out.field("action", entry.action);
  out.field("object", entry.object);
  out.field("outcome", entry.outcome);
  // A text, not an object: its bytes are in the hash.
  out.field("detail", entry.detail);
  out.field("previous_hash", row.previous_hash);
  out.field("hash", row.hash);
  out.end_object();
}

std::string audit_line(const store::AuditRow& row) {
  std::string line;
  JsonWriter out(line);
  write_audit_row(out, row);
  return line + "\n";
}

std::string report_json(const AuditReport& report) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.field("intact", report.intact);
  out.field("rows", report.rows);
  out.key("bad_seq");
  if (report.intact)
    out.null();
  else
    out.value(report.bad_seq);
  out.field_or_null("damage", report.damage);
  out.field_or_null("message", report.words);
  out.field("anchor", to_string(report.last));
  out.end_object();
  return body;
}

}  // namespace shrike::access
