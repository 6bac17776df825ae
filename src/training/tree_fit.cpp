#include "tree_fit.hpp"

#include <xgboost/c_api.h>

#include <algorithm>
#include <string_view>

#include "shrike/training/calibrate.hpp"

namespace shrike::training {

namespace {

/// "[12]\tvalidation-aucpr:0.71" → 0.71
double metric_of(const char* line) {
  const std::string_view text(line);
  return std::stod(std::string(text.substr(text.rfind(':') + 1)));
}

void boost_once(const Booster& booster, const Matrix& train, int round) {
  xgboost_check(XGBoosterUpdateOneIter(booster.get(), round, train.get()));
}

/// Boosts up to the limit and returns the number of rounds that was best on the validation part.
int boost(const Booster& booster, const Matrix& train, const Matrix& validation, const TreeSettings& settings,
          const Progress& progress) {
  int best_round = 1;
  double best = -1;
  DMatrixHandle watched = validation.get();
  const char* name = "validation";
  for (int round = 0; round < settings.rounds_max && round - best_round < settings.patience; ++round) {
    boost_once(booster, train, round);
    const char* line = nullptr;
    xgboost_check(XGBoosterEvalOneIter(booster.get(), round, &watched, &name, 1, &line));
    if (const double value = metric_of(line); value > best + 1e-5) {
      best = value;
      best_round = round + 1;
    }
    progress(static_cast<double>(round + 1) / settings.rounds_max);
  }
  return best_round;
}

Trees boost_fixed(const ExampleTable& examples, RowRange range, const TreeSettings& settings, int rounds,
                  const Progress& progress) {
  const Matrix matrix = matrix_of(examples, range);
  const Booster booster = booster_of(std::span(&matrix, 1), settings, examples.names());
  for (int round = 0; round < rounds; ++round) {
    boost_once(booster, matrix, round);
    progress(static_cast<double>(round + 1) / rounds);
  }
  return trees_of(booster, rounds);
}

/// The newest part, and what comes before it by more than the delay of labels. Where that would take a third of the
/// older part away, the delay is not left out.
std::pair<RowRange, RowRange> parts_of(const ExampleTable& examples, RowRange range, const TreeSettings& settings) {
  const auto older = static_cast<std::size_t>(static_cast<double>(range.size()) * (1.0 - settings.validation_part));
  const std::size_t split = range.first + older;
  if (split >= range.last) return {{range.first, split}, {split, range.last}};
  const std::size_t known =
      std::max(range.first, std::min(split, examples.from(examples.row(split).time_us - settings.label_delay_us)));
  const bool plenty = (split - known) * 3 < older;
  return {{range.first, plenty ? known : split}, {split, range.last}};
}

/// The weight that 0 stands for.
TreeSettings weighted(const ExampleTable& examples, RowRange range, TreeSettings settings) {
  const auto frauds = static_cast<double>(frauds_in(examples, range));
  if (settings.fraud_weight == 0) settings.fraud_weight = (static_cast<double>(range.size()) - frauds) / frauds;
  return settings;
}

bool has_both_classes(const ExampleTable& examples, RowRange range) {
  const std::size_t frauds = frauds_in(examples, range);
  return frauds > 0 && frauds < range.size();
}

}  // namespace

Result<TreeFit> fit_trees(const ExampleTable& examples, RowRange range, const TreeSettings& given,
                          const Progress& progress) {
  TreeFit fit;
  fit.rounds = given.rounds;
  const auto [older, newest] = parts_of(examples, range, given);
  for (const RowRange part : {older, newest}) {
    if (!has_both_classes(examples, part))
      return invalid("expected fraud and genuine transactions in the older and in the newest part of the data");
  }
  const TreeSettings settings = weighted(examples, older, given);
  const Matrix matrices[] = {matrix_of(examples, older), matrix_of(examples, newest)};
  const Booster booster = booster_of(matrices, settings, examples.names());
  const auto first_half = [&](double part) { progress(part / 2); };
  if (settings.rounds == 0) {
    fit.rounds = boost(booster, matrices[0], matrices[1], settings, first_half);
  } else {
    for (int round = 0; round < settings.rounds; ++round) boost_once(booster, matrices[0], round);
  }
  const Trees before = trees_of(booster, fit.rounds);
  std::vector<Outcome> outcomes;
  for (std::size_t row = newest.first; row < newest.last; ++row) {
    fit.held_out.push_back({row, margin_of(before, examples.values(row))});
    outcomes.push_back({fit.held_out.back().log_odds, examples.row(row).fraud});
  }
  fit.calibration = calibrate(outcomes);
  fit.trees = boost_fixed(examples, range, settings, fit.rounds, [&](double part) { progress(0.5 + part / 2); });
  return fit;
}

}  // namespace shrike::training
