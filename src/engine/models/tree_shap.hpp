#pragma once
// Exact Shapley values of a sum of trees, from tables that are made at load.
//
// An event enters the values of a block of leaves (tree_blocks.hpp) by the outcomes of the block's splits alone, one
// bit each. So a table can hold the block's values for every outcome, as J. Yang 2021 ("Fast TreeSHAP") does leaf by
// leaf; explaining an event is then adding up one row of each table.
#include <span>
#include <vector>

#include "tree_blocks.hpp"
#include "tree_walk.hpp"

namespace shrike::engine {

/// Immutable; any thread.
class TreeShap {
 public:
  /// Checked trees, as for TreeWalk, none deeper than TreeModel::kDepthMax.
  TreeShap(std::span<const TreeNode> nodes, std::span<const std::int32_t> roots);

  [[nodiscard]] Contributions contributions(const SplitValues& values) const;
  /// What the trees say on the average by cover.
  [[nodiscard]] double expected() const { return expected_; }

  /// A table has at most 2^kTableSplitsMax rows, and all tables together at most kCellsMax numbers. What does not fit
  /// is calculated event by event: as exact, and slower. Full trees of depth kTableSplitsMax - 1 fit.
  static constexpr std::size_t kTableSplitsMax = 8;
  static constexpr std::size_t kCellsMax = 16U << 20U;

 private:
  struct Split {
    float threshold;
    std::uint32_t slot;
  };
  /// Tables of one shape follow each other, so that a processor can predict the loops over them.
  struct Shape {
    std::size_t splits;
    std::size_t features;
    std::size_t tables;
  };

  void add_table(const Block& block);
  void add_without_table(const SplitValues& values, Contributions& out) const;

  double expected_ = 0;
  std::vector<Shape> shapes_;
  std::vector<Split> splits_;           // of all tables, one after another
  std::vector<std::uint8_t> features_;  // likewise
  std::vector<float> cells_;            // likewise: row by row, a number for each feature
  std::vector<Block> without_table_;
};

}  // namespace shrike::engine
