#pragma once
// How boosted trees are grown.
#include <cstdint>
#include <string>
#include <string_view>

#include "shrike/base/clock.hpp"
#include "shrike/base/result.hpp"

namespace shrike::training {

struct TreeSettings {
  int rounds = 0;        ///< 0: chosen on the newest examples
  int rounds_max = 800;  ///< where they are chosen
  int patience = 60;     ///< rounds without a better one, after which the choice stands
  int depth = 5;
  double learning_rate = 0.05;
  double min_child_weight = 10;  ///< least sum of hessians in a leaf
  double l2 = 1;
  double row_share = 0.7;     ///< rows that each tree sees
  double column_share = 0.5;  ///< features that each tree sees
  bool monotone = false;      ///< hold what risk_direction says. Off: it cost the card stream .12 of average precision
  bool exact = false;         ///< look at every split, not at those of a histogram: many times as slow
  double fraud_weight = 1;    ///< how many genuine payments a fraud weighs as much as; 0: as all of them (balanced)
  bool anomaly = false;       ///< also look at the score of an isolation forest that the model carries with it
  double validation_part = 0.15;       ///< the newest examples; rounds are chosen by average precision on them
  TimeUs label_delay_us = 7 * kDayUs;  ///< before the validation part so much time is left out, where there is plenty
  std::uint64_t seed = 1;

  /// The library's defaults: 100 rounds of depth 6, learning rate 0.3, no constraint, exact splits (its choice for as
  /// few rows as a week of payments).
  static TreeSettings xgboost_default();
};

/// "default" for XGBoost's, "best" for ours, or ours with some changed: "depth=5,rounds=200". Names are those of the
/// members. Error: invalid.
Result<TreeSettings> parse_tree_settings(std::string_view text);

/// 1 where more of the feature means more risk by its meaning, else 0. By name, so that it suits any feature set.
int risk_direction(std::string_view feature);

}  // namespace shrike::training
