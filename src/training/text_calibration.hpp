#pragma once
// From out-of-fold log-odds to a calibration and a threshold.
#include <span>
#include <vector>

#include "shrike/engine/calibration.hpp"

namespace shrike::training {

struct TruthScore {
  double log_odds = 0;
  bool scam = false;
};

/// calibrated = slope * log-odds + offset, slope above 0: logistic regression on the scores with Platt's targets
/// (J. Platt, "Probabilistic outputs for support vector machines", 1999), and a Gaussian prior around `start` that
/// counts as `prior` scores.
struct Line {
  double slope = 1, offset = 0;
};
Line fit_line(std::span<const TruthScore> scores, Line start, double prior);

/// The map of a line, or of one map and then a line.
engine::Calibration calibration_of(Line line);
engine::Calibration followed_by(const engine::Calibration& first, Line line);

/// The lowest log-odds that at most this share of the genuine scores reaches.
double threshold_of(std::vector<double> genuine, double false_positives);

/// The log-odds from which on the F1 to be expected is highest: where the calibrated probability is half of that F1
/// (Z. Lipton, C. Elkan, B. Naryanaswamy, "Optimal thresholding of classifiers to maximize F1 measure", 2014). Hangs on
/// all scores, not on the few near the best cut. Minus infinity where a class is missing.
double best_f1_threshold(std::span<const TruthScore> scores);

/// Mean distance between probability and share of scams in ten bins of equal width, weighted by their counts.
double calibration_error(std::span<const TruthScore> scores, const engine::Calibration& map);

}  // namespace shrike::training
