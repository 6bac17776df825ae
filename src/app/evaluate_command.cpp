#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <numeric>

#include "command_table.hpp"
#include "evaluate_text.hpp"
#include "message_folds.hpp"
#include "progress.hpp"
#include "shrike/app/models.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::app {

namespace {

struct EvaluateOptions {
  std::vector<std::string> files;
  std::vector<std::string> models;
  std::string map, format, score_from, until;
  double label_delay_days = 7;
  std::size_t folds = 0;
  std::uint64_t seed = 1;
  bool json = false;
  std::string protocol, train_start, features = "shrike", model_params = "best";
  training::HandbookSettings handbook;
};

Result<std::optional<TimeUs>> time_of(const char* name, const std::string& text) {
  if (text.empty()) return std::optional<TimeUs>();
  const auto time = parse_time(text.size() == 10 ? text + "T00:00:00Z" : text);
  if (!time) return invalid(fmt::format("{} {}: {}", name, text, time.error().message));
  return std::optional<TimeUs>(*time);
}

Result<Examples> collect(const EvaluateOptions& options, const Config& config, ExampleSettings settings,
                         const engine::ModelSet& models) {
  settings.label_delay_us = static_cast<TimeUs>(options.label_delay_days * static_cast<double>(kDayUs));
  return read_example_files(options.files, options.format, options.map, settings, config, models);
}

/// Both classes must be there, and of one kind: figures of anything else would mean nothing.
Result<void> check(const Examples& examples) {
  const auto& payments = examples.payments;
  const std::size_t count = payments.size() + examples.messages.size();
  const auto scams =
      static_cast<std::size_t>(std::ranges::count_if(examples.messages, &training::MessageExample::scam));
  const std::size_t frauds = scams + frauds_in(payments, {0, payments.size()});
  if (payments.size() > 0 && !examples.messages.empty())
    return invalid("expected files of transactions or of messages, not both");
  if (frauds > 0 && frauds < count) return {};
  std::string bad;
  for (const auto& row : examples.bad_rows) bad += fmt::format("; line {}: {}", row.line, row.reason);
  return invalid(
      fmt::format("expected fraud and genuine events with a known truth, found {} events, {} of them fraud "
                  "({} rows read, {} bad, {} without truth{})",
                  count, frauds, examples.rows_read, examples.rows_bad, examples.rows_without_truth, bad));
}

EvaluationReport report_of(const Examples& examples, std::string model) {
  EvaluationReport report;
  const bool messages = !examples.messages.empty();
  report.kind = messages ? "messages" : "transactions";
  report.model = std::move(model);
  report.rows_read = examples.rows_read;
  report.rows_bad = examples.rows_bad;
  report.rows_without_truth = examples.rows_without_truth;
  report.rows_repeated = examples.rows_repeated;
  report.bad_rows = examples.bad_rows;
  std::vector<training::Scored> scored;
  std::vector<training::Forecast> forecasts;
  std::vector<double> scores;
  for (std::size_t i = 0; i < examples.verdicts.size(); ++i) {
    const Verdict& verdict = examples.verdicts[i];
    const bool fraud = messages ? examples.messages[i].scam : examples.payments.row(i).fraud;
    scored.push_back({verdict.log_odds, verdict.flagged, fraud});
    forecasts.push_back({verdict.probability, fraud});
    scores.push_back(verdict.log_odds);
  }
  report.evaluation = training::evaluate(std::move(scored));
  report.reliability = training::reliability(std::move(forecasts));
  std::vector<training::Scored> anomalies;
  for (std::size_t i = 0; i < examples.anomalies.size(); ++i)
    anomalies.push_back({examples.anomalies[i], false, examples.payments.row(i).fraud});
  if (!anomalies.empty()) report.anomalies = training::evaluate(std::move(anomalies));
  bool customers = false;
  std::vector<std::size_t> rows(examples.payments.size());
  std::iota(rows.begin(), rows.end(), 0);
  for (const std::size_t row : rows) customers |= examples.payments.row(row).customer != 0;
  if (customers && examples.payments.in_order())
    report.card_precision_100 = training::card_precision(examples.payments, rows, scores);
  return report;
}

std::string model_name(const engine::ModelSet& models, const Examples& examples) {
  const engine::ModelHeader& header =
      examples.messages.empty() ? models.transactions->header() : models.messages->header();
  return fmt::format("{} version {}", header.id, header.version);
}

Result<void> run_model(const EvaluateOptions& options, const Config& config) {
  auto models = load_models(config.transaction_model, config.message_model);
  if (!models) return models.error();
  for (const std::string& path : options.models) {
    if (auto done = load_model(path, *models); !done) return done;
  }
  ExampleSettings settings;
  settings.skip_us = 0;
  settings.decisions = options.folds == 0;
  const auto from = time_of("--score-from", options.score_from);
  if (!from) return from.error();
  settings.from_us = *from;
  const auto until = time_of("--until", options.until);
  if (!until) return until.error();
  settings.until_us = *until;
  auto examples = collect(options, config, settings, *models);
  if (!examples) return examples.error();
  if (auto sound = check(*examples); !sound) return sound;
  std::string name = model_name(*models, *examples);
  if (options.folds > 0) {
    if (examples->messages.empty()) return invalid("--folds: for messages; for transactions use --protocol handbook");
    if (auto done = judge_in_folds(*examples, options.folds, options.seed, config); !done) return done;
    name = fmt::format("{} folds by near-duplicates, seed {}", options.folds, options.seed);
  }
  const EvaluationReport report = report_of(*examples, std::move(name));
  fmt::print("{}", options.json ? report_json(report) : report_text(report));
  return {};
}

Result<void> run_handbook(EvaluateOptions options, const Config& config) {
  if (options.protocol != "handbook") return invalid(fmt::format("--protocol {}: expected handbook", options.protocol));
  const auto start = time_of("--train-start", options.train_start);
  if (!start) return start.error();
  if (!*start || **start % kDayUs != 0) return invalid("--train-start: expected a day such as 2018-07-25");
  const auto set = feature_set_named(options.features);
  if (!set) return invalid(fmt::format("--features {}", set.error().message));
  const auto trees = training::parse_tree_settings(options.model_params);
  if (!trees) return invalid(fmt::format("--model-params: {}", trees.error().message));
  HandbookReport report{options.features, options.handbook, {}};
  report.settings.folds = options.folds == 0 ? 1 : static_cast<int>(options.folds);
  report.settings.split.train_start_us = **start;
  report.settings.trees = *trees;
  const auto& split = report.settings.split;
  const int fit_days = std::max(report.settings.fit_days, split.train_days);
  ExampleSettings settings;
  settings.features = *set;
  settings.from_us = split.train_end_us() - fit_days * kDayUs;
  settings.until_us = split.moved((report.settings.folds - 1) * report.settings.step_days).test_end_us();
  options.label_delay_days = split.delay_days;
  const auto examples = collect(options, config, settings, {});
  if (!examples) return examples.error();
  if (auto sound = check(*examples); !sound) return sound;
  const SystemClock clock;
  ProgressBar bar("training:", clock);
  auto folds = training::run_handbook(examples->payments, report.settings,
                                      [&](double part) { bar.update(part, examples->payments.size()); });
  if (!folds) return folds.error();
  bar.finish(examples->payments.size());
  report.folds = std::move(*folds);
  fmt::print("{}", options.json ? report_json(report) : report_text(report));
  return {};
}

Result<void> run_evaluate(const EvaluateOptions& options, const CommonOptions& common) {
  const auto config = config_of(common);
  if (!config) return config.error();
  if (!options.protocol.empty()) return run_handbook(options, *config);
  if (options.models.empty() && options.folds == 0) return invalid("expected --model FILE, --folds or --protocol");
  return run_model(options, *config);
}

void add_protocol_options(CLI::App& command, EvaluateOptions& options) {
  auto& split = options.handbook.split;
  command.add_option("--protocol", options.protocol, "handbook: train and test week by week, as published");
  command.add_option("--train-start", options.train_start, "First training day, such as 2018-07-25");
  command.add_option("--train-days", split.train_days, "Training days")->check(CLI::Range(1, 365));
  command.add_option("--delay-days", split.delay_days, "Days between, whose labels come too late")
      ->check(CLI::Range(1, 365));
  command.add_option("--test-days", split.test_days, "Test days")->check(CLI::Range(1, 365));
  command.add_option("--step-days", options.handbook.step_days, "From one fold to the next")->check(CLI::Range(1, 365));
  command
      .add_option("--fit-days", options.handbook.fit_days,
                  "Fit to so many days up to the end of the training days; the test rows stay as they are")
      ->check(CLI::Range(1, 3650));
  command.add_option("--features", options.features, "Feature set");
  command.add_option("--model-params", options.model_params, "best, default (XGBoost's), or name=value,… over best");
}

}  // namespace

