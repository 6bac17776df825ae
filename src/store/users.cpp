#include "shrike/store/users.hpp"

#include <fmt/format.h>

namespace shrike::store {

namespace {

constexpr std::string_view kColumns =
    "name, tenant, role, password_hash, totp_secret, totp_step, created_at, password_at, totp_on, disabled";

User read_user(const Row& row) {
  return {row.text(0),    row.text(1), row.text(2), row.text(3),    row.text(4),
          row.integer(5), row.time(6), row.time(7), row.boolean(8), row.boolean(9)};
}

Error no_such_user() { return {ErrorKind::not_found, "no such user"}; }

Result<std::vector<User>> users_of(const Result<Rows>& rows) {
  if (!rows) return rows.error();
  std::vector<User> users;
  for (const Row& row : *rows) users.push_back(read_user(row));
  return users;
}

}  // namespace

Result<void> insert_user(Database& database, const User& user) {
  static const std::string kSql =
      fmt::format("INSERT INTO users ({}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", kColumns);
  auto done = database.query(
      kSql, {user.name, user.tenant, user.role, user.password_hash, text_or_null(user.totp_secret), user.totp_step,
             Time{user.created_at_us}, Time{user.password_at_us}, user.totp_on, user.disabled});
  if (!done && done.error().kind == ErrorKind::conflict)
    return Error{ErrorKind::conflict, fmt::format("the name {} is taken", user.name)};
  return done ? Result<void>() : Result<void>(done.error());
}

Result<void> update_user(Database& database, const User& user) {
  constexpr std::string_view kSql = R"(
    UPDATE users SET role = $3, password_hash = $4, totp_secret = $5, totp_step = $6, password_at = $7, totp_on = $8,
      disabled = $9 WHERE tenant = $1 AND name = $2 RETURNING name
  )";
  auto rows =
      database.query(kSql, {user.tenant, user.name, user.role, user.password_hash, text_or_null(user.totp_secret),
                            user.totp_step, Time{user.password_at_us}, user.totp_on, user.disabled});
  if (!rows) return rows.error();
  return rows->empty() ? Result<void>(no_such_user()) : Result<void>();
}

Result<void> use_totp_step(Database& database, const std::string& name, std::int64_t step) {
  auto done = database.query("UPDATE users SET totp_step = $2 WHERE name = $1 AND totp_step < $2", {name, step});
  return done ? Result<void>() : Result<void>(done.error());
}

Result<void> replace_totp_secret(Database& database, const User& user, const std::string& to) {
  auto done = database.query("UPDATE users SET totp_secret = $4 WHERE tenant = $1 AND name = $2 AND totp_secret = $3",
                             {user.tenant, user.name, user.totp_secret, to});
  return done ? Result<void>() : Result<void>(done.error());
}

Result<void> destroy_replaced_secrets(Database& database) {
  if (database.dialect() == Dialect::postgres) return database.script("VACUUM users");
  // Within the file the driver's secure_delete has overwritten them.
  auto emptied = database.query("PRAGMA wal_checkpoint(TRUNCATE)");
  if (!emptied) return emptied.error();
  const bool busy = emptied->empty() || emptied->front().integer(0) != 0;
  return busy ? Result<void>(Error{ErrorKind::unavailable, "the write-ahead log is in use"}) : Result<void>();
}

Result<User> find_user(Database& database, const std::string& tenant, const std::string& name) {
  static const std::string kSql = fmt::format("SELECT {} FROM users WHERE tenant = $1 AND name = $2", kColumns);
  auto rows = database.query(kSql, {tenant, name});
  if (!rows) return rows.error();
  return rows->empty() ? Result<User>(no_such_user()) : Result<User>(read_user(rows->front()));
}

Result<std::vector<User>> list_users(Database& database, const std::string& tenant) {
  static const std::string kSql =
      fmt::format("SELECT {} FROM users WHERE tenant = $1 ORDER BY name LIMIT $2", kColumns);
  return users_of(database.query(kSql, {tenant, static_cast<std::int64_t>(kUsersMax)}));
}

Result<std::vector<User>> load_users(Database& database) {
  static const std::string kSql = fmt::format("SELECT {} FROM users ORDER BY name LIMIT $1", kColumns);
  return users_of(database.query(kSql, {static_cast<std::int64_t>(kUsersMax)}));
}

}  // namespace shrike::store
