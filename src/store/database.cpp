#include "shrike/store/database.hpp"

#include "postgres_database.hpp"
#include "sqlite_database.hpp"

namespace shrike::store {

Result<Transaction> Transaction::begin(Database& database) {
  if (auto begun = database.begin(); !begun) return begun.error();
  return Transaction(database);
}

Transaction::~Transaction() {
  // A failed rollback means a lost connection, and that has rolled back already.
  if (database_ != nullptr) (void)database_->rollback();
}

Result<void> Transaction::commit() {
  SHRIKE_ASSERT(database_ != nullptr);
  if (auto committed = database_->commit(); !committed) return committed;  // the destructor rolls back
  database_ = nullptr;
  return {};
}

Result<std::unique_ptr<Database>> open_database(const std::string& url, const DatabaseOptions& options) {
  constexpr std::string_view kSqlite = "sqlite://";
  if (url.starts_with(kSqlite)) return open_sqlite(url.substr(kSqlite.size()), options);
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return open_postgres(url, options);
  return invalid("database url: expected sqlite://path or postgresql://…");
}

bool is_retriable(const Error& error) { return error.kind == ErrorKind::unavailable; }

}  // namespace shrike::store
