#include "storage.hpp"

#include <fmt/core.h>

#include <thread>

#include "first_start.hpp"
#include "shrike/base/diag.hpp"
#include "shrike/store/migrate.hpp"

namespace shrike::app {

namespace {

constexpr TimeUs kStoreWaitUs = 30 * kSecondUs;
constexpr TimeUs kQueryTimeoutUs = 10 * kSecondUs;    ///< for a person who waits; the archive has longer
constexpr TimeUs kErasureTimeoutUs = 10 * kMinuteUs;  ///< a vacuum of everything
constexpr TimeUs kAuditTimeoutUs = 5 * kSecondUs;     ///< an act waits for its record
constexpr std::chrono::milliseconds kRetryEvery{200};

Error in_store(const Error& error) { return {error.kind, fmt::format("store: {}", error.message)}; }

/// Opens and migrates; waits for a server that is not there yet.
Result<std::unique_ptr<store::Database>> open_migrated(const Config& config, const Clock& clock) {
  const TimeUs deadline_us = clock.steady_us() + kStoreWaitUs;
  while (true) {
    auto database = store::open_database(Storage::url(config), {.application_name = "shrike archive"});
    if (database) {
      const auto migrated = store::migrate(**database);
      if (migrated) return database;
      if (migrated.error().kind != ErrorKind::unavailable) return in_store(migrated.error());
    } else if (database.error().kind != ErrorKind::unavailable || clock.steady_us() > deadline_us) {
      return in_store(database.error());
    }
    std::this_thread::sleep_for(kRetryEvery);
  }
}

/// A server where the program's role is above the policies, and may not make the one that is not.
void warn_without_policies(store::Database& database) {
  if (database.dialect() != store::Dialect::postgres) return;
  const auto held = database.query("SELECT row_security_active('decisions')");
  if (held && !held->front().boolean(0))
    diag::warning("store",
                  "row-level security does not hold the connection for queries: tenants are kept apart by the "
                  "statements alone");
}

}  // namespace

std::string Storage::url(const Config& config) {
  return config.database_url.empty() ? fmt::format("sqlite://{}/{}", config.data_dir, kFile) : config.database_url;
}

Result<Storage> Storage::open(const Config& config, const Clock& clock) {
  if (auto done = make_data_dir(config.data_dir); !done) return done.error();
  Storage storage;
  auto writer = open_migrated(config, clock);
  if (!writer) return writer.error();
  storage.archive = std::move(*writer);
  const auto connect = [&](std::unique_ptr<store::Database>& place,
                           const store::DatabaseOptions& options) -> Result<void> {
    auto opened = store::open_database(url(config), options);
    if (!opened) return in_store(opened.error());
    place = std::move(*opened);
    return {};
  };
  if (auto done =
          connect(storage.query,
                  {.application_name = "shrike query", .statement_timeout_us = kQueryTimeoutUs, .for_people = true});
      !done)
    return done.error();
  warn_without_policies(*storage.query);
  if (auto done = connect(storage.training, {.application_name = "shrike training"}); !done) return done.error();
  if (auto done = connect(storage.monitoring, {.read_only = true, .application_name = "shrike monitoring"}); !done)
    return done.error();
  if (auto done = connect(storage.retention, {.application_name = "shrike retention"}); !done) return done.error();
  if (auto done =
          connect(storage.erasure, {.application_name = "shrike erasure", .statement_timeout_us = kErasureTimeoutUs});
      !done)
    return done.error();
  if (auto done = connect(storage.audit, {.application_name = "shrike audit", .statement_timeout_us = kAuditTimeoutUs});
      !done)
    return done.error();
  storage.query_breaker = std::make_unique<store::BreakerDatabase>(*storage.query, clock);
  storage.audit_breaker = std::make_unique<store::BreakerDatabase>(*storage.audit, clock);
  return storage;
}

}  // namespace shrike::app
