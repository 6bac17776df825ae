#pragma once
// One function per command: adds it to the command line; when it is chosen it runs and sets the exit code.
#include <string>
#include <utility>
#include <vector>

#include "shrike/app/config.hpp"

namespace CLI {
class App;
}

namespace shrike::app {

/// What every command takes.
struct CommonOptions {
  std::string config_file;
  std::vector<std::string> settings;                           ///< "key=value"
  std::vector<std::pair<std::string, std::string>> overrides;  ///< from a command's own options
};

Result<Config> config_of(const CommonOptions& common);
/// Prints the error; gives the exit code.
int exit_with(const Error& error);

void add_serve(CLI::App& app, CommonOptions& common, int& exit_code);
void add_replay(CLI::App& app, CommonOptions& common, int& exit_code);
void add_train(CLI::App& app, CommonOptions& common, int& exit_code);
void add_evaluate(CLI::App& app, CommonOptions& common, int& exit_code);
void add_store_commands(CLI::App& app, CommonOptions& common, int& exit_code);
void add_user(CLI::App& app, CommonOptions& common, int& exit_code);
void add_audit(CLI::App& app, CommonOptions& common, int& exit_code);
void add_health(CLI::App& app, CommonOptions& common, int& exit_code);
std::string openapi_text();

}  // namespace shrike::app
