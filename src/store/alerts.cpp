#include "shrike/store/alerts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alert_steps.hpp"
#include "decision_row.hpp"
#include "page_cursor.hpp"
#include "sql_text.hpp"

namespace shrike::store {

namespace {

constexpr char kAlertList = 'a';
constexpr AlertTable kTable{"alerts", "seq"};

constexpr std::string_view kAlertColumns =
    "a.seq, a.tenant, a.type, a.severity, a.state, a.raised_at, a.acknowledged_by, a.acknowledged_at, a.resolved_by, "
    "a.resolved_at, a.case_id";
constexpr std::size_t kAlertColumnCount = 11;
constexpr std::string_view kAlertFrom = "FROM alerts a LEFT JOIN decisions d ON d.tenant = a.tenant AND d.seq = a.seq";

Result<StoredAlert> read_alert(const Row& row) {
  StoredAlert stored;
  domain::Alert& alert = stored.alert;
  alert.decision_seq = static_cast<domain::Seq>(row.integer(0));
  alert.tenant = row.text(1);
  alert.type = row.text(2);
  alert.severity = row.text(3);
  alert.state = row.text(4);
  alert.time_us = row.time(5);
  stored.acknowledged_by = row.text(6);
  stored.acknowledged_at_us = row.time(7);
  stored.resolved_by = row.text(8);
  stored.resolved_at_us = row.time(9);
  stored.case_number = row.integer(10);
  if (row.is_null(kAlertColumnCount)) return stored;
  auto decision = read_decision(row, kAlertColumnCount);
  if (!decision) return decision.error();
  stored.fraud_label = decision->fraud_label;
  alert.decision = std::make_shared<const domain::Decision>(std::move(decision->decision));
  return stored;
}

Error no_such_alert() { return {ErrorKind::not_found, "no such alert"}; }

}  // namespace

Result<void> insert_alerts(Database& database, std::span<const domain::Alert> alerts,
                           std::span<const std::int64_t> cases) {
  constexpr std::string_view kInsertSql = "INSERT INTO alerts (tenant, seq, type, severity, state, raised_at, case_id)";
  SHRIKE_ASSERT(cases.empty() || cases.size() == alerts.size());
  std::vector<std::vector<Value>> rows;
  for (std::size_t at = 0; at < alerts.size(); ++at) {
    const domain::Alert& alert = alerts[at];
    rows.push_back({alert.tenant, static_cast<std::int64_t>(alert.decision_seq), alert.type, alert.severity,
                    alert.state, Time{alert.time_us}, cases.empty() ? Value() : Value(cases[at])});
  }
  return insert_rows(database, kInsertSql, rows, "ON CONFLICT (tenant, seq) DO NOTHING");
}

Result<AlertPage> list_alerts(Database& database, const AlertFilter& filter) {
  if (auto checked = check_page(filter.tenant, filter.page); !checked) return checked.error();
  if (!filter.state.empty() && std::ranges::find(kAlertStates, filter.state) == kAlertStates.end()) {
    return invalid("state: expected open, acknowledged or resolved");
  }
  auto before = decode_seq_cursor(kAlertList, filter.page.cursor);
  if (!before) return before.error();
  SqlParams params;
  std::string condition = fmt::format("a.tenant = {}", params.add(filter.tenant));
  condition += fmt::format(" AND a.seq < {}", params.add(*before));
  if (!filter.state.empty()) condition += fmt::format(" AND a.state = {}", params.add(filter.state));
  const std::string limit = params.add(static_cast<std::int64_t>(filter.page.limit + 1));
  auto rows = database.query(fmt::format("SELECT {}, {} {} WHERE {} ORDER BY a.seq DESC LIMIT {}", kAlertColumns,
                                         kDecisionSelect, kAlertFrom, condition, limit),
                             params.values());
  if (!rows) return rows.error();
  AlertPage page;
  const bool more = rows->size() > filter.page.limit;
  if (more) rows->pop_back();
  for (const Row& row : *rows) {
    auto alert = read_alert(row);
    if (!alert) return alert.error();
    page.rows.push_back(std::move(*alert));
  }
  if (more) page.next_cursor = encode_seq_cursor(kAlertList, page.rows.back().alert.decision_seq);
  return page;
}

Result<StoredAlert> find_alert(Database& database, const std::string& tenant, domain::Seq decision_seq) {
  static const std::string kFindSql =
      fmt::format("SELECT {}, {} {} WHERE a.tenant = $1 AND a.seq = $2", kAlertColumns, kDecisionSelect, kAlertFrom);
  auto rows = database.query(kFindSql, {tenant, static_cast<std::int64_t>(decision_seq)});
  if (!rows) return rows.error();
  return rows->empty() ? Result<StoredAlert>(no_such_alert()) : read_alert(rows->front());
}

Result<std::vector<StoredAlert>> alerts_of_case(Database& database, const std::string& tenant, std::int64_t case_number,
                                                std::size_t limit) {
  static const std::string kSql =
      fmt::format("SELECT {}, {} {} WHERE a.tenant = $1 AND a.case_id = $2 ORDER BY a.seq DESC LIMIT $3", kAlertColumns,
                  kDecisionSelect, kAlertFrom);
  const auto rows = database.query(kSql, {tenant, case_number, static_cast<std::int64_t>(limit)});
  if (!rows) return rows.error();
  std::vector<StoredAlert> alerts;
  for (const Row& row : *rows) {
    auto alert = read_alert(row);
    if (!alert) return alert.error();
    alerts.push_back(std::move(*alert));
  }
  return alerts;
}

Result<std::vector<domain::Seq>> step_alerts_of_case(Database& database, std::int64_t case_number, bool resolve,
                                                     const AlertStep& step) {
  constexpr std::string_view kAcknowledgeSql = R"(
    UPDATE alerts SET state = 'acknowledged', acknowledged_by = $1, acknowledged_at = $2
    WHERE tenant = $3 AND case_id = $4 AND state = 'open' RETURNING seq
  )";
  constexpr std::string_view kResolveSql = R"(
    UPDATE alerts SET state = 'resolved', resolved_by = $1, resolved_at = $2
    WHERE tenant = $3 AND case_id = $4 AND state <> 'resolved' RETURNING seq
  )";
  const auto rows =
      database.query(resolve ? kResolveSql : kAcknowledgeSql, {step.by, Time{step.at_us}, step.tenant, case_number});
  if (!rows) return rows.error();
  std::vector<domain::Seq> seqs;
  for (const Row& row : *rows) seqs.push_back(static_cast<domain::Seq>(row.integer(0)));
  return seqs;
}

Result<void> acknowledge_alert(Database& database, const AlertStep& step) {
  return acknowledge(database, kTable, {step.tenant, step.decision_seq, step.by, step.at_us});
}

Result<void> resolve_alert(Database& database, const AlertStep& step) {
  return resolve(database, kTable, {step.tenant, step.decision_seq, step.by, step.at_us});
}

}  // namespace shrike::store
