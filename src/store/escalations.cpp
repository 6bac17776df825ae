#include "shrike/store/escalations.hpp"

#include "shrike/store/cursors.hpp"
#include "shrike/store/outbox.hpp"

namespace shrike::store {

namespace {

/// Alerts up to this one have been looked at.
constexpr std::string_view kCursor = "escalation";
constexpr std::int64_t kLookedAtMax = 500;

/// One row for each of these channels.
Result<void> put_out_once_more(Database& database, const std::vector<std::string>& channels, const OutboxRow& alert,
                               TimeUs now_us) {
  for (const std::string& channel : channels) {
    OutboxRow row = alert;
    row.channel = channel;
    row.event = "escalate";
    row.severity = "critical";
    row.created_at_us = row.due_at_us = now_us;
    if (auto done = put_out(database, row); !done) return done;
  }
  return {};
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
    const OutboxRow alert{
        .tenant = row.text(1), .alert_id = domain::alert_id(passed), .type = row.text(2), .group_key = row.text(6)};
    if (auto done = put_out_once_more(database, escalation.to.of(alert.tenant), alert, escalation.now_us); !done)
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
    const OutboxRow alert{.tenant = row.text(1), .alert_id = id, .type = row.text(2)};
    if (auto done = put_out_once_more(database, escalation.to.standard, alert, escalation.now_us); !done) return done;
    if (auto marked = database.query(kMarkSql, {row.integer(0), Time{escalation.now_us}}); !marked)
      return marked.error();
  }
  return transaction->commit();
}

}  // namespace

Result<void> put_out_escalations(Database& database, const Escalation& escalation) {
  if (auto done = escalate_fraud(database, escalation); !done) return done;
  if (escalation.to.standard.empty()) return {};
  return escalate_system(database, escalation);
}

}  // namespace shrike::store
