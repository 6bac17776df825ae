#pragma once
// What the commands that work on a store without a running server share.
#include <memory>
#include <string>

#include "command_table.hpp"
#include "shrike/store/audit.hpp"

namespace shrike::app {

struct StoreOptions {
  std::string data_dir, database;
};
void add_store_options(CLI::App* command, StoreOptions& options);
/// Opens and migrates.
Result<std::unique_ptr<store::Database>> open_store(const StoreOptions& options, CommonOptions& common);

/// Carries out a change and appends its row to the audit chain, both or none.
Result<void> recorded(store::Database& database, std::string_view action, std::string object, std::string detail,
                      const std::function<Result<void>()>& change);

}  // namespace shrike::app
