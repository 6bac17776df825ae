#include "shrike/store/system_alerts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "alert_steps.hpp"
#include "page_cursor.hpp"
#include "sql_text.hpp"

namespace shrike::store {

namespace {

constexpr char kSystemAlertList = 's';
constexpr AlertTable kTable{"system_alerts", "id"};
constexpr std::string_view kColumns =
    "id, tenant, type, severity, state, title, value, threshold, raised_at, acknowledged_by, acknowledged_at, "
    "resolved_by, resolved_at";

SystemAlert read_alert(const Row& row) {
  return {.number = static_cast<std::uint64_t>(row.integer(0)),
          .tenant = row.text(1),
          .type = row.text(2),
          .severity = row.text(3),
          .state = row.text(4),
          .title = row.text(5),
          .value = row.real(6),
          .threshold = row.real(7),
          .raised_at_us = row.time(8),
          .acknowledged_by = row.text(9),
          .acknowledged_at_us = row.time(10),
          .resolved_by = row.text(11),
          .resolved_at_us = row.time(12)};
}

}  // namespace

Result<std::uint64_t> insert_system_alert(Database& database, const SystemAlert& alert) {
  constexpr std::string_view kSql = R"(
    INSERT INTO system_alerts (raised_at, value, threshold, tenant, type, severity, state, title)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
  )";
  auto rows = database.query(kSql, {Time{alert.raised_at_us}, alert.value, alert.threshold, alert.tenant, alert.type,
                                    alert.severity, alert.state, alert.title});
  if (!rows) return rows.error();
  return static_cast<std::uint64_t>(rows->front().integer(0));
}

Result<SystemAlert> find_system_alert(Database& database, const std::string& tenant, std::uint64_t number) {
  static const std::string kSql = fmt::format("SELECT {} FROM system_alerts WHERE tenant = $1 AND id = $2", kColumns);
  auto rows = database.query(kSql, {tenant, static_cast<std::int64_t>(number)});
  if (!rows) return rows.error();
  if (rows->empty()) return Error{ErrorKind::not_found, "no such alert"};
  return read_alert(rows->front());
}

Result<SystemAlertPage> list_system_alerts(Database& database, const std::string& tenant, const std::string& state,
                                           const PageRequest& page) {
  if (auto checked = check_page(tenant, page); !checked) return checked.error();
  if (!state.empty() && std::ranges::find(kAlertStates, state) == kAlertStates.end())
    return invalid("state: expected open, acknowledged or resolved");
  auto before = decode_seq_cursor(kSystemAlertList, page.cursor);
  if (!before) return before.error();
  SqlParams params;
  std::string condition = fmt::format("tenant = {}", params.add(tenant));
  condition += fmt::format(" AND id < {}", params.add(*before));
  if (!state.empty()) condition += fmt::format(" AND state = {}", params.add(state));
  const std::string limit = params.add(static_cast<std::int64_t>(page.limit + 1));
  auto rows = database.query(
      fmt::format("SELECT {} FROM system_alerts WHERE {} ORDER BY id DESC LIMIT {}", kColumns, condition, limit),
      params.values());
  if (!rows) return rows.error();
  SystemAlertPage result;
  const bool more = rows->size() > page.limit;
  if (more) rows->pop_back();
  for (const Row& row : *rows) result.rows.push_back(read_alert(row));
  if (more) result.next_cursor = encode_seq_cursor(kSystemAlertList, result.rows.back().number);
  return result;
}

Result<std::vector<SystemAlert>> unresolved_system_alerts(Database& database, const std::string& tenant) {
  constexpr std::int64_t kUnresolvedMax = 1'000;  // one per rule is the rule
  static const std::string kSql = fmt::format(
      "SELECT {} FROM system_alerts WHERE tenant = $1 AND state <> 'resolved' ORDER BY id DESC LIMIT $2", kColumns);
  auto rows = database.query(kSql, {tenant, kUnresolvedMax});
  if (!rows) return rows.error();
  std::vector<SystemAlert> out;
  for (const Row& row : *rows) out.push_back(read_alert(row));
  return out;
}

Result<std::optional<double>> largest_system_value(Database& database, const std::string& tenant,
                                                   const std::string& type) {
  auto rows = database.query("SELECT max(value) FROM system_alerts WHERE tenant = $1 AND type = $2", {tenant, type});
  if (!rows) return rows.error();
  if (rows->empty() || rows->front().is_null(0)) return std::optional<double>();
  return std::optional(rows->front().real(0));
}

Result<void> acknowledge_system_alert(Database& database, const SystemAlertStep& step) {
  return acknowledge(database, kTable, {step.tenant, step.number, step.by, step.at_us});
}

Result<void> resolve_system_alert(Database& database, const SystemAlertStep& step) {
  return resolve(database, kTable, {step.tenant, step.number, step.by, step.at_us});
}

}  // namespace shrike::store
