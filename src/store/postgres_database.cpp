#include "postgres_database.hpp"

#include <fmt/format.h>

#include <map>

#include "postgres_connection.hpp"
#include "postgres_copy.hpp"
#include "postgres_values.hpp"

namespace pqxx {

/// Lets a parameter list of mixed types pass through libpqxx.
template <>
struct string_traits<shrike::store::Value> {
  static constexpr const char* name() noexcept { return "shrike::store::Value"; }
  static constexpr bool has_null() noexcept { return true; }
  static bool is_null(const shrike::store::Value& value) { return std::holds_alternative<std::monostate>(value); }
  static std::string to_string(const shrike::store::Value& value) {
    return shrike::store::postgres_text(value).value_or(std::string());
  }
};

}  // namespace pqxx

namespace shrike::store {

namespace {

constexpr std::size_t kCopyChunk = 256U << 10U;      // bytes handed to libpq at once
constexpr std::int64_t kMigrationLock = 0x53687269;  // any number that no other program on the server takes

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultHandle = std::unique_ptr<PGresult, ClearResult>;

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(std::string conninfo, const DatabaseOptions& options)
      : conninfo_(std::move(conninfo)), options_(options), tenant_(options.for_people ? "" : kAllTenants) {}

  /// Connects unless there is a live connection or an open transaction, which dies with its connection.
  Result<void> connect();

  Result<Rows> query(std::string_view sql, std::span<const Value> params) override;
  Result<void> script(std::string_view sql) override;
  Result<void> bulk_insert(std::string_view table, std::span<const Column> columns, std::size_t rows,
                           const FillRow& fill) override;
  Result<void> begin() override;
  Result<void> commit() override;
  Result<void> rollback() override;
  Result<void> lock_migrations() override;
  Result<void> act_for(std::string_view tenant) override;
  [[nodiscard]] Dialect dialect() const override { return Dialect::postgres; }

 private:
  /// Runs `call` and turns what it throws into an error.
  template <class T, class Call>
  Result<T> guarded(const Call& call);
  Error error_of(const std::exception& exception) const;
  Error raw_error(const PGresult* result) const;
  Result<bool> is_held_to_policy(std::string_view table);
  Result<void> copy(std::string_view table, std::span<const Column> columns, std::size_t rows, const FillRow& fill);
  Result<void> copy_and_move(std::string_view table, std::span<const Column> columns, std::size_t rows,
                             const FillRow& fill);
  bool send_rows(CopyEncoder& encoder, std::size_t rows, const FillRow& fill);
  Result<void> finish_copy();

