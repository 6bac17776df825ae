#pragma once
// What goes into and comes out of SQL: one small set of types for every database.
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "shrike/base/clock.hpp"

namespace shrike::store {

/// Binary data: BLOB or bytea.
struct Bytes {
  std::string data;
  friend bool operator==(const Bytes&, const Bytes&) = default;
};

/// A point in time: timestamptz in PostgreSQL, integer microseconds since 1970 in SQLite.
struct Time {
  TimeUs us = 0;
  friend bool operator==(const Time&, const Time&) = default;
};

/// monostate is NULL. Text is UTF-8; what PostgreSQL cannot hold (NUL, invalid UTF-8) is replaced by U+FFFD in both
/// databases.
using Value = std::variant<std::monostate, std::int64_t, double, std::string, Bytes, Time, bool>;

/// Shorthands for optional columns: an empty text or a zero time is NULL.
inline Value text_or_null(std::string text) { return text.empty() ? Value() : Value(std::move(text)); }
inline Value time_or_null(TimeUs time_us) { return time_us == 0 ? Value() : Value(Time{time_us}); }

/// One row of a result. Reads never fail: NULL, another type or a column past the end gives the zero value, so that
/// code which trusts the schema stays short. SQLite has no times and no booleans of its own, hence the conversions from
/// integers.
class Row {
 public:
  explicit Row(std::vector<Value> values) : values_(std::move(values)) {}

  [[nodiscard]] bool is_null(std::size_t column) const;
  [[nodiscard]] std::int64_t integer(std::size_t column) const;
  [[nodiscard]] double real(std::size_t column) const;
  [[nodiscard]] const std::string& text(std::size_t column) const;
  [[nodiscard]] const std::string& bytes(std::size_t column) const;
  [[nodiscard]] TimeUs time(std::size_t column) const;
  [[nodiscard]] bool boolean(std::size_t column) const;
  [[nodiscard]] std::size_t size() const { return values_.size(); }

 private:
  std::vector<Value> values_;
};

using Rows = std::vector<Row>;

}  // namespace shrike::store
