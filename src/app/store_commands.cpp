// migrate and key: work on the store without a running server.
#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "command_table.hpp"
#include "first_start.hpp"
#include "store_access.hpp"

namespace shrike::app {

namespace {

struct KeyOptions {
  StoreOptions store;
  std::string role = "viewer", label, id;
  double days = 0;
};

Result<void> create_key(const KeyOptions& options, CommonOptions& common) {
  const auto role = access::role_from(options.role);
  if (!role) return invalid(fmt::format("--role {}: expected ingest, viewer, analyst, admin or auditor", options.role));
  auto database = open_store(options.store, common);
  if (!database) return database.error();
  const TimeUs now_us = SystemClock().now_us();
  const TimeUs expires_us =
      options.days > 0 ? now_us + static_cast<TimeUs>(options.days * static_cast<double>(kDayUs)) : 0;
  const auto key = access::make_key(*role, std::string(kDefaultTenant), options.label, now_us, expires_us);
  const auto done = recorded(**database, "key.create", key.row.id, fmt::format(R"({{"role":"{}"}})", options.role),
                             [&] { return store::insert_api_key(**database, key.row); });
  if (!done) return done;
  fmt::print("{}\n{}\nShown once; only its hash is kept. A running server knows it within seconds.\n", key.row.id,
             key.text);
  return {};
}

Result<void> list_keys(const KeyOptions& options, CommonOptions& common) {
  auto database = open_store(options.store, common);
  if (!database) return database.error();
  const auto keys = store::list_api_keys(**database, std::string(kDefaultTenant));
  if (!keys) return keys.error();
  fmt::print("{:<18} {:<18} {:<8} {:<10} {}\n", "id", "prefix", "role", "state", "label");
  for (const auto& key : *keys) {
    fmt::print("{:<18} {:<18} {:<8} {:<10} {}\n", key.id, key.prefix, key.role,
               key.revoked_at_us != 0 ? "revoked" : "active", key.label);
  }
  return {};
}

Result<void> revoke_key(const KeyOptions& options, CommonOptions& common) {
  auto database = open_store(options.store, common);
  if (!database) return database.error();
  const auto done = recorded(**database, "key.revoke", options.id, "", [&] {
    return store::revoke_api_key(**database, std::string(kDefaultTenant), options.id, SystemClock().now_us());
  });
  if (!done) return done;
  fmt::print("{} revoked\n", options.id);
  return {};
}

Result<void> run_migrate(const KeyOptions& options, CommonOptions& common) {
  auto database = open_store(options.store, common);
  if (!database) return database.error();
  fmt::print("the {} database is up to date\n", (*database)->name());
  return {};
}

}  // namespace

void add_store_commands(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto options = std::make_shared<KeyOptions>();
  const auto bind = [&, options](CLI::App* command, Result<void> (*work)(const KeyOptions&, CommonOptions&)) {
    add_store_options(command, options->store);
    command->callback([options, work, &common, &exit_code] {
      if (auto done = work(*options, common); !done) exit_code = exit_with(done.error());
    });
  };
  bind(app.add_subcommand("migrate", "Bring the database to this version's schema"), run_migrate);
  auto* key = app.add_subcommand("key", "Make, list and revoke API keys");
  key->require_subcommand(1);
  auto* create = key->add_subcommand("create", "Make a key and show it once");
  create->add_option("--role", options->role, "ingest, viewer, analyst, admin or auditor (viewer)");
  create->add_option("--label", options->label, "What it is for");
  create->add_option("--days", options->days, "Days until it expires (never)")->check(CLI::Range(0.0, 36500.0));
  bind(create, create_key);
  bind(key->add_subcommand("list", "Show all keys, without their secrets"), list_keys);
  auto* revoke = key->add_subcommand("revoke", "End a key");
  revoke->add_option("ID", options->id, "Key id as `key list` shows it")->required();
  bind(revoke, revoke_key);
}

}  // namespace shrike::app
