#pragma once
// Gradient-boosted trees for transactions: evaluation in our own form, equal to XGBoost's own prediction.
#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "shrike/base/result.hpp"
#include "shrike/engine/calibration.hpp"
#include "shrike/engine/feature_table.hpp"
#include "shrike/engine/model_file.hpp"
#include "shrike/engine/own_inputs.hpp"

namespace shrike::engine {

/// One node as it lies in the model file. A leaf has feature == kLeaf.
struct TreeNode {
  static constexpr std::int32_t kLeaf = -1;
  std::int32_t feature;  ///< index into the model's input list
  float threshold;       ///< left where value < threshold
  std::int32_t left;     ///< indices within the tree; unused in a leaf
  std::int32_t right;
  std::int32_t missing_left;  ///< 1: NaN goes left
  float value;                ///< leaf: its log-odds; inner node: cover-weighted mean of its leaves
  float cover;                ///< how much of the training data came here: sum of hessians, > 0
};
static_assert(sizeof(TreeNode) == 28);

/// What a model says of one transaction, in log-odds.
struct TreeScore {
  double log_odds = 0;
  double base = 0;  ///< of the model before any feature: the cover-weighted mean of all answers
};

/// What each input adds to the log-odds: the features in the order of their table, then the model's own inputs. With
/// the base they add up to it.
using Contributions = std::array<double, kInputCount>;

class TreeWalk;
class TreeShap;

/// Immutable after load; may be read by any thread.
class TreeModel {
 public:
  /// Errors: corrupt on broken trees (cycles, shared branches, indices out of range); invalid when an input is neither
  /// a feature of the table nor one of OwnInputs, or a tree is deeper than kDepthMax.
  static Result<TreeModel> load(const ModelFile& file);
  /// `forest`: the file of the isolation forest behind the input kAnomalyInput; null where there is none.
  static ModelFile save(ModelHeader header, const std::vector<std::string_view>& inputs, float base_margin,
                        const std::vector<std::vector<TreeNode>>& trees, const Calibration& calibration = {},
                        const ModelFile* forest = nullptr);
  /// The same trees with another calibration. `file` is that of a tree model.
  static ModelFile recalibrated(ModelFile file, const Calibration& calibration);
  static constexpr std::size_t kDepthMax = 32;  ///< splits on the way to a leaf

  [[nodiscard]] const OwnInputs& own_inputs() const { return own_; }
  /// Sum of leaves in float, in tree order, as XGBoost adds them. `own`: as own_inputs().values gives them.
  [[nodiscard]] float margin(const FeatureVector& values, const OwnValues& own = no_own_values()) const;
  /// The same sum in double, in tree order.
  [[nodiscard]] TreeScore score(const FeatureVector& values, const OwnValues& own = no_own_values()) const;
  /// The Shapley values of the score: of all ways to credit features that add up, the one that is consistent, i.e. a
  /// feature that matters more to a changed model never gets less (S. Lundberg et al. 2020, "From local explanations
  /// to global understanding with explainable AI for trees", path-dependent; XGBoost calls it pred_contribs).
  /// Adds up with score().base to score().log_odds to 1e-6. Costs a few times as much as score().
  [[nodiscard]] Contributions contributions(const FeatureVector& values, const OwnValues& own = no_own_values()) const;

  /// From log-odds of the trees to log-odds whose probability can be believed.
  [[nodiscard]] const Calibration& calibration() const { return calibration_; }

  [[nodiscard]] const ModelHeader& header() const { return header_; }
  [[nodiscard]] std::size_t tree_count() const { return trees_; }

 private:
  ModelHeader header_;
  OwnInputs own_;
  Calibration calibration_;
  std::size_t trees_ = 0;
  float base_margin_ = 0;
  double start_ = 0;  // base margin plus the roots' means: where the sum of score() begins
  double base_ = 0;
  std::shared_ptr<const TreeWalk> walk_;
  std::shared_ptr<const TreeShap> shap_;
};

}  // namespace shrike::engine
