#pragma once
// The audit chain as JSON, for the API and for exports.
#include <string>

#include "shrike/access/audit_verifier.hpp"
#include "shrike/base/json_writer.hpp"

namespace shrike::access {

/// Everything that is in the hash, and the hash.
void write_audit_row(JsonWriter& out, const store::AuditRow& row);
/// One line of NDJSON, with its end.
std::string audit_line(const store::AuditRow& row);
std::string report_json(const AuditReport& report);

}  // namespace shrike::access
