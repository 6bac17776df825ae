#include "shrike/store/retention.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "shrike/store/audit.hpp"
#include "shrike/store/cursors.hpp"

namespace shrike::store {

namespace {

constexpr std::array<std::string_view, kRetainedCount> kNames{
    "transactions", "messages", "training_messages", "labels", "alerts", "system_alerts", "outbox", "audit"};

/// Up to which decision everything old enough of a kind is gone. It saves reading what was looked at before.
std::string cursor_name(domain::EventKind kind, const std::string& tenant) {
  return fmt::format("retention.{}.{}", static_cast<int>(kind), tenant);
}

Result<std::vector<std::string>> tenants_of(Database& database) {
  auto rows = database.query("SELECT DISTINCT tenant FROM decision_rollups ORDER BY tenant");
  if (!rows) return rows.error();
  std::vector<std::string> out;
  for (const Row& row : *rows) out.push_back(row.text(0));
  return out;
}

/// Of one tenant, from the oldest decision that was not looked at on.
Result<Purged> purge_decisions_of(Database& database, const std::string& tenant, domain::EventKind kind,
                                  TimeUs before_us, std::size_t rows_max) {
  constexpr std::string_view kNextSql =
      "SELECT seq, kind, ingested_at FROM decisions WHERE tenant = $1 AND seq > $2 ORDER BY seq LIMIT $3";
  constexpr std::string_view kDeleteSql =
      "DELETE FROM decisions WHERE tenant = $1 AND seq > $2 AND seq <= $3 AND kind = $4 AND ingested_at < $5";
  const std::string name = cursor_name(kind, tenant);
  const auto from = read_cursor(database, name);
  if (!from) return from.error();
  const auto after = static_cast<std::int64_t>(*from);
  const auto rows = database.query(kNextSql, {tenant, after, static_cast<std::int64_t>(rows_max)});
  if (!rows) return rows.error();
  const auto newer = std::ranges::find_if(*rows, [&](const Row& row) { return row.time(2) >= before_us; });
  if (newer == rows->begin()) return Purged{};
  Purged out;
  const auto of_kind = [&](const Row& row) { return row.integer(1) == static_cast<std::int64_t>(kind); };
  out.rows = static_cast<std::uint64_t>(std::count_if(rows->begin(), newer, of_kind));
  out.more = newer == rows->end() && rows->size() == rows_max;
  const std::int64_t last = std::prev(newer)->integer(0);
  if (out.rows > 0) {
    auto done = database.query(kDeleteSql, {tenant, after, last, static_cast<std::int64_t>(kind), Time{before_us}});
    if (!done) return done.error();
  }
  if (auto done = write_cursor(database, name, static_cast<domain::Seq>(last)); !done) return done.error();
  return out;
}

Result<Purged> purge_decisions(Database& database, domain::EventKind kind, TimeUs before_us, std::size_t rows_max) {
  const auto tenants = tenants_of(database);
  if (!tenants) return tenants.error();
  for (const std::string& tenant : *tenants) {
    auto purged = purge_decisions_of(database, tenant, kind, before_us, rows_max);
    if (!purged || purged->rows > 0 || purged->more) return purged;
  }
  return Purged{};
}

Result<Purged> purge_rows(Database& database, std::string_view table, std::string_view key, std::string_view time,
                          TimeUs before_us, std::size_t rows_max) {
  auto gone = database.query(
      fmt::format(
          "DELETE FROM {0} WHERE ({1}) IN (SELECT {1} FROM {0} WHERE {2} < $1 ORDER BY {2} LIMIT $2) RETURNING 1",
          table, key, time),
      {Time{before_us}, static_cast<std::int64_t>(rows_max)});
  if (!gone) return gone.error();
  return Purged{gone->size(), gone->size() == rows_max};
}

Result<Purged> purge_one(Database& database, Retained what, TimeUs before_us, TimeUs now_us, std::size_t rows_max) {
  switch (what) {
    case Retained::transactions:
      return purge_decisions(database, domain::EventKind::transaction, before_us, rows_max);
    case Retained::messages:
      return purge_decisions(database, domain::EventKind::message, before_us, rows_max);
    case Retained::training_messages:
      return purge_rows(database, "training_messages", "tenant, key", "added_at", before_us, rows_max);
    case Retained::labels:
      return purge_rows(database, "labels", "tenant, event_id, source", "ingested_at", before_us, rows_max);
    case Retained::alerts:
      return purge_rows(database, "alerts", "tenant, seq", "raised_at", before_us, rows_max);
    case Retained::system_alerts:
      return purge_rows(database, "system_alerts", "id", "resolved_at", before_us, rows_max);
    case Retained::outbox:
      return purge_rows(database, "outbox", "id", "finished_at", before_us, rows_max);
    case Retained::audit:
      break;
  }
  const auto rows = purge_audit(database, before_us, now_us, rows_max);
  if (!rows) return rows.error();
  return Purged{*rows, *rows == rows_max};
}

}  // namespace

std::string_view to_string(Retained what) { return kNames[static_cast<std::size_t>(what)]; }

std::int32_t days_of(const RetentionSettings& settings, Retained what) {
  switch (what) {
    case Retained::transactions:
      return settings.decisions_days;
    case Retained::messages:
    case Retained::training_messages:
      return settings.messages_days;
    case Retained::labels:
      return settings.labels_days;
    case Retained::alerts:
    case Retained::system_alerts:
    case Retained::outbox:
      return settings.alerts_days;
    case Retained::audit:
      break;
  }
  return settings.audit_days;
}

Result<Purged> purge(Database& database, Retained what, TimeUs before_us, TimeUs now_us, std::size_t rows_max) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  auto purged = purge_one(database, what, before_us, now_us, rows_max);
  if (!purged) return purged;
  if (auto done = transaction->commit(); !done) return done.error();
  return purged;
}

Result<bool> was_purged(Database& database, const std::string& tenant, domain::Seq seq) {
  for (const auto kind : {domain::EventKind::transaction, domain::EventKind::message}) {
    const auto cursor = read_cursor(database, cursor_name(kind, tenant));
    if (!cursor) return cursor.error();
    if (seq != 0 && seq <= *cursor) return true;
  }
  return false;
}

}  // namespace shrike::store
