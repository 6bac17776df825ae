#include <fmt/core.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "measured.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/training/calibrate.hpp"
#include "shrike/training/retraining.hpp"

namespace shrike::training {

namespace {

bool has_both_classes(const ExampleTable& examples, RowRange range, std::uint64_t least) {
  const std::uint64_t frauds = frauds_in(examples, range);
  return frauds >= least && range.size() - frauds >= least;
}

/// The rows that the trees have not learned from: what they say of the others is too sure.
RowRange unseen_rows(const engine::ModelFile& file, const ExampleTable& examples) {
  const auto summary = nlohmann::json::parse(file.header.summary_json, nullptr, false);
  const auto until = summary.is_object() ? summary.find("data_until") : summary.end();
  if (until == summary.end() || !until->is_string()) return {0, examples.size()};
  const auto time_us = parse_time(until->get<std::string>());
  return {time_us ? examples.from(*time_us + 1) : 0, examples.size()};
}

std::vector<Outcome> outcomes_of(const engine::TreeModel& model, const ExampleTable& examples, RowRange range) {
  const RowReader reader(model, examples);
  std::vector<Outcome> out;
  out.reserve(range.size());
  for (std::size_t row = range.first; row < range.last; ++row)
    out.push_back({reader.score(row).log_odds, examples.row(row).fraud});
  return out;
}

}  // namespace

Result<Candidate> recalibrate(const engine::ModelFile& file, const ExampleTable& examples,
                              const RetrainSettings& settings) {
  const auto model = engine::TreeModel::load(file);
  if (!model) return model.error();
  const RowRange all = unseen_rows(file, examples);
  const auto kept =
      all.first + static_cast<std::size_t>(static_cast<double>(all.size()) * (1.0 - settings.holdout_part));
  const RowRange older{all.first, kept};
  const RowRange newest{kept, all.last};
  if (!has_both_classes(examples, older, 1))
    return invalid("expected fraud and genuine transactions that the model has not learned from");
  const engine::Calibration measured = calibrate(outcomes_of(*model, examples, older));
  Candidate out;
  out.samples = all.size();
  out.frauds = frauds_in(examples, all);
  out.before = out.after = evaluation_of(*model, examples, newest);
  out.stated_before = reliability_of(*model, model->calibration(), examples, newest);
  out.stated_after = reliability_of(*model, measured, examples, newest);
  out.file = engine::TreeModel::recalibrated(file, calibrate(outcomes_of(*model, examples, all)));
  describe(out.file, {{"calibrated_on", fmt::format("{} transactions", all.size())},
                      {"calibrated_from", fmt::format("{} version {}", file.header.id, file.header.version)},
                      {"data_hash", data_hash(examples)}});
  if (!has_both_classes(examples, newest, settings.holdout_class_min)) {
    out.objection = fmt::format("the newest part has {} fraud and {} genuine events: too few to compare",
                                out.after.frauds, out.after.events - out.after.frauds);
  } else if (out.stated_after->brier_score >= out.stated_before->brier_score) {
    out.objection = fmt::format("its Brier score is {:.6f}, that of the active model {:.6f}",
                                out.stated_after->brier_score, out.stated_before->brier_score);
  }
  return out;
}

std::string metrics_json(const Evaluation& evaluation, const std::optional<Reliability>& stated) {
  if (!stated) return to_json(evaluation);
  auto out = nlohmann::ordered_json::parse(to_json(evaluation));
  out["expected_calibration_error"] = stated->expected_calibration_error;
  out["brier_score"] = stated->brier_score;
  return out.dump();
}

}  // namespace shrike::training
