#include "shrike/app/commands.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>

#include "command_table.hpp"
#include "shrike/app/version.hpp"
#include "shrike/base/card_numbers.hpp"

namespace shrike::app {

int run_command_line(int argc, char** argv) {
  CLI::App app("Shrike: real-time fraud detection in one process", "shrike");
  app.require_subcommand(1);
  app.fallthrough();
  CommonOptions common;
  app.add_option("--config", common.config_file, "TOML file with settings");
  app.add_option("--set", common.settings, "Any setting, as key=value (repeat for more)");
  int exit_code = kExitDone;
  add_serve(app, common, exit_code);
  add_replay(app, common, exit_code);
  add_train(app, common, exit_code);
  add_evaluate(app, common, exit_code);
  add_store_commands(app, common, exit_code);
  add_user(app, common, exit_code);
  add_audit(app, common, exit_code);
  add_health(app, common, exit_code);
  app.add_subcommand("openapi", "Print the OpenAPI document")->callback([] { fmt::print("{}\n", openapi_text()); });
  app.add_subcommand("version", "Print the version")->callback([] { fmt::print("shrike {}\n", kVersion); });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? kExitDone : kExitUsage;
  } catch (const std::exception& error) {
    fmt::print(stderr, "shrike: {}\n", error.what());
    return kExitFailed;
  }
  return exit_code;
}

int exit_with(const Error& error) {
  fmt::print(stderr, "shrike: {}\n", mask_card_numbers(error.message));
  return error.kind == ErrorKind::invalid ? kExitUsage : kExitFailed;
}

Result<Config> config_of(const CommonOptions& common) {
  std::vector<std::pair<std::string, std::string>> overrides = common.overrides;
  for (const std::string& setting : common.settings) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos) return invalid(fmt::format("--set {}: expected key=value", setting));
    overrides.emplace_back(setting.substr(0, equals), setting.substr(equals + 1));
  }
  return load_config(common.config_file, process_environment(), overrides);
}

}  // namespace shrike::app
