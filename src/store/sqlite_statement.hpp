#pragma once
// Thin owners of sqlite3 handles, for the SQLite driver only.
#include <sqlite3.h>

#include <deque>
#include <memory>
#include <string>

#include "shrike/store/bulk.hpp"
#include "shrike/store/value.hpp"

namespace shrike::store {

struct SqliteClose {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
struct SqliteFinalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using SqliteHandle = std::unique_ptr<sqlite3, SqliteClose>;
using SqliteStatement = std::unique_ptr<sqlite3_stmt, SqliteFinalize>;

/// Binds values to a statement without copying them. They must stay until `reset`.
class SqliteBinder {
 public:
  explicit SqliteBinder(sqlite3_stmt* statement) : statement_(statement) {}
  void null(int at) { keep(sqlite3_bind_null(statement_, at)); }
  void integer(int at, std::int64_t value) { keep(sqlite3_bind_int64(statement_, at, value)); }
  void real(int at, double value) { keep(sqlite3_bind_double(statement_, at, value)); }
  void text(int at, std::string_view value);
  void bytes(int at, std::string_view value);
  void value(int at, const Value& value);
  /// Makes the statement ready for the next row. Parameters stay bound.
  void reset();
  /// SQLITE_OK or the first code that was not.
  [[nodiscard]] int code() const { return code_; }

 private:
  void keep(int code) {
    if (code_ == SQLITE_OK) code_ = code;
  }
  sqlite3_stmt* statement_;
  std::deque<std::string> cleaned_;
  int code_ = SQLITE_OK;
};

/// A row of bulk_insert: column n is parameter n.
class SqliteBulkRow final : public BulkRow {
 public:
  explicit SqliteBulkRow(sqlite3_stmt* statement) : binder_(statement) {}
  void null() override { binder_.null(++at_); }
  void integer(std::int64_t value) override { binder_.integer(++at_, value); }
  void real(double value) override { binder_.real(++at_, value); }
  void text(std::string_view value) override { binder_.text(++at_, value); }
  void bytes(std::string_view value) override { binder_.bytes(++at_, value); }
  void time(TimeUs value) override { binder_.integer(++at_, value); }
  void boolean(bool value) override { binder_.integer(++at_, value ? 1 : 0); }

  /// How many columns were written since `reset`.
  [[nodiscard]] std::size_t columns() const { return static_cast<std::size_t>(at_); }
  [[nodiscard]] int code() const { return binder_.code(); }
  void reset() {
    binder_.reset();
    at_ = 0;
  }

 private:
  SqliteBinder binder_;
  int at_ = 0;
};

/// The row that the statement stands on.
Row sqlite_row(sqlite3_stmt* statement);

}  // namespace shrike::store
