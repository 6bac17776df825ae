#include "shrike/store/outbox.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "sql_text.hpp"

namespace shrike::store {

namespace {

constexpr std::string_view kInsertHead =
    "INSERT INTO outbox (created_at, due_at, tenant, alert_id, channel, event, type, severity, group_key, state)";
constexpr std::string_view kInsertTail = "ON CONFLICT (tenant, alert_id, channel, event) DO NOTHING";
constexpr std::string_view kColumns =
    "o.id, o.tenant, o.alert_id, o.channel, o.event, o.type, o.severity, o.group_key, o.attempts, o.group_size, "
    "o.created_at, o.due_at";

constexpr std::size_t kFollowedAtOnce = 256;  ///< alerts in one statement: a store takes a bounded number of values

/// "$4, $5, …", some of them twice: 2^n, so that few texts of statements exist.
std::string list_of(SqlParams& params, std::span<const std::string> texts) {
  std::string out;
  for (std::size_t at = 0; at < std::bit_ceil(texts.size()); ++at)
    out += (out.empty() ? "" : ", ") + params.add(texts[std::min(at, texts.size() - 1)]);
  return out;
}

std::vector<Value> values_of(const OutboxRow& row) {
  return {Time{row.created_at_us},
          Time{row.due_at_us},
          row.tenant,
          row.alert_id,
          row.channel,
          row.event,
          row.type,
          row.severity,
          text_or_null(row.group_key),
          std::string("pending")};
}

OutboxRow read_row(const Row& row) {
  return {.id = row.integer(0),
          .tenant = row.text(1),
          .alert_id = row.text(2),
          .channel = row.text(3),
          .event = row.text(4),
          .type = row.text(5),
          .severity = row.text(6),
          .group_key = row.text(7),
          .attempts = static_cast<std::uint32_t>(row.integer(8)),
          .group_size = static_cast<std::uint32_t>(row.integer(9)),
          .created_at_us = row.time(10),
          .due_at_us = row.time(11)};
}

Result<void> done_or_error(const Result<Rows>& rows) { return rows ? Result<void>() : Result<void>(rows.error()); }

}  // namespace

Result<void> put_alerts_out(Database& database, std::span<const domain::Alert> alerts, const ChannelRoutes& routes) {
  std::vector<std::vector<Value>> rows;
  for (const domain::Alert& alert : alerts) {
    for (const std::string& channel : routes.of(alert.tenant)) {
      rows.push_back(values_of({.tenant = alert.tenant,
                                .alert_id = domain::alert_id(alert.decision_seq),
                                .channel = channel,
                                .event = "trigger",
                                .type = alert.type,
                                .severity = alert.severity,
                                .group_key = alert.decision == nullptr ? "" : alert.decision->subject(),
                                .created_at_us = alert.time_us,
                                .due_at_us = alert.time_us}));
    }
  }
  return insert_rows(database, kInsertHead, rows, kInsertTail);
}

Result<void> put_out(Database& database, const OutboxRow& row) { return put_out(database, std::span(&row, 1)); }

Result<void> put_out(Database& database, std::span<const OutboxRow> rows) {
  std::vector<std::vector<Value>> values;
  for (const OutboxRow& row : rows) values.push_back(values_of(row));
  return insert_rows(database, kInsertHead, values, kInsertTail);
}

Result<void> put_followups(Database& database, const FollowUp& followup, std::span<const std::string> alert_ids,
                           std::span<const std::string> channels) {
  if (channels.empty()) return {};
  for (; !alert_ids.empty(); alert_ids = alert_ids.subspan(std::min(alert_ids.size(), kFollowedAtOnce))) {
    SqlParams params;
    const std::string at = params.add(Time{followup.at_us});
    const std::string event = params.add(followup.event);
    const std::string tenant = params.add(followup.tenant);
    const std::string sql = fmt::format(
        "{} SELECT {}, {}, o.tenant, o.alert_id, o.channel, {}, o.type, o.severity, NULL, 'pending' FROM outbox o "
        "WHERE o.tenant = {} AND o.event = 'trigger' AND o.alert_id IN ({}) AND o.channel IN ({}) ORDER BY o.id {}",
        kInsertHead, at, at, event, tenant,
        list_of(params, alert_ids.first(std::min(alert_ids.size(), kFollowedAtOnce))), list_of(params, channels),
        kInsertTail);
    if (auto done = database.query(sql, params.values()); !done) return done.error();
  }
  return {};
}

Result<std::vector<std::string>> due_channels(Database& database, std::span<const std::string> channels, TimeUs now_us,
                                              TimeUs horizon_us) {
  if (channels.empty()) return std::vector<std::string>();
  SqlParams params;
  const std::string now = params.add(Time{now_us});
  const std::string horizon = params.add(Time{now_us + horizon_us});
  std::string names;
  for (const std::string& channel : channels)
    names += fmt::format("{}SELECT CAST({} AS text) AS name", names.empty() ? "" : " UNION ALL ", params.add(channel));
  constexpr std::string_view kPending =
      "EXISTS (SELECT 1 FROM outbox o WHERE o.channel = c.name AND o.state = 'pending'";
  // One look into the index for each channel and side: a channel with a long backlog costs no more than one without.
  const std::string sql = fmt::format("SELECT c.name FROM ({}) c WHERE {} AND o.due_at <= {}) OR {} AND o.due_at > {})",
                                      names, kPending, now, kPending, horizon);
  auto rows = database.query(sql, params.values());
  if (!rows) return rows.error();
  std::vector<std::string> due;
  for (const Row& row : *rows) due.push_back(row.text(0));
  return due;
}

Result<std::vector<OutboxRow>> due_rows(Database& database, const std::string& channel, TimeUs now_us,
                                        TimeUs horizon_us, std::size_t limit) {
  static const std::string kSql = fmt::format(R"(
    SELECT {} FROM outbox o
    WHERE o.channel = $1 AND o.state = 'pending' AND (o.due_at <= $2 OR o.due_at > $3) AND NOT EXISTS (
      SELECT 1 FROM outbox e WHERE e.tenant = o.tenant AND e.alert_id = o.alert_id AND e.channel = o.channel
      AND e.id < o.id AND e.state = 'pending')
    ORDER BY o.due_at, o.id LIMIT $4
  )",
                                              kColumns);
  auto rows =
      database.query(kSql, {channel, Time{now_us}, Time{now_us + horizon_us}, static_cast<std::int64_t>(limit)});
  if (!rows) return rows.error();
  std::vector<OutboxRow> due;
  for (const Row& row : *rows) due.push_back(read_row(row));
  return due;
}

