#include "alert_steps.hpp"

#include <fmt/format.h>

namespace shrike::store {

namespace {

/// After an update that changed nothing: why.
Result<void> why_unchanged(Database& database, const AlertTable& table, const AlertAct& act) {
  const auto sql =
      fmt::format("SELECT state, resolved_by FROM {} WHERE tenant = $1 AND {} = $2", table.name, table.key);
  const auto rows = database.query(sql, {act.tenant, static_cast<std::int64_t>(act.number)});
  if (!rows) return rows.error();
  if (rows->empty()) return Error{ErrorKind::not_found, "no such alert"};
  if (rows->front().text(0) != "resolved") return {};
  return Error{ErrorKind::conflict, fmt::format("alert is already resolved by {}", rows->front().text(1))};
}

/// Sets the state where the present one is as `from` says.
Result<void> take(Database& database, const AlertTable& table, std::string_view state, std::string_view from,
                  const AlertAct& act) {
  const auto sql = fmt::format(
      "UPDATE {0} SET state = '{1}', {1}_by = $1, {1}_at = $2 WHERE tenant = $3 AND {2} = $4 AND state {3} RETURNING "
      "{2}",
      table.name, state, table.key, from);
  const auto rows = database.query(sql, {act.by, Time{act.at_us}, act.tenant, static_cast<std::int64_t>(act.number)});
  if (!rows) return rows.error();
  return rows->empty() ? why_unchanged(database, table, act) : Result<void>();
}

}  // namespace

Result<void> acknowledge(Database& database, const AlertTable& table, const AlertAct& act) {
  return take(database, table, "acknowledged", "= 'open'", act);
}

Result<void> resolve(Database& database, const AlertTable& table, const AlertAct& act) {
  return take(database, table, "resolved", "<> 'resolved'", act);
}

}  // namespace shrike::store
