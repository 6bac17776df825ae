#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "command_table.hpp"
#include "shrike/api/routes.hpp"
#include "shrike/app/service.hpp"
#include "shrike/app/version.hpp"

namespace shrike::app {

namespace {

struct ServeOptions {
  std::string data_dir, listen, database;
  bool demo = false;
};

Result<void> serve(const ServeOptions& options, CommonOptions& common) {
  for (const auto& [key, value] : {std::pair{"data_dir", &options.data_dir}, std::pair{"listen", &options.listen},
                                   std::pair{"database.url", &options.database}}) {
    if (!value->empty()) common.overrides.emplace_back(key, *value);
  }
  if (options.demo) common.overrides.emplace_back("demo", "true");
  const auto config = config_of(common);
  if (!config) return config.error();
  auto service = Service::create(*config);
  if (!service) return service.error();
  fmt::print("{}", (*service)->greeting());
  std::fflush(stdout);
  return (*service)->run();
}

}  // namespace

void add_serve(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto* command = app.add_subcommand("serve", "Run the server and its dashboard");
  auto options = std::make_shared<ServeOptions>();
  command->add_option("--data-dir", options->data_dir,
                      "Folder for the event log, the embedded database and secrets (./data)");
  command->add_option("--listen", options->listen, "HOST:PORT (127.0.0.1:8000)");
  command->add_option("--database", options->database, "postgresql://… or sqlite:///… (SQLite in the data folder)");
  command->add_flag("--demo", options->demo, "Generate traffic, so that the dashboard is alive");
  command->callback([options, &common, &exit_code] {
    if (auto done = serve(*options, common); !done) exit_code = exit_with(done.error());
  });
}

std::string openapi_text() { return api::openapi_json(kVersion); }

}  // namespace shrike::app
