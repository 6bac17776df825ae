#pragma once
// Building statements whose shape depends on the caller. Values always go through parameters.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shrike/store/database.hpp"

namespace shrike::store {

/// Collects values and gives each its placeholder.
class SqlParams {
 public:
  /// "$1" for the first, and so on.
  std::string add(Value value);
  [[nodiscard]] std::span<const Value> values() const { return values_; }

 private:
  std::vector<Value> values_;
};

/// `text` as a LIKE pattern (ESCAPE '\') that finds it anywhere, with % and _ standing for themselves.
std::string like_pattern(std::string_view text);

/// Runs "<head> VALUES (…), (…) <tail>" for all rows in few statements: 2^n rows each, so that few texts exist.
Result<void> insert_rows(Database& database, std::string_view head, std::span<const std::vector<Value>> rows,
                         std::string_view tail);
/// The same with a `tail` that ends in RETURNING: its rows, in no particular order.
Result<Rows> insert_rows_returning(Database& database, std::string_view head, std::span<const std::vector<Value>> rows,
                                   std::string_view tail);

}  // namespace shrike::store