  std::string conninfo_;
  DatabaseOptions options_;
  std::unique_ptr<PostgresConnection> connection_;
  std::string tenant_;                // as act_for wants it
  std::map<std::string, bool> held_;  // by table: whether COPY is refused because of its policy; of this connection
  bool in_transaction_ = false;
};

Error PostgresDatabase::error_of(const std::exception& exception) const {
  const std::string_view words = exception.what();
  if (const auto* named = dynamic_cast<const pqxx::sql_error*>(&exception)) {
    if (connection_ != nullptr && connection_->alive()) return postgres_error(named->sqlstate(), words);
  }
  const bool rolled_back = dynamic_cast<const pqxx::transaction_rollback*>(&exception) != nullptr ||
                           dynamic_cast<const pqxx::broken_connection*>(&exception) != nullptr ||
                           dynamic_cast<const pqxx::in_doubt_error*>(&exception) != nullptr;
  const bool lost = connection_ == nullptr || !connection_->alive();
  return postgres_error(rolled_back || lost ? "08000" : "", words);
}

template <class T, class Call>
Result<T> PostgresDatabase::guarded(const Call& call) {
  if (auto connected = connect(); !connected) return connected.error();
  try {
    return call();
  } catch (const std::exception& exception) {
    return error_of(exception);
  }
}

Result<void> PostgresDatabase::connect() {
  if (connection_ != nullptr && connection_->alive()) return {};
  if (in_transaction_) return Error{ErrorKind::unavailable, "postgres: the connection was lost within the transaction"};
  connection_.reset();
  try {
    connection_ = std::make_unique<PostgresConnection>(conninfo_);
    pqxx::nontransaction(*connection_).exec(postgres_session_sql(options_));
    pqxx::nontransaction(*connection_).exec_params("SELECT set_config('shrike.tenant', $1, false)", tenant_);
    held_.clear();
    return {};
  } catch (const std::exception& exception) {
    const Error error = error_of(exception);
    connection_.reset();  // a session without its settings must not be used
    return error;
  }
}

Rows rows_of(const pqxx::result& result) {
  Rows rows;
  rows.reserve(result.size());
  for (const auto& row : result) {
    std::vector<Value> values;
    values.reserve(row.size());
    for (const auto& field : row) {
      values.push_back(field.is_null() ? Value() : postgres_value(field.type(), {field.c_str(), field.size()}));
    }
    rows.emplace_back(std::move(values));
  }
  return rows;
}

Result<Rows> PostgresDatabase::query(std::string_view sql, std::span<const Value> params) {
  return guarded<Rows>([&]() -> Result<Rows> {
    pqxx::nontransaction session(*connection_);
    return rows_of(
        session.exec_params(std::string(sql), pqxx::prepare::make_dynamic_params(params.begin(), params.end())));
  });
}

Result<void> PostgresDatabase::script(std::string_view sql) {
  return guarded<void>([&]() -> Result<void> {
    pqxx::nontransaction(*connection_).exec(std::string(sql));
    return {};
  });
}

Result<void> PostgresDatabase::begin() {
  SHRIKE_ASSERT(!in_transaction_);
  auto begun = script("BEGIN");
  in_transaction_ = begun.ok();
  return begun;
}

Result<void> PostgresDatabase::commit() {
  // The server answers COMMIT of a failed transaction with a silent rollback.
  if (connection_ != nullptr && PQtransactionStatus(connection_->raw()) == PQTRANS_INERROR) {
    return io_error("postgres: commit of a transaction in which a statement failed");
  }
  auto committed = script("COMMIT");
  if (committed) in_transaction_ = false;
  return committed;
}

Result<void> PostgresDatabase::rollback() {
  if (!in_transaction_) return {};
  Result<void> rolled_back;
  if (connection_ != nullptr && connection_->alive()) rolled_back = script("ROLLBACK");
  in_transaction_ = false;
  if (!rolled_back) connection_.reset();  // whatever state it is in, the next call starts afresh
  return rolled_back;
}

Result<void> PostgresDatabase::act_for(std::string_view tenant) {
  SHRIKE_ASSERT(!in_transaction_);
  if (tenant == tenant_ && connection_ != nullptr && connection_->alive()) return {};
  // Until it is set the session keeps the tenant before, so an error must not leave the new one noted.
  const auto set = query("SELECT set_config('shrike.tenant', $1, false)", std::array{Value(std::string(tenant))});
  if (!set) return set.error();
  tenant_ = tenant;
  return {};
}

Result<void> PostgresDatabase::lock_migrations() {
  auto locked = query("SELECT pg_advisory_xact_lock($1)", std::array{Value(kMigrationLock)});
  return locked ? Result<void>() : Result<void>(locked.error());
}

std::string copy_sql(std::string_view table, std::span<const Column> columns) {
  std::string names;
  for (const Column& column : columns) names += fmt::format("{}{}", names.empty() ? "" : ", ", column.name);
  return fmt::format("COPY {} ({}) FROM STDIN (FORMAT binary)", table, names);
}

Error PostgresDatabase::raw_error(const PGresult* result) const {
  if (!connection_->alive()) return postgres_error("08000", PQerrorMessage(connection_->raw()));
  const char* sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return postgres_error(sqlstate != nullptr ? sqlstate : "", PQresultErrorMessage(result));
}

bool PostgresDatabase::send_rows(CopyEncoder& encoder, std::size_t rows, const FillRow& fill) {
  const auto send = [&] {
    const bool sent =
        PQputCopyData(connection_->raw(), encoder.buffer.data(), static_cast<int>(encoder.buffer.size())) == 1;
    encoder.buffer.clear();
    return sent;
  };
  encoder.header();
  for (std::size_t index = 0; index < rows; ++index) {
    encoder.begin_row();
    fill(index, encoder);
    encoder.end_row();
    if (encoder.buffer.size() >= kCopyChunk && !send()) return false;
  }
  encoder.trailer();
  return send();
}

Result<void> PostgresDatabase::finish_copy() {
  Result<void> outcome;
  while (const ResultHandle result{PQgetResult(connection_->raw())}) {
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COPY_IN) break;  // the connection broke while sending: there is no end to wait for
    if (status != PGRES_COMMAND_OK && outcome.ok()) outcome = raw_error(result.get());
  }
  if (outcome.ok() && !connection_->alive()) outcome = raw_error(nullptr);
  return outcome;
}

