#pragma once

#include <memory>
#include <string>

#include "shrike/app/config.hpp"
#include "shrike/base/clock.hpp"
#include "shrike/store/breaker_database.hpp"
#include "shrike/store/database.hpp"

namespace shrike::app {

/// The program's connections to its store, one for each thread that reads or writes it, so that a person's slow query
/// never holds up the archive. Each is used by its own thread alone.
struct Storage {
  static constexpr std::string_view kFile = "shrike.db";  ///< the embedded store, in the data folder

  std::unique_ptr<store::Database> archive;
  std::unique_ptr<store::Database> query;
  std::unique_ptr<store::BreakerDatabase> query_breaker;  ///< over `query`: fails at once while the store is away
  std::unique_ptr<store::Database> training;
  std::unique_ptr<store::Database> monitoring;
  std::unique_ptr<store::Database> retention;
  std::unique_ptr<store::Database> erasure;
  std::unique_ptr<store::Database> audit;
  std::unique_ptr<store::BreakerDatabase> audit_breaker;

  static std::string url(const Config& config);
  /// Makes the data folder, migrates the store and opens every connection. Waits up to 30 s for a server that is
  /// not there yet (a database that starts together with the program). `clock` must live longer.
  static Result<Storage> open(const Config& config, const Clock& clock);
};

}  // namespace shrike::app
