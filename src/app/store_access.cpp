#include "store_access.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include "first_start.hpp"
#include "shrike/store/migrate.hpp"

namespace shrike::app {

void add_store_options(CLI::App* command, StoreOptions& options) {
  command->add_option("--data-dir", options.data_dir, "Folder of the embedded database (./data)");
  command->add_option("--database", options.database, "postgresql://… or sqlite:///…");
}

Result<std::unique_ptr<store::Database>> open_store(const StoreOptions& options, CommonOptions& common) {
  if (!options.data_dir.empty()) common.overrides.emplace_back("data_dir", options.data_dir);
  if (!options.database.empty()) common.overrides.emplace_back("database.url", options.database);
  const auto config = config_of(common);
  if (!config) return config.error();
  if (config->database_url.empty()) {
    if (auto done = make_data_dir(config->data_dir); !done) return done.error();
  }
  auto database = store::open_database(
      config->database_url.empty() ? fmt::format("sqlite://{}/shrike.db", config->data_dir) : config->database_url);
  if (!database) return database.error();
  if (auto done = store::migrate(**database); !done) return done.error();
  return database;
}

Result<void> recorded(store::Database& database, std::string_view action, std::string object, std::string detail,
                      const std::function<Result<void>()>& change) {
  auto transaction = store::Transaction::begin(database);
  if (!transaction) return transaction.error();
  if (auto done = change(); !done) return done;
  store::AuditEntry entry{SystemClock().now_us(),
                          std::string(kDefaultTenant),
                          fmt::format("command line, user {}", ::getuid()),
                          "admin",
                          "local",
                          std::string(action),
                          std::move(object),
                          "done",
                          std::move(detail)};
  if (auto last = store::append_audit(database, {&entry, 1}); !last) return last.error();
  return transaction->commit();
}

}  // namespace shrike::app
