#include "sqlite_statement.hpp"

#include "clean_text.hpp"

namespace shrike::store {

void SqliteBinder::text(int at, std::string_view value) {
  if (!is_clean_text(value)) value = cleaned_.emplace_back(cleaned_text(value));
  keep(sqlite3_bind_text64(statement_, at, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void SqliteBinder::bytes(int at, std::string_view value) {
  // A null pointer would bind NULL.
  const char* data = value.data() != nullptr ? value.data() : "";
  keep(sqlite3_bind_blob64(statement_, at, data, value.size(), SQLITE_STATIC));
}

void SqliteBinder::value(int at, const Value& value) {
  struct Visitor {
    SqliteBinder& binder;
    int at;
    void operator()(std::monostate) const { binder.null(at); }
    void operator()(std::int64_t number) const { binder.integer(at, number); }
    void operator()(double number) const { binder.real(at, number); }
    void operator()(const std::string& text) const { binder.text(at, text); }
    void operator()(const Bytes& bytes) const { binder.bytes(at, bytes.data); }
    void operator()(Time time) const { binder.integer(at, time.us); }
    void operator()(bool flag) const { binder.integer(at, flag ? 1 : 0); }
  };
  std::visit(Visitor{*this, at}, value);
}

void SqliteBinder::reset() {
  sqlite3_reset(statement_);
  cleaned_.clear();
}

namespace {

Value column_value(sqlite3_stmt* statement, int at) {
  const auto size = [&] { return static_cast<std::size_t>(sqlite3_column_bytes(statement, at)); };
  switch (sqlite3_column_type(statement, at)) {
    case SQLITE_INTEGER:
      return static_cast<std::int64_t>(sqlite3_column_int64(statement, at));
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, at);
    case SQLITE_TEXT:
      return std::string(reinterpret_cast<const char*>(sqlite3_column_text(statement, at)), size());
    case SQLITE_BLOB: {
      const void* data = sqlite3_column_blob(statement, at);
      return data == nullptr ? Bytes{} : Bytes{std::string(static_cast<const char*>(data), size())};
    }
    default:
      return {};
  }
}

}  // namespace

Row sqlite_row(sqlite3_stmt* statement) {
  std::vector<Value> values;
  const int columns = sqlite3_column_count(statement);
  values.reserve(static_cast<std::size_t>(columns));
  for (int at = 0; at < columns; ++at) values.push_back(column_value(statement, at));
  return Row(std::move(values));
}

}  // namespace shrike::store
