#include "postgres_connection.hpp"

#include <fmt/format.h>

#include <map>

namespace shrike::store {

namespace {

constexpr int kTcpUserTimeoutMs = 10'000;  // a server that is gone without a word is noticed in this time
constexpr int kKeepaliveIdleSeconds = 30;

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

std::string quoted(std::string_view value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

}  // namespace

pqxx::connectionpolicy::handle ConnectOnce::do_startconnect(handle orig) {
  if (orig != nullptr) return orig;
  if (raw_ != nullptr) throw pqxx::broken_connection("connection to the server was lost");
  handle fresh = normalconnect(nullptr);
  if (PQstatus(fresh) != CONNECTION_OK) {
    const std::string message = PQerrorMessage(fresh);
    do_disconnect(fresh);
    throw pqxx::broken_connection(message);
  }
  raw_ = fresh;
  return fresh;
}

PostgresConnection::PostgresConnection(const std::string& conninfo) : connection_base(policy_), policy_(conninfo) {
  init();
}

Result<std::string> postgres_conninfo(const std::string& url, const DatabaseOptions& options) {
  char* unused = nullptr;  // libpq's words may quote the url with its password
  const std::unique_ptr<PQconninfoOption, FreeOptions> parsed(PQconninfoParse(url.c_str(), &unused));
  PQfreemem(unused);
  if (parsed == nullptr)
    return invalid("database url: expected postgresql://user:password@host:port/database?option=value");
  std::map<std::string, std::string> settings{
      {"application_name", options.application_name},
      {"client_encoding", "UTF8"},
      {"connect_timeout", fmt::to_string(std::max<TimeUs>(2, options.connect_timeout_us / kSecondUs))},
      {"tcp_user_timeout", fmt::to_string(kTcpUserTimeoutMs)},
      {"keepalives_idle", fmt::to_string(kKeepaliveIdleSeconds)},
  };
  for (const auto* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) settings[option->keyword] = option->val;
  }
  std::string text;
  for (const auto& [key, value] : settings) text += fmt::format("{}={} ", key, quoted(value));
  return text;
}

std::string postgres_session_sql(const DatabaseOptions& options) {
  // A superuser is above the policies; this role, which the migrations made for it, is not.
  constexpr std::string_view kTakeRole = R"(;
    DO $$ BEGIN
      IF (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user)
        AND EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'shrike_query' AND pg_has_role(oid, 'MEMBER'))
      THEN SET ROLE shrike_query; END IF;
    END $$)";
  const TimeUs timeout_ms = options.statement_timeout_us / kMillisecondUs;
  return fmt::format(
      "SET TIME ZONE 'UTC'; SET datestyle = 'ISO, YMD'; SET bytea_output = 'hex'; SET extra_float_digits = 1;"
      "SET client_min_messages = 'warning'; SET statement_timeout = {0}; SET lock_timeout = {0};"
      "SET idle_in_transaction_session_timeout = {0}; SET default_transaction_read_only = {1}{2}",
      timeout_ms, options.read_only ? "on" : "off", options.for_people ? kTakeRole : "");
}

Error postgres_error(std::string_view sqlstate, std::string_view message) {
  const std::string text = fmt::format("postgres: {}", message.substr(0, message.find('\n')));
  const auto of_class = [&](std::string_view prefix) { return sqlstate.starts_with(prefix); };
  // Appendix A of the PostgreSQL manual: connection, rollback to avoid deadlock or anomaly, resources, operator
  // intervention (shutdown, timeout), lock not available.
  if (of_class("08") || of_class("40") || of_class("53") || of_class("57") || sqlstate == "55P03" ||
      sqlstate == "25P03") {
    return {ErrorKind::unavailable, text};
  }
  // Whichever constraint it is (or a trigger's own error), the same rows will break it again.
  if (of_class("23") || sqlstate == "P0001") return {ErrorKind::conflict, text};
  if (of_class("22")) return {ErrorKind::invalid, text};
  if (of_class("XX")) return {ErrorKind::corrupt, text};
  return {ErrorKind::io, text};
}

}  // namespace shrike::store