Result<std::string> trigger_state(Database& database, const OutboxRow& row) {
  constexpr std::string_view kSql =
      "SELECT state FROM outbox WHERE tenant = $1 AND alert_id = $2 AND channel = $3 AND event = 'trigger'";
  auto rows = database.query(kSql, {row.tenant, row.alert_id, row.channel});
  if (!rows) return rows.error();
  return rows->empty() ? std::string() : rows->front().text(0);
}

Result<TimeUs> last_group_delivery(Database& database, const OutboxRow& row) {
  constexpr std::string_view kSql = R"(
    SELECT finished_at FROM outbox
    WHERE channel = $1 AND tenant = $2 AND group_key = $3 AND finished_at IS NOT NULL AND state = 'delivered'
      AND event = 'trigger'
    ORDER BY finished_at DESC LIMIT 1
  )";
  auto rows = database.query(kSql, {row.channel, row.tenant, row.group_key});
  if (!rows) return rows.error();
  return rows->empty() ? 0 : rows->front().time(0);
}

Result<TimeUs> group_under_way(Database& database, const OutboxRow& row) {
  constexpr std::string_view kSql = R"(
    SELECT due_at FROM outbox
    WHERE channel = $1 AND tenant = $2 AND group_key = $3 AND state = 'pending' AND attempts > 0 AND event = 'trigger'
      AND id <> $4 LIMIT 1
  )";
  auto rows = database.query(kSql, {row.channel, row.tenant, row.group_key, row.id});
  if (!rows) return rows.error();
  return rows->empty() ? 0 : rows->front().time(0);
}

Result<std::uint32_t> gather_group(Database& database, const OutboxRow& row, TimeUs now_us) {
  constexpr std::string_view kGatherSql = R"(
    UPDATE outbox SET state = 'grouped', grouped_into = $4, finished_at = $5
    WHERE channel = $1 AND tenant = $2 AND group_key = $3 AND state = 'pending' AND attempts = 0 AND event = 'trigger'
      AND id <> $4 RETURNING group_size
  )";
  constexpr std::string_view kSizeSql = "UPDATE outbox SET group_size = group_size + $2 WHERE id = $1";
  auto gathered = database.query(kGatherSql, {row.channel, row.tenant, row.group_key, row.id, Time{now_us}});
  if (!gathered) return gathered.error();
  std::int64_t more = 0;
  for (const Row& one : *gathered) more += one.integer(0);
  if (more == 0) return row.group_size;
  auto done = database.query(kSizeSql, {row.id, more});
  if (!done) return done.error();
  return row.group_size + static_cast<std::uint32_t>(more);
}

Result<void> write_results(Database& database, std::span<const OutboxResult> results) {
  constexpr std::string_view kSql = R"(
    UPDATE outbox SET state = $2, result = $3, finished_at = $4, due_at = COALESCE($5, due_at), attempts = attempts + $6
    WHERE id = $1 AND state = 'pending'
  )";
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  for (const OutboxResult& result : results) {
    const bool pending = result.state == "pending";
    auto done = database.query(
        kSql, {result.id, result.state, text_or_null(result.words), pending ? Value() : Value(Time{result.at_us}),
               pending ? Value(Time{result.due_at_us}) : Value(), static_cast<std::int64_t>(result.attempted ? 1 : 0)});
    if (!done) return done.error();
  }
  return transaction->commit();
}

Result<std::map<std::string, OutboxCounts>> count_outbox(Database& database) {
  // Each by its own index, which a condition on both states would not find.
  auto pending = database.query("SELECT channel, count(*) FROM outbox WHERE state = 'pending' GROUP BY channel");
  if (!pending) return pending.error();
  auto dead = database.query("SELECT channel, count(*) FROM outbox WHERE state = 'dead' GROUP BY channel");
  if (!dead) return dead.error();
  std::map<std::string, OutboxCounts> out;
  for (const Row& row : *pending) out[row.text(0)].pending = static_cast<std::uint64_t>(row.integer(1));
  for (const Row& row : *dead) out[row.text(0)].dead = static_cast<std::uint64_t>(row.integer(1));
  return out;
}

Result<void> prune_outbox(Database& database, TimeUs before_us, std::size_t limit) {
  constexpr std::string_view kSql = R"(
    DELETE FROM outbox WHERE id IN (
      SELECT id FROM outbox WHERE finished_at < $1 AND state <> 'dead' AND state <> 'pending'
      ORDER BY finished_at LIMIT $2)
  )";
  return done_or_error(database.query(kSql, {Time{before_us}, static_cast<std::int64_t>(limit)}));
}

}  // namespace shrike::store
