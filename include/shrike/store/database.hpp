#pragma once
// The seam to SQL. Two drivers (SQLite, PostgreSQL) and a failing one in the tests stand behind it.
// Statements are portable SQL with the placeholders $1, $2, …; what differs per database stays in the driver and in
// migrations/.
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "shrike/base/result.hpp"
#include "shrike/store/bulk.hpp"
#include "shrike/store/value.hpp"

namespace shrike::store {

/// No tenant has this id: for act_for.
inline constexpr std::string_view kAllTenants = "*";

enum class Dialect : std::uint8_t { sqlite, postgres };

/// One connection, used by one thread at a time. Errors of every call: unavailable (connection lost, busy, deadlock,
/// timed out, disk full: the same transaction may succeed later), conflict (a constraint: a unique key is already
/// there, a check fails), invalid (a value that the database cannot hold), corrupt (damaged file), io (anything else,
/// with the database's words). After a lost connection the transaction is gone; the next call outside a transaction
/// connects anew.
class Database {
 public:
  virtual ~Database() = default;

  /// Runs one statement. Its result rows are held in memory: the caller bounds them with LIMIT.
  virtual Result<Rows> query(std::string_view sql, std::span<const Value> params) = 0;
  Result<Rows> query(std::string_view sql, std::initializer_list<Value> params = {}) {
    return query(sql, std::span(params.begin(), params.size()));
  }
  /// Runs several statements without parameters, separated by semicolons.
  virtual Result<void> script(std::string_view sql) = 0;
  /// Adds `rows` rows: COPY in PostgreSQL, one prepared statement in SQLite. All or nothing within a transaction.
  virtual Result<void> bulk_insert(std::string_view table, std::span<const Column> columns, std::size_t rows,
                                   const FillRow& fill) = 0;

  /// One level only. In SQLite a writer takes the write lock here.
  virtual Result<void> begin() = 0;
  virtual Result<void> commit() = 0;
  virtual Result<void> rollback() = 0;
  /// Inside a transaction: waits until no other process migrates.
  virtual Result<void> lock_migrations() = 0;

  /// Whose rows the connection sees and writes from now on, or kAllTenants. The second wall behind the tenant in every
  /// statement: PostgreSQL holds the connection to it by row-level security, SQLite has nothing of the kind. Not within
  /// a transaction; kept when the connection is lost. Error: as query.
  virtual Result<void> act_for(std::string_view tenant) = 0;

  [[nodiscard]] virtual Dialect dialect() const = 0;
  /// "sqlite" or "postgres": the folder of migrations/ and the word in /info.
  [[nodiscard]] std::string_view name() const { return dialect() == Dialect::sqlite ? "sqlite" : "postgres"; }
};

/// Rolls back unless committed. The database must outlive it.
class Transaction {
 public:
  static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

struct DatabaseOptions {
  bool read_only = false;                   ///< the connection refuses writes
  std::string application_name = "shrike";  ///< shown by pg_stat_activity
  TimeUs connect_timeout_us = 5 * kSecondUs;
  TimeUs statement_timeout_us = 30 * kSecondUs;  ///< a longer statement ends as unavailable
  bool for_people = false;  ///< sees no tenant's rows until act_for, even where the program connects as a superuser
};

/// Opens a connection; several may be open to one url. `url` is "sqlite:///absolute/path.db",
/// "sqlite://relative/path.db" or "postgresql://user@host:port/database". A SQLite file is made when it is not there,
/// its folder is not. Errors: invalid (url), unavailable (server not reached), io, corrupt. Messages never hold the
/// password.
Result<std::unique_ptr<Database>> open_database(const std::string& url, const DatabaseOptions& options = {});

/// True where the same transaction may succeed when it is tried again.
bool is_retriable(const Error& error);

}  // namespace shrike::store
