#pragma once
// One session with a PostgreSQL server. Includes libpqxx: for the PostgreSQL driver's .cpp files only.
#include <libpq-fe.h>

#include <pqxx/pqxx>
#include <string>

#include "shrike/store/database.hpp"

namespace shrike::store {

/// Connects once. libpqxx 6 would connect again by itself in the middle of a transaction and run the rest of it without
/// one.
class ConnectOnce final : public pqxx::connectionpolicy {
 public:
  explicit ConnectOnce(const std::string& conninfo) : connectionpolicy(conninfo) {}
  handle do_startconnect(handle orig) override;
  /// For COPY in binary format, which libpqxx does not have.
  [[nodiscard]] PGconn* raw() const { return raw_; }

 private:
  PGconn* raw_ = nullptr;  // owned by the libpqxx connection
};

/// Throws what libpqxx throws; PostgresDatabase is the wall.
class PostgresConnection final : public pqxx::connection_base {
 public:
  explicit PostgresConnection(const std::string& conninfo);
  ~PostgresConnection() noexcept { close(); }
  [[nodiscard]] PGconn* raw() const { return policy_.raw(); }
  [[nodiscard]] bool alive() const { return is_open() && PQstatus(raw()) == CONNECTION_OK; }

 private:
  ConnectOnce policy_;
  pqxx::quiet_errorhandler quiet_{*this};  // notices would go to standard error
};

/// libpq's key='value' text for a url, with bounds on every wait where the url sets none. Error: invalid.
Result<std::string> postgres_conninfo(const std::string& url, const DatabaseOptions& options);

/// SET statements that a new session needs.
std::string postgres_session_sql(const DatabaseOptions& options);

/// For an error that the server named by its SQLSTATE. Only the first line of the message is kept: the others quote
/// values.
Error postgres_error(std::string_view sqlstate, std::string_view message);

}  // namespace shrike::store
