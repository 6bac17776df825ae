#pragma once
// Rules, trees and isolation forest added up, with weights that validation chose.
#include <vector>

namespace shrike::training {

/// What each judge said of one held-out event, in order of time.
struct BlendCase {
  double trees = 0;    ///< log-odds
  double anomaly = 0;  ///< log-odds of the isolation forest's score
  double rules = 0;    ///< points
  bool fraud = false;
};

/// On the scale of the trees' log-odds. 0 = left out.
struct BlendWeights {
  double anomaly = 0;
  double rules = 0;
  [[nodiscard]] double operator()(const BlendCase& item) const {
    return item.trees + anomaly * item.anomaly + rules * item.rules;
  }
};

/// The weights with the best average precision over a grid. Both are 0, so that the blend is the trees alone, unless
/// they add 0.01 on all cases, on the older half and on the newer half, and where there are fewer than 400 frauds: what
/// may help by chance is not worth a risk.
BlendWeights choose_blend(const std::vector<BlendCase>& cases);

}  // namespace shrike::training
