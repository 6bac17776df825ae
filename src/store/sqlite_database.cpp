#include "sqlite_database.hpp"

#include <fmt/format.h>

#include <charconv>
#include <limits>
#include <unordered_map>

#include "sqlite_statement.hpp"

namespace shrike::store {

namespace {

constexpr TimeUs kNoDeadline = std::numeric_limits<TimeUs>::max();

constexpr int kBusyTimeoutMs = 5'000;        // another process may hold the write lock for one batch, not longer
constexpr int kProgressOperations = 10'000;  // how often a running statement looks at its deadline; under a millisecond
constexpr std::size_t kStatementsMax = 128;  // prepared statements kept; filters make new ones
constexpr int kJournalModeTries = 20;        // switching to WAL does not wait for the busy timeout

// FULL: a transaction that was committed lets the eventlog reuse its space, so it must survive a power cut like the
// log. A checkpoint each 20,000 pages (80 MB) instead of each 1,000 doubles the rate of random keys.
constexpr const char* kSessionSql = R"(
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA wal_autocheckpoint = 20000;
  PRAGMA journal_size_limit = 134217728;
  PRAGMA cache_size = -65536;
  PRAGMA temp_store = MEMORY;
  PRAGMA secure_delete = ON;
)";

ErrorKind kind_of(int extended_code) {
  switch (extended_code & 0xFF) {
    case SQLITE_CONSTRAINT:  // whichever it is, the same rows will break it again
      return ErrorKind::conflict;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
    case SQLITE_FULL:
      return ErrorKind::unavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorKind::corrupt;
    case SQLITE_TOOBIG:
    case SQLITE_RANGE:
      return ErrorKind::invalid;
    default:
      return ErrorKind::io;
  }
}

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(SqliteHandle handle, const DatabaseOptions& options) : handle_(std::move(handle)), options_(options) {
    sqlite3_progress_handler(handle_.get(), kProgressOperations, &SqliteDatabase::past_deadline, this);
  }

  Result<void> configure();

  Result<Rows> query(std::string_view sql, std::span<const Value> params) override;
  Result<void> script(std::string_view sql) override;
  Result<void> bulk_insert(std::string_view table, std::span<const Column> columns, std::size_t rows,
                           const FillRow& fill) override;
  Result<void> begin() override;
  Result<void> commit() override;
  Result<void> rollback() override;
  Result<void> lock_migrations() override { return {}; }  // BEGIN IMMEDIATE did
  Result<void> act_for(std::string_view) override { return {}; }
  [[nodiscard]] Dialect dialect() const override { return Dialect::sqlite; }

 private:
  static int past_deadline(void* self);
  Result<sqlite3_stmt*> prepared(std::string_view sql);
  Result<void> bind(sqlite3_stmt* statement, SqliteBinder& binder, std::span<const Value> params);
  Result<void> insert_row(sqlite3_stmt* statement, SqliteBulkRow& row, std::size_t columns);
  Error failed();

  SqliteHandle handle_;
  DatabaseOptions options_;
  std::unordered_map<std::string, SqliteStatement> statements_;  // finalized before handle_ closes
  TimeUs deadline_us_ = kNoDeadline;                             // steady clock
  bool spoiled_ = false;                                         // a statement of the open transaction failed
};

int SqliteDatabase::past_deadline(void* self) {
  return SystemClock().steady_us() > static_cast<SqliteDatabase*>(self)->deadline_us_ ? 1 : 0;
}

Error SqliteDatabase::failed() {
  spoiled_ = true;
  const int code = sqlite3_extended_errcode(handle_.get());
  if ((code & 0xFF) == SQLITE_INTERRUPT) {
    return {ErrorKind::unavailable,
            fmt::format("sqlite: statement took longer than {} ms", options_.statement_timeout_us / kMillisecondUs)};
  }
  return {kind_of(code), fmt::format("sqlite: {}", sqlite3_errmsg(handle_.get()))};
}

Result<void> SqliteDatabase::configure() {
  sqlite3_extended_result_codes(handle_.get(), 1);
  sqlite3_busy_timeout(handle_.get(), kBusyTimeoutMs);
  for (int tries = 1;; ++tries) {
    auto switched = script("PRAGMA journal_mode = WAL");
    if (switched.ok()) break;
    if (!is_retriable(switched.error()) || tries == kJournalModeTries) return switched;
    sqlite3_sleep(50);
  }
  if (auto done = script(kSessionSql); !done) return done;
  return options_.read_only ? script("PRAGMA query_only = ON") : Result<void>();
}

