#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "command_table.hpp"
#include "input.hpp"
#include "shrike/app/models.hpp"
#include "shrike/app/replay.hpp"
#include "shrike/app/verify.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::app {

namespace {

struct ReplayOptions {
  std::string file, format, map, speed = "max", score_from;
  double label_delay_days = 7;
  bool json = false;
};

Result<double> speed_of(const std::string& text) {
  if (text == "max") return 0.0;
  char* end = nullptr;
  const double factor = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || std::string_view(end) != "x" || !(factor > 0)) {
    return invalid(fmt::format("--speed {}: expected max or a factor such as 10x", text));
  }
  return factor;
}

Result<ReplaySettings> settings_of(const ReplayOptions& options) {
  ReplaySettings settings;
  auto map = sources::parse_column_map(options.map);
  if (!map) return invalid(fmt::format("--map: {}", map.error().message));
  settings.map = *map;
  const auto speed = speed_of(options.speed);
  if (!speed) return speed.error();
  settings.speed = *speed;
  const auto format = format_of(options.format, options.file);
  if (!format) return format.error();
  settings.format = *format;
  settings.label_delay_us = static_cast<TimeUs>(options.label_delay_days * static_cast<double>(kDayUs));
  if (!options.score_from.empty()) {
    const auto from = parse_time(options.score_from);
    if (!from) return invalid(fmt::format("--score-from {}: {}", options.score_from, from.error().message));
    settings.score_from_us = *from;
  }
  return settings;
}

Result<void> run_replay(const ReplayOptions& options, const CommonOptions& common) {
  auto settings = settings_of(options);
  if (!settings) return settings.error();
  const auto config = config_of(common);
  if (!config) return config.error();
  auto models = load_models(config->transaction_model, config->message_model);
  if (!models) return models.error();
  auto input = open_input(options.file);
  if (!input) return input.error();
  settings->input_bytes = input->bytes;
  const auto report = replay(*input->stream, *settings, *config, *models);
  if (!report) return report.error();
  fmt::print("{}", options.json ? report_json(*report) + "\n" : report_text(*report));
  return {};
}

struct VerifyOptions {
  bool wanted = false;
  std::string data_dir, database;
};

Result<void> run_verify(const VerifyOptions& options, CommonOptions& common) {
  if (!options.data_dir.empty()) common.overrides.emplace_back("data_dir", options.data_dir);
  if (!options.database.empty()) common.overrides.emplace_back("database.url", options.database);
  const auto config = config_of(common);
  if (!config) return config.error();
  const auto models = load_models(config->transaction_model, config->message_model);
  if (!models) return models.error();
  auto database = store::open_database(
      config->database_url.empty() ? fmt::format("sqlite://{}/shrike.db", config->data_dir) : config->database_url,
      {.read_only = true});
  if (!database) return database.error();
  const auto verification = verify(**database, *config, *models);
  if (!verification) return verification.error();
  fmt::print("{}", verification_text(*verification));
  if (verification->different == 0) return {};
  return Error{ErrorKind::corrupt, "past decisions come out differently"};
}

void add_input_options(CLI::App& command, ReplayOptions& options) {
  command.add_option("FILE", options.file, "CSV or NDJSON file, - for standard input");
  command.add_option("--format", options.format, "csv or ndjson (by the file's ending, else csv)");
  command.add_option("--map", options.map, "field=column,… where columns have unusual names");
  command.add_option("--label-delay-days", options.label_delay_days, "Days after which a fraud becomes known")
      ->check(CLI::Range(0.0, 365.0));
  command.add_option("--score-from", options.score_from,
                     "Score events from this time on; earlier ones fill the windows");
  command.add_flag("--json", options.json, "Print one JSON object");
}

}  // namespace

void add_replay(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto* command = app.add_subcommand("replay", "Run a file through the live path and report");
  auto options = std::make_shared<ReplayOptions>();
  add_input_options(*command, *options);
  auto verification = std::make_shared<VerifyOptions>();
  command->add_option("--speed", options->speed, "max, or event time per wall time such as 10x");
  command->add_flag("--verify", verification->wanted, "Decide again on everything that the store holds, and compare");
  command->add_option("--data-dir", verification->data_dir, "With --verify: the server's data folder (./data)");
  command->add_option("--database", verification->database,
                      "With --verify: the store, where it is not in the data folder");
  command->callback([options, verification, &common, &exit_code] {
    const bool file = !options->file.empty();
    const auto done = verification->wanted ? run_verify(*verification, common)
                      : file               ? run_replay(*options, common)
                                           : Result<void>(invalid("FILE: expected a file, or - for standard input"));
    if (!done) exit_code = exit_with(done.error());
  });
}

}  // namespace shrike::app
