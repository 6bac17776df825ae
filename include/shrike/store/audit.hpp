#pragma once
// The audit chain: rows that each carry the hash of the one before. Format: docs/formats/audit.md.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shrike/store/database.hpp"
#include "shrike/store/paging.hpp"

namespace shrike::store {

/// What somebody did or was refused. No field ever holds a secret.
struct AuditEntry {
  TimeUs time_us = 0;
  std::string tenant;   ///< empty where nobody was known
  std::string actor;    ///< key id, user name; empty where nobody was known
  std::string role;     ///< of the actor at that moment
  std::string address;  ///< of the client; "local" for the command line
  std::string action;   ///< "blocklist.add"
  std::string object;   ///< what it was done to
  std::string outcome;  ///< "begun", "done", "refused", "failed", "read", "denied"
  std::string detail;   ///< a JSON object; empty = {}
};

struct AuditRow {
  std::int64_t seq = 0;  ///< 1, 2, 3, … over all tenants
  AuditEntry entry;
  std::string previous_hash;  ///< of row seq - 1; 64 zeros in the first
  std::string hash;           ///< audit_hash of this row
};

/// A row that somebody wrote down elsewhere, to tell later whether the chain up to it is still the same.
struct AuditAnchor {
  std::int64_t seq = 0;
  std::string hash;
};

/// SHA-256 over the row but for its hash, as lower-case hexadecimal.
std::string audit_hash(const AuditRow& row);

/// Appends in their order; call inside a transaction, whose rollback undoes it. Appends of other connections wait until
/// that transaction ends. Gives the number of the last row. Errors: corrupt (the head is missing), as Database.
Result<std::int64_t> append_audit(Database& database, std::span<const AuditEntry> entries);
/// The same in a transaction of its own.
Result<std::int64_t> append_audit_alone(Database& database, std::span<const AuditEntry> entries);
/// Whether rows can be appended, without appending one. Errors: as append_audit.
Result<void> try_audit(Database& database);

struct AuditFilter {
  std::string tenant;  ///< mandatory
  std::string actor;   ///< empty = all
  std::string action;  ///< empty = all
  std::optional<TimeUs> from_us;
  std::optional<TimeUs> to_us;  ///< not included
  PageRequest page;
  bool nobodys = false;  ///< the rows of nobody known too: for the operator
};

struct AuditPage {
  std::vector<AuditRow> rows;  ///< newest first
  std::optional<std::string> next_cursor;
};

/// Errors: invalid (no tenant, limit, cursor), as Database.
Result<AuditPage> list_audit(Database& database, const AuditFilter& filter);
/// At most `limit` rows of all tenants that come after `seq`, oldest first.
Result<std::vector<AuditRow>> audit_rows_after(Database& database, std::int64_t seq, std::size_t limit);
/// The newest row that was purged; 0 and zeros where none was: the first row that is left follows it.
Result<AuditAnchor> audit_start(Database& database);
/// The action of the row that tells of a purge, and its detail's member that names the newest purged row as SEQ:HASH.
inline constexpr std::string_view kAuditPurge = "audit.purge";
inline constexpr std::string_view kPurgedTo = "purged_to";
/// Deletes the oldest rows from before that time, at most `rows_max` and never the newest of all, and appends one that
/// says so; call inside a transaction. Gives the number of rows that are gone. Errors: as append_audit.
Result<std::uint64_t> purge_audit(Database& database, TimeUs before_us, TimeUs now_us, std::size_t rows_max);
/// What was appended last, as the head says. Errors: corrupt (it is missing), as Database.
Result<AuditAnchor> audit_head(Database& database);

}  // namespace shrike::store