Result<sqlite3_stmt*> SqliteDatabase::prepared(std::string_view sql) {
  std::string key(sql);
  if (const auto found = statements_.find(key); found != statements_.end()) return found->second.get();
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  SqliteStatement statement(raw);
  if (code != SQLITE_OK) return failed();
  if (statements_.size() >= kStatementsMax) statements_.clear();
  statements_.emplace(std::move(key), std::move(statement));
  return raw;
}

Result<void> SqliteDatabase::bind(sqlite3_stmt* statement, SqliteBinder& binder, std::span<const Value> params) {
  // SQLite numbers "$7" by first appearance, not by its digits.
  for (int at = 1; at <= sqlite3_bind_parameter_count(statement); ++at) {
    const char* name = sqlite3_bind_parameter_name(statement, at);
    std::size_t number = 0;
    if (name != nullptr) std::from_chars(name + 1, name + std::char_traits<char>::length(name), number);
    if (number == 0 || number > params.size()) return invalid("sqlite: statement has a parameter without a value");
    binder.value(at, params[number - 1]);
  }
  return binder.code() == SQLITE_OK ? Result<void>() : Result<void>(failed());
}

Result<Rows> SqliteDatabase::query(std::string_view sql, std::span<const Value> params) {
  auto statement = prepared(sql);
  if (!statement) return statement.error();
  SqliteBinder binder(*statement);
  if (auto bound = bind(*statement, binder, params); !bound) return bound.error();
  deadline_us_ = SystemClock().steady_us() + options_.statement_timeout_us;
  Rows rows;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(*statement)) == SQLITE_ROW) rows.push_back(sqlite_row(*statement));
  deadline_us_ = kNoDeadline;
  Result<Rows> result = code == SQLITE_DONE ? Result<Rows>(std::move(rows)) : Result<Rows>(failed());
  binder.reset();
  sqlite3_clear_bindings(*statement);  // the values are the caller's and go away
  return result;
}

Result<void> SqliteDatabase::script(std::string_view sql) {
  const int code = sqlite3_exec(handle_.get(), std::string(sql).c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? Result<void>() : Result<void>(failed());
}

std::string insert_sql(std::string_view table, std::span<const Column> columns) {
  std::string names;
  std::string marks;
  for (std::size_t at = 0; at < columns.size(); ++at) {
    const std::string_view comma = at == 0 ? "" : ", ";
    fmt::format_to(std::back_inserter(names), "{}{}", comma, columns[at].name);
    fmt::format_to(std::back_inserter(marks), "{}?{}", comma, at + 1);
  }
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", table, names, marks);
}

Result<void> SqliteDatabase::insert_row(sqlite3_stmt* statement, SqliteBulkRow& row, std::size_t columns) {
  SHRIKE_ASSERT(row.columns() == columns);
  if (row.code() != SQLITE_OK || sqlite3_step(statement) != SQLITE_DONE) {
    const Error error = failed();
    row.reset();
    return error;
  }
  row.reset();
  return {};
}

Result<void> SqliteDatabase::bulk_insert(std::string_view table, std::span<const Column> columns, std::size_t rows,
                                         const FillRow& fill) {
  auto statement = prepared(insert_sql(table, columns));
  if (!statement) return statement.error();
  SqliteBulkRow row(*statement);
  Result<void> result;
  for (std::size_t index = 0; index < rows && result.ok(); ++index) {
    fill(index, row);
    result = insert_row(*statement, row, columns.size());
  }
  sqlite3_clear_bindings(*statement);
  return result;
}

Result<void> SqliteDatabase::begin() {
  auto begun = script(options_.read_only ? "BEGIN" : "BEGIN IMMEDIATE");
  if (begun) spoiled_ = false;
  return begun;
}

Result<void> SqliteDatabase::commit() {
  // As PostgreSQL does: a transaction with a failed statement cannot be committed.
  if (spoiled_ || sqlite3_get_autocommit(handle_.get()) != 0) {
    return io_error("sqlite: commit of a transaction in which a statement failed");
  }
  return script("COMMIT");
}

Result<void> SqliteDatabase::rollback() {
  // SQLite may have rolled back by itself, e.g. when the disk was full.
  return sqlite3_get_autocommit(handle_.get()) != 0 ? Result<void>() : script("ROLLBACK");
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path, const DatabaseOptions& options) {
  if (path.empty()) return invalid("database url: sqlite:// needs a path");
  sqlite3* raw = nullptr;
  // One thread at a time is the contract, so SQLite needs no mutex of its own.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  SqliteHandle handle(raw);
  if (code != SQLITE_OK) return Error{kind_of(code), fmt::format("sqlite: {}: {}", path, sqlite3_errstr(code))};
  auto database = std::make_unique<SqliteDatabase>(std::move(handle), options);
  if (auto configured = database->configure(); !configured) return configured.error();
  return std::unique_ptr<Database>(std::move(database));
}

}  // namespace shrike::store
