#include "shrike/store/escalations.hpp"

#include "shrike/store/cursors.hpp"
#include "shrike/store/outbox.hpp"

namespace shrike::store {

namespace {

/// Alerts up to this one have been looked at.
constexpr std::string_view kCursor = "escalation";
constexpr std::int64_t kLookedAtMax = 500;

OutboxRow row_of(const Escalation& escalation, std::string tenant, std::string alert_id, std::string type,
                 std::string group) {
  return {.tenant = std::move(tenant),
          .alert_id = std::move(alert_id),
          .channel = escalation.channel,
          .event = "escalate",
          .type = std::move(type),
          .severity = "critical",
          .group_key = std::move(group),
          .created_at_us = escalation.now_us,
          .due_at_us = escalation.now_us};
}

/// Alerts come in the order of their time, so a cursor suffices.
Result<void> escalate_fraud(Database& database, const Escalation& escalation) {
  constexpr std::string_view kSql = R"(
    SELECT a.seq, a.tenant, a.type, a.severity, a.state, a.raised_at, d.subject
    FROM alerts a LEFT JOIN decisions d ON d.tenant = a.tenant AND d.seq = a.seq
    WHERE a.seq > $1 ORDER BY a.seq LIMIT $2
  )";
  const auto cursor = read_cursor(database, kCursor);
  if (!cursor) return cursor.error();
  auto rows = database.query(kSql, {static_cast<std::int64_t>(*cursor), kLookedAtMax});
  if (!rows) return rows.error();
  const TimeUs due_us = escalation.now_us - escalation.after_us;
  domain::Seq passed = *cursor;
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  for (const Row& row : *rows) {
    if (row.time(5) > due_us) break;
    passed = static_cast<domain::Seq>(row.integer(0));
    const bool open = row.text(3) == "critical" && row.text(4) == "open" && row.time(5) > due_us - kDayUs;
    if (!open) continue;
    if (auto done =
            put_out(database, row_of(escalation, row.text(1), domain::alert_id(passed), row.text(2), row.text(6)));
        !done)
      return done;
  }
  if (passed == *cursor) return {};
  if (auto done = write_cursor(database, kCursor, passed); !done) return done;
  return transaction->commit();
}

Result<void> escalate_system(Database& database, const Escalation& escalation) {
  constexpr std::string_view kFindSql = R"(
    SELECT id, tenant, type FROM system_alerts
    WHERE state = 'open' AND severity = 'critical' AND escalated_at IS NULL AND raised_at <= $1 AND raised_at > $2
    ORDER BY id LIMIT $3
  )";
  constexpr std::string_view kMarkSql = "UPDATE system_alerts SET escalated_at = $2 WHERE id = $1";
  const TimeUs due_us = escalation.now_us - escalation.after_us;
  auto rows = database.query(kFindSql, {Time{due_us}, Time{due_us - kDayUs}, kLookedAtMax});
  if (!rows) return rows.error();
  if (rows->empty()) return {};
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  for (const Row& row : *rows) {
    const auto id = domain::system_alert_id(static_cast<std::uint64_t>(row.integer(0)));
    if (auto done = put_out(database, row_of(escalation, row.text(1), id, row.text(2), {})); !done) return done;
    if (auto marked = database.query(kMarkSql, {row.integer(0), Time{escalation.now_us}}); !marked)
      return marked.error();
  }
  return transaction->commit();
}

}  // namespace

Result<void> put_out_escalations(Database& database, const Escalation& escalation) {
  if (auto done = escalate_fraud(database, escalation); !done) return done;
  return escalate_system(database, escalation);
}

}  // namespace shrike::store
