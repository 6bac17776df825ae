#pragma once
// Boosted trees for a stretch of examples: the shared middle of training and of the published protocol.
#include "booster.hpp"
#include "shrike/engine/calibration.hpp"

namespace shrike::training {

/// A row that the trees behind its score were not fitted to.
struct HeldOut {
  std::size_t row = 0;
  double log_odds = 0;
};

struct TreeFit {
  Trees trees;  ///< fitted to the whole range
  int rounds = 0;
  std::vector<HeldOut> held_out;  ///< the newest part, scored by trees of the same settings that came before; in order
  engine::Calibration calibration;  ///< fitted to the held-out scores; identity where there are none
};

/// Errors: invalid when a part lacks one of the classes.
Result<TreeFit> fit_trees(const ExampleTable& examples, RowRange range, const TreeSettings& settings,
                          const Progress& progress);

}  // namespace shrike::training
