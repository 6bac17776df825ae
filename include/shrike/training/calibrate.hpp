#pragma once
// Fits the map from a model's log-odds to log-odds that can be believed.
#include <vector>

#include "shrike/engine/calibration.hpp"

namespace shrike::training {

/// What a model said of an event that it was not fitted to, and the truth.
struct Outcome {
  double log_odds = 0;
  bool fraud = false;
};

/// Isotonic regression by pooling adjacent violators (R. Barlow et al. 1972), over bins that hold at least a thirtieth
/// of the frauds or of the events, so that there are at most 62 knots. A bin's rate is (frauds + 1/2) / (events + 1).
/// Identity where there are no events or only one score.
engine::Calibration isotonic_calibration(std::vector<Outcome> outcomes);

/// A straight line of slope above 0 (J. Platt 1999, with his corrected targets), by Newton's method. Identity where a
/// class is missing or the scores run against the truth.
engine::Calibration platt_calibration(const std::vector<Outcome>& outcomes);

/// The one that transaction models use: isotonic, which measured better on later weeks, from 100 frauds on; below that
/// Platt's two parameters, which few frauds can bear.
engine::Calibration calibrate(const std::vector<Outcome>& outcomes);

}  // namespace shrike::training
