#include "shrike/store/cursors.hpp"

namespace shrike::store {

namespace {

/// Errors: corrupt for what no archive ever wrote.
Result<domain::Seq> seq_of(const Rows& rows) {
  const std::int64_t seq = rows.empty() ? 0 : rows.front().integer(0);
  if (seq < 0) return Error{ErrorKind::corrupt, "the store's cursor is damaged: restore a backup of the store"};
  return static_cast<domain::Seq>(seq);
}

}  // namespace

Result<domain::Seq> read_cursor(Database& database, std::string_view name) {
  auto rows = database.query("SELECT seq FROM cursors WHERE name = $1", {std::string(name)});
  if (!rows) return rows.error();
  return seq_of(*rows);
}

Result<domain::Seq> lock_cursor(Database& database, std::string_view name) {
  // FOR UPDATE in one portable statement that also makes the row: writing a row locks it.
  constexpr std::string_view kSql = R"(
    INSERT INTO cursors (name, seq) VALUES ($1, 0)
    ON CONFLICT (name) DO UPDATE SET seq = cursors.seq RETURNING seq
  )";
  auto rows = database.query(kSql, {std::string(name)});
  if (!rows) return rows.error();
  return seq_of(*rows);
}

Result<void> write_cursor(Database& database, std::string_view name, domain::Seq seq) {
  constexpr std::string_view kSql =
      "INSERT INTO cursors (name, seq) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET seq = excluded.seq";
  auto done = database.query(kSql, {std::string(name), static_cast<std::int64_t>(seq)});
  return done ? Result<void>() : Result<void>(done.error());
}

}  // namespace shrike::store
