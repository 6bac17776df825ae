#pragma once
// Many rows of one table at once, without a string per field.
#include <cstdint>
#include <functional>
#include <string_view>

#include "shrike/base/clock.hpp"

namespace shrike::store {

/// Must be the column's type in the migrations: PostgreSQL's binary COPY takes no other width.
enum class ColumnType : std::uint8_t { int16, int64, float64, text, bytes, time, boolean };

struct Column {
  std::string_view name;
  ColumnType type;
};

/// Takes one row, column by column in the order of the Column table. Text and bytes must stay where they are until
/// the function that fills the row has returned.
class BulkRow {
 public:
  virtual ~BulkRow() = default;
  virtual void null() = 0;
  virtual void integer(std::int64_t value) = 0;
  virtual void real(double value) = 0;
  virtual void text(std::string_view value) = 0;
  virtual void bytes(std::string_view value) = 0;
  virtual void time(TimeUs value) = 0;
  virtual void boolean(bool value) = 0;

  void text_or_null(std::string_view value) { value.empty() ? null() : text(value); }
};

/// Writes the columns of row number `index`.
using FillRow = std::function<void(std::size_t index, BulkRow& row)>;

}  // namespace shrike::store
