#include "shrike/store/api_keys.hpp"

namespace shrike::store {

namespace {

ApiKey read_key(const Row& row) {
  return {row.text(0), row.text(1), row.text(2), row.text(3), row.text(4),
          row.text(5), row.time(6), row.time(7), row.time(8), row.text(9)};
}

Error no_such_key() { return {ErrorKind::not_found, "no such API key"}; }

}  // namespace

Result<void> insert_api_key(Database& database, const ApiKey& key) {
  constexpr std::string_view kSql = R"(
    INSERT INTO api_keys (id, prefix, sha256, role, tenant, label, created_at, expires_at, revoked_at, addresses)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
  )";
  auto done = database.query(
      kSql, {key.id, key.prefix, key.sha256, key.role, key.tenant, key.label, Time{key.created_at_us},
             time_or_null(key.expires_at_us), time_or_null(key.revoked_at_us), text_or_null(key.addresses)});
  return done ? Result<void>() : Result<void>(done.error());
}

Result<std::vector<ApiKey>> list_api_keys(Database& database, const std::string& tenant) {
  constexpr std::string_view kSql = R"(
    SELECT id, prefix, sha256, role, tenant, label, created_at, expires_at, revoked_at, addresses FROM api_keys
    WHERE tenant = $1 ORDER BY created_at DESC, id DESC LIMIT $2
  )";
  auto rows = database.query(kSql, {tenant, static_cast<std::int64_t>(kApiKeysMax)});
  if (!rows) return rows.error();
  std::vector<ApiKey> keys;
  for (const Row& row : *rows) keys.push_back(read_key(row));
  return keys;
}

Result<void> revoke_api_key(Database& database, const std::string& tenant, const std::string& id, TimeUs at_us) {
  constexpr std::string_view kSql =
      "UPDATE api_keys SET revoked_at = COALESCE(revoked_at, $3) WHERE tenant = $1 AND id = $2 RETURNING id";
  auto rows = database.query(kSql, {tenant, id, Time{at_us}});
  if (!rows) return rows.error();
  return rows->empty() ? Result<void>(no_such_key()) : Result<void>();
}

Result<std::vector<ApiKey>> load_api_keys(Database& database) {
  constexpr std::string_view kSql = R"(
    SELECT id, prefix, sha256, role, tenant, label, created_at, expires_at, revoked_at, addresses FROM api_keys
    WHERE revoked_at IS NULL ORDER BY created_at DESC, id DESC LIMIT $1
  )";
  auto rows = database.query(kSql, {static_cast<std::int64_t>(kLoadedKeysMax)});
  if (!rows) return rows.error();
  std::vector<ApiKey> keys;
  for (const Row& row : *rows) keys.push_back(read_key(row));
  return keys;
}

Result<ApiKey> find_api_key(Database& database, const std::string& tenant, const std::string& id) {
  constexpr std::string_view kSql = R"(
    SELECT id, prefix, sha256, role, tenant, label, created_at, expires_at, revoked_at, addresses FROM api_keys
    WHERE tenant = $1 AND id = $2
  )";
  auto rows = database.query(kSql, {tenant, id});
  if (!rows) return rows.error();
  return rows->empty() ? Result<ApiKey>(no_such_key()) : Result<ApiKey>(read_key(rows->front()));
}

Result<void> expire_api_key(Database& database, const std::string& tenant, const std::string& id, TimeUs at_us) {
  constexpr std::string_view kSql = R"(
    UPDATE api_keys SET expires_at = CASE WHEN expires_at < $3 THEN expires_at ELSE $3 END
    WHERE tenant = $1 AND id = $2 RETURNING id
  )";
  auto rows = database.query(kSql, {tenant, id, Time{at_us}});
  if (!rows) return rows.error();
  return rows->empty() ? Result<void>(no_such_key()) : Result<void>();
}

Result<ApiKey> find_api_key_by_hash(Database& database, const std::string& sha256) {
  constexpr std::string_view kSql = R"(
    SELECT id, prefix, sha256, role, tenant, label, created_at, expires_at, revoked_at, addresses FROM api_keys WHERE sha256 = $1
  )";
  auto rows = database.query(kSql, {sha256});
  if (!rows) return rows.error();
  return rows->empty() ? Result<ApiKey>(no_such_key()) : Result<ApiKey>(read_key(rows->front()));
}

}  // namespace shrike::store
