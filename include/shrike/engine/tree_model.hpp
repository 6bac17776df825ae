#pragma once
// Gradient-boosted trees for transactions: evaluation in our own form, equal to XGBoost's own prediction.
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "shrike/base/result.hpp"
#include "shrike/engine/feature_table.hpp"
#include "shrike/engine/model_file.hpp"

namespace shrike::engine {

/// One node as it lies in the model file. A leaf has feature == kLeaf.
struct TreeNode {
  static constexpr std::int32_t kLeaf = -1;
  std::int32_t feature;  ///< index into the model's input list
  float threshold;       ///< left where value < threshold
  std::int32_t left;     ///< indices within the whole node list; unused in a leaf
  std::int32_t right;
  std::int32_t missing_left;  ///< 1: NaN goes left
  float value;                ///< leaf: its log-odds; inner node: cover-weighted mean of its leaves, for attributions
};
static_assert(sizeof(TreeNode) == 24);

/// What a model says of one transaction. Contributions and base add up to the log-odds.
struct TreeScore {
  double log_odds = 0;
  double base = 0;
  std::array<double, kFeatureCount> contributions{};
};

/// Immutable after load; may be read by any thread.
class TreeModel {
 public:
  /// Errors: corrupt on broken trees (cycles, indices out of range); invalid when an input is no feature of the table.
  static Result<TreeModel> load(const ModelFile& file);
  static ModelFile save(ModelHeader header, const std::vector<std::string_view>& inputs, float base_margin,
                        const std::vector<std::vector<TreeNode>>& trees);

  /// Sum of leaves in float, in tree order, as XGBoost adds them.
  [[nodiscard]] float margin(const FeatureVector& values) const;
  /// Margin with its path attribution: each split's step from its node's mean to the taken child's mean counts for its
  /// feature (A. Saabas 2014, "Interpreting random forests"). Exact in sum.
  [[nodiscard]] TreeScore score(const FeatureVector& values) const;

  [[nodiscard]] const ModelHeader& header() const { return header_; }
  [[nodiscard]] std::size_t tree_count() const { return roots_.size(); }

 private:
  ModelHeader header_;
  float base_margin_ = 0;
  double base_ = 0;                   // base margin plus the roots' means
  std::vector<std::uint8_t> inputs_;  // model input → place in the feature vector
  std::vector<std::int32_t> roots_;
  std::vector<TreeNode> nodes_;  // feature already translated to the place in the feature vector
};

}  // namespace shrike::engine