void add_evaluate(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto* command = app.add_subcommand("evaluate", "Measure a model, or its training, on files with known truth");
  auto options = std::make_shared<EvaluateOptions>();
  command->add_option("DATA", options->files, "CSV or NDJSON files in order of time, - for standard input")->required();
  command->add_option("--model", options->models, "Model file to measure (repeat for one of each kind)");
  command->add_option("--format", options->format, "csv or ndjson (by the file's ending, else csv)");
  command->add_option("--map", options->map, "field=column,… where columns have unusual names");
  command->add_option("--label-delay-days", options->label_delay_days, "Days after which a fraud becomes known")
      ->check(CLI::Range(0.0, 365.0));
  command->add_option("--score-from", options->score_from, "Score from this time on; earlier ones fill the windows");
  command->add_option("--until", options->until, "Use transactions before this time only");
  command
      ->add_option("--folds", options->folds,
                   "Messages: train anew without each of so many parts. With --protocol: how many weeks")
      ->check(CLI::Range(1, 100));
  command->add_option("--seed", options->seed, "Of the parts that --folds makes");
  command->add_flag("--json", options->json, "Print one JSON object");
  add_protocol_options(*command, *options);
  command->callback([options, &common, &exit_code] {
    if (auto done = run_evaluate(*options, common); !done) exit_code = exit_with(done.error());
  });
}

}  // namespace shrike::app
