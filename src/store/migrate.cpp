#include "shrike/store/migrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "shrike/base/fault_point.hpp"
#include "shrike/base/hash.hpp"

namespace shrike::store {

namespace {

struct Migration {
  std::int64_t number;
  std::string_view name;
  std::string_view sql;
  [[nodiscard]] std::string checksum() const { return fmt::format("{:016x}", hash64(sql)); }
};

/// Those of one dialect, by number. `names` are "<dialect>/NNNN_name.sql".
Result<std::vector<Migration>> migrations_of(std::string_view dialect, std::span<const EmbeddedFile> files) {
  std::vector<Migration> found;
  for (const EmbeddedFile& file : files) {
    if (!file.name.starts_with(dialect) || file.name.substr(dialect.size()).substr(0, 1) != "/") continue;
    const std::string_view name = file.name.substr(dialect.size() + 1);
    std::int64_t number = 0;
    std::from_chars(name.data(), name.data() + name.size(), number);
    if (number <= 0) return invalid(fmt::format("migration {}: expected NNNN_name.sql", file.name));
    found.push_back({number, name, file.bytes});
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  const auto twice =
      std::adjacent_find(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.number == b.number; });
  if (twice != found.end()) return invalid(fmt::format("migration number {} is there twice", twice->number));
  return found;
}

constexpr std::string_view kCreateSql = R"(
  CREATE TABLE IF NOT EXISTS schema_migrations (
    number BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
  )
)";

Result<void> refuse_newer(Database& database, std::int64_t newest_known) {
  constexpr std::string_view kNewestSql = "SELECT number, name FROM schema_migrations ORDER BY number DESC LIMIT 1";
  auto rows = database.query(kNewestSql);
  if (!rows) return rows.error();
  if (rows->empty() || rows->front().integer(0) <= newest_known) return {};
  return Error{ErrorKind::conflict,
               fmt::format("the database has migration {}, this program knows only up to {}: start a newer version",
                           rows->front().text(1), newest_known)};
}

Result<void> apply(Database& database, const Migration& migration) {
  constexpr std::string_view kFindSql = "SELECT checksum FROM schema_migrations WHERE number = $1";
  constexpr std::string_view kInsertSql = "INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, $2, $3)";
  auto rows = database.query(kFindSql, {migration.number});
  if (!rows) return rows.error();
  if (!rows->empty()) {
    if (rows->front().text(0) == migration.checksum()) return {};
    return Error{ErrorKind::conflict,
                 fmt::format("migration {} has changed since it was applied: restore the file and add a new migration",
                             migration.name)};
  }
  SHRIKE_FAULT_POINT("migrate.before_script");
  if (auto done = database.script(migration.sql); !done) {
    return Error{done.error().kind, fmt::format("migration {}: {}", migration.name, done.error().message)};
  }
  auto inserted = database.query(kInsertSql, {migration.number, std::string(migration.name), migration.checksum()});
  return inserted ? Result<void>() : Result<void>(inserted.error());
}

/// One step in a transaction that no other process is in.
template <class Step>
Result<void> alone(Database& database, const Step& step) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  if (auto locked = database.lock_migrations(); !locked) return locked;
  if (auto done = step(); !done) return done;
  SHRIKE_FAULT_POINT("migrate.before_commit");
  const auto done = transaction->commit();
  SHRIKE_FAULT_POINT("migrate.after_commit");
  return done;
}

}  // namespace

Result<void> migrate(Database& database, std::span<const EmbeddedFile> files) {
  auto migrations = migrations_of(database.name(), files);
  if (!migrations) return migrations.error();
  const std::int64_t newest = migrations->empty() ? 0 : migrations->back().number;
  auto prepared = alone(database, [&]() -> Result<void> {
    if (auto created = database.script(kCreateSql); !created) return created;
    return refuse_newer(database, newest);
  });
  if (!prepared) return prepared;
  for (const Migration& migration : *migrations) {
    if (auto applied = alone(database, [&] { return apply(database, migration); }); !applied) return applied;
  }
  return {};
}

Result<void> migrate(Database& database) { return migrate(database, embedded::migrations()); }

}  // namespace shrike::store
