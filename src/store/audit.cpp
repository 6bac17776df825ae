#include "shrike/store/audit.hpp"

#include <fmt/format.h>

#include "clean_text.hpp"
#include "page_cursor.hpp"
#include "shrike/base/random.hpp"
#include "sql_text.hpp"

namespace shrike::store {

namespace {

constexpr char kAuditList = 'u';
constexpr std::string_view kFormat = "shrike-audit-1\n";
constexpr std::string_view kColumns =
    "seq, at, tenant, actor, role, address, action, object, outcome, detail, previous_hash, hash";

AuditRow read_row(const Row& row) {
  AuditRow out;
  out.seq = row.integer(0);
  out.entry = {row.time(1), row.text(2), row.text(3), row.text(4), row.text(5),
               row.text(6), row.text(7), row.text(8), row.text(9)};
  out.previous_hash = row.text(10);
  out.hash = row.text(11);
  return out;
}

Error no_head() { return {ErrorKind::corrupt, "audit_head is empty: somebody changed it; see shrike audit verify"}; }

/// As the database will give it back: the hash is over that.
AuditEntry cleaned(AuditEntry entry) {
  for (std::string* text : {&entry.tenant, &entry.actor, &entry.role, &entry.address, &entry.action, &entry.object,
                            &entry.outcome, &entry.detail})
    *text = cleaned_text(*text);
  if (entry.detail.empty()) entry.detail = "{}";
  return entry;
}

Result<void> insert_row(Database& database, const AuditRow& row) {
  constexpr std::string_view kSql = R"(
    INSERT INTO audit (seq, at, tenant, actor, role, address, action, object, outcome, detail, previous_hash, hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  )";
  const AuditEntry& entry = row.entry;
  auto done =
      database.query(kSql, {row.seq, Time{entry.time_us}, entry.tenant, entry.actor, entry.role, entry.address,
                            entry.action, entry.object, entry.outcome, entry.detail, row.previous_hash, row.hash});
  return done ? Result<void>() : Result<void>(done.error());
}

/// Locks the head, so that appends wait for each other.
Result<AuditAnchor> take_head(Database& database) {
  auto rows = database.query("UPDATE audit_head SET seq = seq WHERE id = 1 RETURNING seq, hash");
  if (!rows) return rows.error();
  if (rows->empty()) return no_head();
  return AuditAnchor{rows->front().integer(0), rows->front().text(1)};
}

Result<std::vector<AuditRow>> rows_of(Result<Rows> rows) {
  if (!rows) return rows.error();
  std::vector<AuditRow> out;
  for (const Row& row : *rows) out.push_back(read_row(row));
  return out;
}

std::string condition_of(const AuditFilter& filter, std::int64_t before, SqlParams& params) {
  const std::string tenant = params.add(filter.tenant);
  std::string out =
      fmt::format("tenant IN ({}, {}) AND seq < {}", tenant, filter.nobodys ? "''" : tenant, params.add(before));
  if (!filter.actor.empty()) out += fmt::format(" AND actor = {}", params.add(filter.actor));
  if (!filter.action.empty()) out += fmt::format(" AND action = {}", params.add(filter.action));
  if (filter.from_us) out += fmt::format(" AND at >= {}", params.add(Time{*filter.from_us}));
  if (filter.to_us) out += fmt::format(" AND at < {}", params.add(Time{*filter.to_us}));
  return out;
}

}  // namespace

std::string audit_hash(const AuditRow& row) {
  const AuditEntry& entry = row.entry;
  std::string bytes(kFormat);
  for (const std::string& field :
       {row.previous_hash, fmt::format("{}", row.seq), fmt::format("{}", entry.time_us), entry.tenant, entry.actor,
        entry.role, entry.address, entry.action, entry.object, entry.outcome, entry.detail})
    bytes += fmt::format("{}:{},", field.size(), field);
  return sha256_hex(bytes);
}

Result<std::int64_t> append_audit(Database& database, std::span<const AuditEntry> entries) {
  auto head = take_head(database);
  if (!head) return head.error();
  for (const AuditEntry& entry : entries) {
    AuditRow row{head->seq + 1, cleaned(entry), head->hash, {}};
    row.hash = audit_hash(row);
    if (auto done = insert_row(database, row); !done) return done.error();
    *head = {row.seq, row.hash};
  }
  auto moved = database.query("UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1", {head->seq, head->hash});
  return moved ? Result<std::int64_t>(head->seq) : Result<std::int64_t>(moved.error());
}

Result<std::int64_t> append_audit_alone(Database& database, std::span<const AuditEntry> entries) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  auto last = append_audit(database, entries);
  if (!last) return last;
  if (auto done = transaction->commit(); !done) return done.error();
  return last;
}

