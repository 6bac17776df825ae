#include "shrike/training/handbook_run.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "shrike/base/time_text.hpp"
#include "shrike/training/isolation_trainer.hpp"
#include "shrike/training/own_columns.hpp"
#include "tree_fit.hpp"

namespace shrike::training {

namespace {

std::string day_text(TimeUs time_us) { return format_time(time_us).substr(0, 10); }

Result<void> check_cover(const ExampleTable& table, const HandbookSplit& split, TimeUs fit_from_us) {
  const bool covered = table.size() > 0 && table.row(0).time_us < fit_from_us + kDayUs &&
                       table.row(table.size() - 1).time_us >= split.test_end_us() - kDayUs;
  if (covered) return {};
  return invalid(fmt::format("the fold that starts {} needs payments from {} to {}; examples are there from {} to {}",
                             day_text(split.train_start_us), day_text(fit_from_us),
                             day_text(split.test_end_us() - kDayUs),
                             table.size() > 0 ? day_text(table.row(0).time_us) : "nothing",
                             table.size() > 0 ? day_text(table.row(table.size() - 1).time_us) : "nothing"));
}

HandbookScore score_of(const ExampleTable& table, const std::vector<std::size_t>& rows,
                       const std::vector<double>& scores) {
  std::vector<Scored> scored;
  for (std::size_t i = 0; i < rows.size(); ++i) scored.push_back({scores[i], scores[i] > 0, table.row(rows[i]).fraud});
  return {evaluate(std::move(scored)), card_precision(table, rows, scores)};
}

/// What the three judges say of rows.
class Panel {
 public:
  Panel(const ExampleTable& table, const IsolationTrees& forest) : table_(table), forest_(forest) {
    const auto& names = table.names();
    rules_column_ = static_cast<std::size_t>(std::ranges::find(names, "base_risk_score") - names.begin());
    for (const std::string& name : isolation_inputs(table))
      columns_.push_back(static_cast<std::size_t>(std::ranges::find(names, name) - names.begin()));
  }
  BlendCase operator()(std::size_t row, double trees) {
    const auto values = table_.values(row);
    picked_.clear();
    for (const std::size_t column : columns_) picked_.push_back(values[column]);
    const double score = isolation_score(forest_, picked_);
    return {trees, std::log(score / (1 - score)), rules_column_ < values.size() ? values[rules_column_] : 0.0F,
            table_.row(row).fraud};
  }

 private:
  const ExampleTable& table_;
  const IsolationTrees& forest_;
  std::size_t rules_column_;
  std::vector<std::size_t> columns_;
  std::vector<float> picked_;
};

/// Blend weights from the held-out rows, whose forest has not seen them either.
Result<BlendWeights> weights_of(const ExampleTable& table, RowRange range, const TreeFit& fit) {
  const RowRange older{range.first, fit.held_out.front().row};
  const auto forest = grow_isolation_trees(table, older, isolation_inputs(table), {});
  if (!forest) return forest.error();
  Panel panel(table, *forest);
  std::vector<BlendCase> cases;
  for (const HeldOut& held : fit.held_out) cases.push_back(panel(held.row, held.log_odds));
  return choose_blend(cases);
}

/// The forest alone, the rules alone and the blend. Errors: as grow_isolation_trees.
Result<void> add_others(const ExampleTable& table, RowRange range, const TreeFit& fit,
                        const std::vector<std::size_t>& rows, const std::vector<double>& scores, HandbookFold& fold) {
  const auto weights = weights_of(table, range, fit);
  if (!weights) return weights.error();
  fold.weights = *weights;
  const auto forest = grow_isolation_trees(table, range, isolation_inputs(table), {});
  if (!forest) return forest.error();
  Panel panel(table, *forest);
  std::vector<double> anomaly, rules, blend;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const BlendCase each = panel(rows[i], scores[i]);
    anomaly.push_back(each.anomaly);
    rules.push_back(each.rules);
    blend.push_back(fold.weights(each));
  }
  fold.anomaly = score_of(table, rows, anomaly);
  fold.rules = score_of(table, rows, rules);
  fold.blend = score_of(table, rows, blend);
  return {};
}

Result<HandbookFold> run_fold(const ExampleTable& all, const HandbookSettings& settings, const HandbookSplit& split,
                              const Progress& progress) {
  const int days = settings.fit_days > 0 ? settings.fit_days : split.train_days;
  const TimeUs fit_from_us = split.train_end_us() - days * kDayUs;
  if (auto covered = check_cover(all, split, fit_from_us); !covered) return covered.error();
  const RowRange range{all.from(fit_from_us), all.from(split.train_end_us())};
  std::optional<ExampleTable> extended;
  if (settings.trees.anomaly) {
    const auto forest = grow_isolation_trees(all, range, isolation_inputs(all), {});
    if (!forest) return forest.error();
    extended = with_anomaly(all, *forest, isolation_inputs(all));
  }
  const ExampleTable& table = extended ? *extended : all;
  const auto fit = fit_trees(table, range, settings.trees, progress);
  if (!fit) return fit.error();
  const auto rows = handbook_test_rows(table, split);
  const RowRange week{table.from(split.test_start_us()), table.from(split.test_end_us())};
  HandbookFold fold;
  fold.split = split;
  fold.fit_rows = range.size();
  fold.fit_frauds = frauds_in(table, range);
  fold.week_rows = week.size();
  fold.week_frauds = frauds_in(table, week);
  fold.test_rows = rows.size();
  fold.rounds = fit->rounds;
  std::vector<double> scores;
  std::vector<Forecast> forecasts;
  for (const std::size_t row : rows) {
    const double log_odds = margin_of(fit->trees, table.values(row));
    scores.push_back(log_odds);
    forecasts.push_back({1 / (1 + std::exp(-fit->calibration(log_odds))), table.row(row).fraud});
  }
  fold.trees = score_of(table, rows, scores);
  fold.test_frauds = fold.trees.evaluation.frauds;
  fold.reliability = reliability(std::move(forecasts));
  if (auto done = add_others(table, range, *fit, rows, scores, fold); !done) return done.error();
  return fold;
}

}  // namespace

Result<std::vector<HandbookFold>> run_handbook(const ExampleTable& table, const HandbookSettings& settings,
                                               const Progress& progress) {
  if (auto sound = table.check(); !sound) return sound.error();
  std::vector<HandbookFold> folds;
  for (int i = 0; i < settings.folds; ++i) {
    auto fold = run_fold(table, settings, settings.split.moved(i * settings.step_days),
                         [&](double part) { progress((i + part) / settings.folds); });
    if (!fold) return fold.error();
    folds.push_back(std::move(*fold));
  }
  return folds;
}

MeanDeviation mean_deviation(const std::vector<double>& values) {
  MeanDeviation out;
  if (values.empty()) return out;
  const auto count = static_cast<double>(values.size());
  out.mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0;
  for (const double value : values) squares += (value - out.mean) * (value - out.mean);
  out.deviation = values.size() > 1 ? std::sqrt(squares / (count - 1)) : 0;
  return out;
}

}  // namespace shrike::training
