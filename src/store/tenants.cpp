#include "shrike/store/tenants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace shrike::store {

namespace {

constexpr std::size_t kIdBytesMax = 64;
constexpr std::string_view kColumns = "id, name, suspended, created_at, brand_name, brand_colour, brand_logo";

Tenant read_tenant(const Row& row) {
  return {row.text(0), row.text(1), row.boolean(2), row.time(3), row.text(4), row.text(5), row.text(6)};
}

Error no_such_tenant() { return {ErrorKind::not_found, "no such tenant"}; }

using Counts = std::map<std::string, std::uint64_t>;

/// `sql` gives tenant and count; $1 is the tenant that alone is asked for, or NULL.
Result<Counts> counts_of(Database& database, std::string_view sql, const Value& only) {
  const auto rows = database.query(sql, {only});
  if (!rows) return rows.error();
  Counts out;
  for (const Row& row : *rows) out[row.text(0)] = static_cast<std::uint64_t>(row.integer(1));
  return out;
}

}  // namespace

bool is_tenant_id(std::string_view text) {
  const auto fine = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text.size() <= kIdBytesMax && std::ranges::all_of(text, fine);
}

Result<void> insert_tenant(Database& database, const Tenant& tenant) {
  static const std::string kSql = fmt::format(
      "INSERT INTO tenants ({}) SELECT $1, $2, $3, $4, $5, $6, $7 WHERE (SELECT COUNT(*) FROM tenants) < $8 RETURNING "
      "id",
      kColumns);
  const auto rows = database.query(kSql, {tenant.id, tenant.name, tenant.suspended, Time{tenant.created_at_us},
                                          text_or_null(tenant.brand_name), text_or_null(tenant.brand_colour),
                                          text_or_null(tenant.brand_logo), static_cast<std::int64_t>(kTenantsMax)});
  if (!rows && rows.error().kind == ErrorKind::conflict)
    return Error{ErrorKind::conflict, fmt::format("there is a tenant {} already", tenant.id)};
  if (!rows) return rows.error();
  if (rows->empty()) return Error{ErrorKind::conflict, fmt::format("there are {} tenants already", kTenantsMax)};
  return {};
}

Result<void> update_tenant(Database& database, const Tenant& tenant) {
  constexpr std::string_view kSql = R"(
    UPDATE tenants SET name = $2, suspended = $3, brand_name = $4, brand_colour = $5, brand_logo = $6
    WHERE id = $1 RETURNING id
  )";
  const auto rows = database.query(kSql, {tenant.id, tenant.name, tenant.suspended, text_or_null(tenant.brand_name),
                                          text_or_null(tenant.brand_colour), text_or_null(tenant.brand_logo)});
  if (!rows) return rows.error();
  return rows->empty() ? Result<void>(no_such_tenant()) : Result<void>();
}

Result<Tenant> find_tenant(Database& database, const std::string& id) {
  static const std::string kSql = fmt::format("SELECT {} FROM tenants WHERE id = $1", kColumns);
  const auto rows = database.query(kSql, {id});
  if (!rows) return rows.error();
  return rows->empty() ? Result<Tenant>(no_such_tenant()) : Result<Tenant>(read_tenant(rows->front()));
}

Result<std::vector<Tenant>> load_tenants(Database& database) {
  static const std::string kSql = fmt::format("SELECT {} FROM tenants ORDER BY id", kColumns);
  const auto rows = database.query(kSql);
  if (!rows) return rows.error();
  std::vector<Tenant> out;
  for (const Row& row : *rows) out.push_back(read_tenant(row));
  return out;
}

Result<std::vector<CountedTenant>> list_tenants(Database& database, const std::optional<std::string>& only) {
  const Value one = only ? Value(*only) : Value();
  constexpr std::string_view kKeys =
      "SELECT tenant, COUNT(*) FROM api_keys WHERE revoked_at IS NULL AND tenant = COALESCE($1, tenant) GROUP BY "
      "tenant";
  constexpr std::string_view kUsers =
      "SELECT tenant, COUNT(*) FROM users WHERE tenant = COALESCE($1, tenant) GROUP BY tenant";
  constexpr std::string_view kDecisions =
      "SELECT tenant, CAST(SUM(decisions) AS BIGINT) FROM decision_rollups WHERE tenant = COALESCE($1, tenant) GROUP "
      "BY "
      "tenant";
  auto keys = counts_of(database, kKeys, one);
  if (!keys) return keys.error();
  auto users = counts_of(database, kUsers, one);
  if (!users) return users.error();
  auto decisions = counts_of(database, kDecisions, one);
  if (!decisions) return decisions.error();
  const auto tenants = load_tenants(database);
  if (!tenants) return tenants.error();
  std::vector<CountedTenant> out;
  for (const Tenant& tenant : *tenants) {
    if (only && tenant.id != *only) continue;
    out.push_back({tenant, {(*keys)[tenant.id], (*users)[tenant.id], (*decisions)[tenant.id]}});
  }
  return out;
}

Result<void> adopt_tenants(Database& database, TimeUs now_us) {
  constexpr std::string_view kSql = R"(
    INSERT INTO tenants (id, created_at, suspended, name)
    SELECT tenant, $1, $2, tenant FROM (SELECT tenant FROM api_keys UNION SELECT tenant FROM users
                                   UNION SELECT tenant FROM decision_rollups) AS named
    WHERE NOT EXISTS (SELECT 1 FROM tenants t WHERE t.id = named.tenant)
  )";
  const auto done = database.query(kSql, {Time{now_us}, false});
  return done ? Result<void>() : Result<void>(done.error());
}

}  // namespace shrike::store