Result<void> try_audit(Database& database) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  auto head = take_head(database);
  return head ? Result<void>() : Result<void>(head.error());
}

Result<AuditPage> list_audit(Database& database, const AuditFilter& filter) {
  if (auto checked = check_page(filter.tenant, filter.page); !checked) return checked.error();
  auto before = decode_seq_cursor(kAuditList, filter.page.cursor);
  if (!before) return before.error();
  SqlParams params;
  const std::string condition = condition_of(filter, *before, params);
  const std::string limit = params.add(static_cast<std::int64_t>(filter.page.limit + 1));
  auto rows = rows_of(database.query(
      fmt::format("SELECT {} FROM audit WHERE {} ORDER BY seq DESC LIMIT {}", kColumns, condition, limit),
      params.values()));
  if (!rows) return rows.error();
  AuditPage page{std::move(*rows), std::nullopt};
  if (page.rows.size() > filter.page.limit) {
    page.rows.pop_back();
    page.next_cursor = encode_seq_cursor(kAuditList, static_cast<domain::Seq>(page.rows.back().seq));
  }
  return page;
}

Result<std::vector<AuditRow>> audit_rows_after(Database& database, std::int64_t seq, std::size_t limit) {
  static const std::string kSql = fmt::format("SELECT {} FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2", kColumns);
  return rows_of(database.query(kSql, {seq, static_cast<std::int64_t>(limit)}));
}

Result<AuditAnchor> audit_start(Database& database) {
  auto rows = database.query("SELECT seq, hash FROM audit_start WHERE id = 1");
  if (!rows) return rows.error();
  if (rows->empty()) return Error{ErrorKind::corrupt, "audit_start is empty: somebody changed it"};
  return AuditAnchor{rows->front().integer(0), rows->front().text(1)};
}

Result<std::uint64_t> purge_audit(Database& database, TimeUs before_us, TimeUs now_us, std::size_t rows_max) {
  const auto head = take_head(database);
  if (!head) return head.error();
  const auto start = audit_start(database);
  if (!start) return start.error();
  const auto rows = audit_rows_after(database, start->seq, rows_max);
  if (!rows) return rows.error();
  AuditAnchor to = *start;
  for (const AuditRow& row : *rows) {
    if (row.entry.time_us >= before_us || row.seq == head->seq) break;
    to = {row.seq, row.hash};
  }
  const auto count = static_cast<std::uint64_t>(to.seq - start->seq);
  if (count == 0) return count;
  auto moved = database.query("UPDATE audit_start SET seq = $1, hash = $2 WHERE id = 1", {to.seq, to.hash});
  if (!moved) return moved.error();
  auto gone = database.query("DELETE FROM audit WHERE seq <= $1", {to.seq});
  if (!gone) return gone.error();
  AuditEntry entry;
  entry.time_us = now_us;
  entry.actor = "retention";
  entry.address = "local";
  entry.action = kAuditPurge;
  entry.outcome = "done";
  entry.detail = fmt::format(R"({{"{}":"{}:{}","rows":{}}})", kPurgedTo, to.seq, to.hash, count);
  auto last = append_audit(database, {&entry, 1});
  return last ? Result<std::uint64_t>(count) : Result<std::uint64_t>(last.error());
}

Result<AuditAnchor> audit_head(Database& database) {
  auto rows = database.query("SELECT seq, hash FROM audit_head WHERE id = 1");
  if (!rows) return rows.error();
  if (rows->empty()) return no_head();
  return AuditAnchor{rows->front().integer(0), rows->front().text(1)};
}

}  // namespace shrike::store
