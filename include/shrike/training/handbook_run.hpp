#pragma once
// The published test run: trains and tests week by week.
#include "shrike/training/blend.hpp"
#include "shrike/training/handbook_protocol.hpp"
#include "shrike/training/trainer.hpp"

namespace shrike::training {

struct HandbookSettings {
  HandbookSplit split;
  int folds = 1;
  int step_days = 7;  ///< from one fold's start to the next one's
  int fit_days = 0;   ///< days before the end of the training days to fit to; 0 = the training days. The test rows stay
  TreeSettings trees;
};

/// What one kind of score is worth on the test rows.
struct HandbookScore {
  Evaluation evaluation;
  double card_precision_100 = 0;
};

struct HandbookFold {
  HandbookSplit split;
  std::size_t fit_rows = 0, fit_frauds = 0;
  std::size_t week_rows = 0, week_frauds = 0;  ///< of the test days, before known customers are left out
  std::size_t test_rows = 0, test_frauds = 0;
  int rounds = 0;
  HandbookScore trees;
  HandbookScore anomaly;  ///< the isolation forest alone, fitted to the same rows without their truth
  HandbookScore rules;    ///< the base risk score alone; where the feature set has none, every row scores 0
  HandbookScore blend;
  BlendWeights weights;  ///< of the blend, chosen before the test days
  Reliability reliability;
};

/// Fits to each fold and tests it. Errors: invalid where the data do not cover a fold or a part lacks a class.
Result<std::vector<HandbookFold>> run_handbook(const ExampleTable& table, const HandbookSettings& settings,
                                               const Progress& progress);

/// Mean and sample standard deviation (0 for one value).
struct MeanDeviation {
  double mean = 0;
  double deviation = 0;
};
MeanDeviation mean_deviation(const std::vector<double>& values);

}  // namespace shrike::training
