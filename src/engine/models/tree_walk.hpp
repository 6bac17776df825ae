#pragma once
// From a feature vector to the leaf of each tree. A layout of its own for this alone: it is most of a decision's cost.
#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "shrike/engine/tree_model.hpp"

namespace shrike::engine {

/// The values that splits compare, so that every split, missing values included, is `value < threshold`: the inputs
/// as they are (NaN is below nothing: right), then the inputs with NaN as minus infinity (below everything: left),
/// then minus infinity for leaves.
using SplitValues = std::array<float, 2 * kInputCount + 1>;
/// Of the own inputs the first `own_count` are filled in: no split of the model looks at others.
SplitValues split_values(const FeatureVector& features, const OwnValues& own, std::size_t own_count);

/// Where a split finds its value.
std::uint16_t split_slot(const TreeNode& split);

/// A checked list of trees, laid out for walking. Immutable; any thread.
class TreeWalk {
 public:
  /// `roots` are places in `nodes`, ascending; a tree ends where the next begins. The nodes' features are places
  /// among the inputs. At most kNodesMax nodes.
  TreeWalk(std::span<const TreeNode> nodes, std::span<const std::int32_t> roots);
  static constexpr std::size_t kNodesMax = 1U << 22U;

  /// `sum` and the leaves' log-odds, added in float, in the order of the trees.
  [[nodiscard]] float margin(const SplitValues& values, float sum) const;
  /// `sum` and each tree's step from its root's mean to its leaf, added in double, in the order of the trees.
  [[nodiscard]] double log_odds(const SplitValues& values, double sum) const;

 private:
  /// A leaf is a split whose value is always below `threshold`, which holds its log-odds, and whose left child is
  /// itself: then every walk of a tree has the same length, and nothing is to be predicted.
  struct Node {
    float threshold;
    std::uint32_t place;  // split's slot (10 bits), left child's place among all nodes (22 bits); right = left + 1
  };
  static constexpr std::size_t kLanes = 8;  // trees walked side by side, to hide the latency of each one's loads

  /// Calls add(tree, log-odds of its leaf) in the order of the trees. The lanes are spelt out, so that their places
  /// stay in registers.
  template <class Add, std::size_t... lane>
  void each_leaf(const SplitValues& values, std::index_sequence<lane...> lanes, Add add) const;
  void place_tree(std::span<const TreeNode> nodes, std::int32_t root);

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> roots_;  // filled up to whole lanes with the last tree
  std::vector<std::uint32_t> steps_;  // per kLanes trees: depth of the deepest
  std::vector<float> root_means_;     // one per tree
};

}  // namespace shrike::engine
