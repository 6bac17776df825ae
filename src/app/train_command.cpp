#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "command_table.hpp"
#include "examples.hpp"
#include "input.hpp"
#include "progress.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/training/isolation_trainer.hpp"

namespace shrike::app {

namespace {

struct TrainOptions {
  std::vector<std::string> files;
  std::string out, map, format, until, name, model_params = "best", kind = "trees";
  std::size_t templates = 0;
  std::uint32_t version = 1;
  double skip_days = 30;
  double false_positives = -1;  ///< below 0: not stated
};

/// Whole or not at all: written beside and renamed.
Result<void> write_file(const std::string& path, const std::string& bytes) {
  const std::string part = path + ".part";
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  file << bytes;
  file.close();
  if (!file || std::rename(part.c_str(), path.c_str()) != 0) return io_error(fmt::format("writing {} failed", path));
  return {};
}

Result<Examples> collect(const TrainOptions& options, const Config& config) {
  ExampleSettings settings;
  const auto map = sources::parse_column_map(options.map);
  if (!map) return invalid(fmt::format("--map: {}", map.error().message));
  settings.features = feature_sets().data();
  for (const auto& [field, column] : *map) {
    if (options.kind == "trees" && field.starts_with(engine::kAttributePrefix)) settings.own_columns.push_back(field);
  }
  if (settings.own_columns.size() > engine::kAttributeInputsMax)
    return invalid(fmt::format("--map: expected at most {} attributes", engine::kAttributeInputsMax));
  settings.skip_us = static_cast<TimeUs>(options.skip_days * static_cast<double>(kDayUs));
  if (!options.until.empty()) {
    const auto until = parse_time(options.until);
    if (!until) return invalid(fmt::format("--until {}: {}", options.until, until.error().message));
    settings.until_us = *until;
  }
  auto examples = read_example_files(options.files, options.format, options.map, settings, config, {});
  if (!examples) return examples.error();
  if (!examples->messages.empty()) add_template_messages(options.templates, 7, *examples);
  return examples;
}

std::string data_name(const TrainOptions& options) {
  if (!options.name.empty()) return options.name;
  std::string name;
  for (const std::string& path : options.files)
    name += (name.empty() ? "" : " + ") + std::filesystem::path(path).filename().string();
  return name;
}

Result<void> train_forest(const TrainOptions& options, const Examples& examples) {
  auto file =
      training::train_isolation_forest(examples.payments, {0, examples.payments.size()}, {}, data_name(options));
  if (!file) return file.error();
  file->header.version = options.version;
  if (auto done = write_file(options.out, engine::write_model_file(*file)); !done) return done;
  fmt::print("{} written: {} examples, {} bad rows\n", options.out, examples.payments.size(), examples.rows_bad);
  return {};
}

training::TextSettings text_settings(const TrainOptions& options) {
  training::TextSettings out;
  if (options.false_positives < 0) return out;
  out.false_positives = options.false_positives;
  out.best_f1 = false;
  return out;
}

Result<void> run_train(const TrainOptions& options, const CommonOptions& common) {
  const auto config = config_of(common);
  if (!config) return config.error();
  const auto trees = training::parse_tree_settings(options.model_params);
  if (!trees) return invalid(fmt::format("--model-params: {}", trees.error().message));
  const auto examples = collect(options, *config);
  if (!examples) return examples.error();
  if (examples->payments.size() > 0 && !examples->messages.empty())
    return invalid("expected files of transactions or of messages, not both");
  if (options.kind == "isolation-forest") return train_forest(options, *examples);
  const SystemClock clock;
  ProgressBar bar("training:", clock);
  const std::size_t count = examples->payments.size() + examples->messages.size();
  const auto progress = [&](double part) { bar.update(part, count); };
  auto trained = examples->messages.empty()
                     ? training::train_trees(examples->payments, *trees, data_name(options), progress)
                     : training::train_text(examples->messages, text_settings(options), data_name(options), progress);
  if (!trained) return trained.error();
  bar.finish(count);
  trained->file.header.version = options.version;
  if (auto done = write_file(options.out, engine::write_model_file(trained->file)); !done) return done;
  const auto& v = trained->validation;
  fmt::print(
      "{} written: {} examples, {} bad rows\nvalidation: {} events, {} fraud, AUC {:.4f}, average precision {:.4f}, "
      "recall at 1 % FPR {:.4f}{}\nat the threshold: F1 {:.4f}, recall {:.4f}, false positives {:.4f}\n",
      options.out, count, examples->rows_bad, v.events, v.frauds, v.auc, v.average_precision, v.recall_at_fpr_1,
      examples->messages.empty()
          ? fmt::format(", expected calibration error {:.4f}", trained->reliability.expected_calibration_error)
          : std::string(),
      v.f1, v.recall, v.false_positive_rate);
  return {};
}

}  // namespace

void add_train(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto* command = app.add_subcommand("train", "Make a model from files with known truth");
  auto options = std::make_shared<TrainOptions>();
  command
      ->add_option("DATA", options->files, "CSV or NDJSON files of transactions or of messages, - for standard input")
      ->required();
  command->add_option("--out", options->out, "Model file to write")->required();
  command->add_option("--map", options->map, "field=column,… where columns have unusual names");
  command->add_option("--format", options->format, "csv or ndjson");
  command->add_option("--until", options->until, "Use transactions before this time only");
  command->add_option("--skip-days", options->skip_days, "First days that only fill the windows")
      ->check(CLI::Range(0.0, 3650.0));
  command
      ->add_option("--templates", options->templates,
                   "Messages of each of the program's own two sets of templates to add")
      ->check(CLI::Range(0, 100000));
  command
      ->add_option("--model-version", options->version,
                   "Version to write into the model: one more than the one it replaces")
      ->check(CLI::PositiveNumber);
  command
      ->add_option(
          "--false-positives", options->false_positives,
          "Messages: share of genuine SMS that may reach the threshold (else that of the best F1, 0.005 at most)")
      ->check(CLI::Range(0.0, 0.5));
  command->add_option("--kind", options->kind, "Transaction models: trees or isolation-forest")
      ->check(CLI::IsMember({"trees", "isolation-forest"}));
  command->add_option("--model-params", options->model_params,
                      "Transaction models: best, default (XGBoost's), or name=value,… over best");
  command->add_option("--name", options->name, "Name of the data in the model's summary");
  command->callback([options, &common, &exit_code] {
    if (auto done = run_train(*options, common); !done) exit_code = exit_with(done.error());
  });
}

}  // namespace shrike::app
