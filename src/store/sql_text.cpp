#include "sql_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <iterator>

namespace shrike::store {

namespace {

constexpr std::size_t kRowsPerStatementMax = 64;  // times at most 16 columns: far below the 32,766 parameters of SQLite

Result<Rows> insert_some(Database& database, std::string_view head, std::span<const std::vector<Value>> rows,
                         std::string_view tail) {
  SqlParams params;
  std::string sql = fmt::format("{} VALUES ", head);
  for (std::size_t at = 0; at < rows.size(); ++at) {
    sql += at == 0 ? "(" : ", (";
    for (std::size_t column = 0; column < rows[at].size(); ++column) {
      sql += column == 0 ? "" : ", ";
      sql += params.add(rows[at][column]);
    }
    sql += ")";
  }
  sql += fmt::format(" {}", tail);
  return database.query(sql, params.values());
}

}  // namespace

std::string SqlParams::add(Value value) {
  values_.push_back(std::move(value));
  return fmt::format("${}", values_.size());
}

std::string like_pattern(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

Result<void> insert_rows(Database& database, std::string_view head, std::span<const std::vector<Value>> rows,
                         std::string_view tail) {
  const auto done = insert_rows_returning(database, head, rows, tail);
  return done ? Result<void>() : Result<void>(done.error());
}

Result<Rows> insert_rows_returning(Database& database, std::string_view head, std::span<const std::vector<Value>> rows,
                                   std::string_view tail) {
  Rows all;
  while (!rows.empty()) {
    const std::size_t count = std::bit_floor(std::min(rows.size(), kRowsPerStatementMax));
    auto some = insert_some(database, head, rows.first(count), tail);
    if (!some) return some.error();
    std::ranges::move(*some, std::back_inserter(all));
    rows = rows.subspan(count);
  }
  return all;
}

}  // namespace shrike::store