/// Whether the server would refuse COPY into the table: it does where a policy holds the connection.
Result<bool> PostgresDatabase::is_held_to_policy(std::string_view table) {
  const auto known = held_.find(std::string(table));
  if (known != held_.end()) return known->second;
  const auto rows = query("SELECT row_security_active(CAST($1 AS text))", std::array{Value(std::string(table))});
  if (!rows) return rows.error();
  return held_[std::string(table)] = rows->front().boolean(0);
}

Result<void> PostgresDatabase::bulk_insert(std::string_view table, std::span<const Column> columns, std::size_t rows,
                                           const FillRow& fill) {
  const auto held = is_held_to_policy(table);
  if (!held) return held.error();
  return *held ? copy_and_move(table, columns, rows, fill) : copy(table, columns, rows, fill);
}

/// Through a table of the session's own, which no policy guards.
Result<void> PostgresDatabase::copy_and_move(std::string_view table, std::span<const Column> columns, std::size_t rows,
                                             const FillRow& fill) {
  const std::string own = fmt::format("incoming_{}", table);
  std::string names;
  for (const Column& column : columns) names += fmt::format("{}{}", names.empty() ? "" : ", ", column.name);
  if (auto made = script(fmt::format("CREATE TEMPORARY TABLE IF NOT EXISTS {0} (LIKE {1}); TRUNCATE {0}", own, table));
      !made)
    return made;
  if (auto copied = copy(own, columns, rows, fill); !copied) return copied;
  return script(fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", table, names, names, own));
}

Result<void> PostgresDatabase::copy(std::string_view table, std::span<const Column> columns, std::size_t rows,
                                    const FillRow& fill) {
  return guarded<void>([&]() -> Result<void> {
    PGconn* raw = connection_->raw();
    const ResultHandle started(PQexec(raw, copy_sql(table, columns).c_str()));
    if (PQresultStatus(started.get()) != PGRES_COPY_IN) return raw_error(started.get());
    CopyEncoder encoder(columns);
    encoder.buffer.reserve(kCopyChunk + (kCopyChunk >> 2U));
    const bool sent = send_rows(encoder, rows, fill);
    PQputCopyEnd(raw, sent ? nullptr : "sending failed");
    return finish_copy();
  });
}

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(const std::string& url, const DatabaseOptions& options) {
  auto conninfo = postgres_conninfo(url, options);
  if (!conninfo) return conninfo.error();
  auto database = std::make_unique<PostgresDatabase>(std::move(*conninfo), options);
  if (auto connected = database->connect(); !connected) return connected.error();
  return std::unique_ptr<Database>(std::move(database));
}

}  // namespace shrike::store
