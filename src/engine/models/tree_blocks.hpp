#pragma once
// Trees cut into blocks of leaves, and the Shapley values of a block.
//
// A leaf pays its value where every split on its path sends the event there. The game behind it (S. Lundberg et al.
// 2020, "From local explanations to global understanding with explainable AI for trees", path-dependent): a feature
// outside a coalition sends the event to both sides of its splits, by their covers. So for a leaf of value v and a
// coalition S of the path's features the game is v * prod(i in S) o_i * prod(i not in S) z_i, where o_i is 1 when all
// splits of feature i send the event towards the leaf, else 0, and z_i is the product of the shares of cover that they
// send there. Its Shapley value is an integral along the diagonal of the game (G. Owen 1972, "Multilinear extensions of
// games"):
//   phi_i = v * (o_i - z_i) * integral over t from 0 to 1 of prod(j != i) (z_j + t * (o_j - z_j))
// The integrand is a polynomial in t, so Gauss and Legendre's rule with half as many points as its degree is exact.
#include <cstdint>
#include <span>
#include <vector>

#include "shrike/engine/tree_model.hpp"

namespace shrike::engine {

/// A feature on the way to a leaf.
struct PathFeature {
  std::uint8_t place;     ///< in Block::features
  double share;           ///< z: part of the cover that its splits send towards the leaf
  std::uint32_t splits;   ///< its splits, a bit each, numbered as in Block::splits
  std::uint32_t towards;  ///< how they come out on the way to the leaf: 1 = left
};

struct BlockLeaf {
  double value;
  std::vector<PathFeature> path;
};

/// Some leaves of one tree, with all splits on their paths.
struct Block {
  std::vector<TreeNode> splits;
  std::vector<std::uint8_t> features;
  std::vector<BlockLeaf> leaves;

  /// Adds the Shapley values of the leaves' sum to `out`, one for each of `features`. `outcome`: bit k is 1 when split
  /// k sends the event left.
  void add_values(std::uint32_t outcome, double* out) const;
  /// What the leaves pay on the average by cover.
  [[nodiscard]] double expected() const;
};

/// Cuts a checked tree into blocks of as many leaves as keep each block within `splits_max` splits. A leaf with a
/// longer path is a block of its own. `splits_max` is at most 32, as is the depth.
std::vector<Block> cut_tree(std::span<const TreeNode> nodes, std::int32_t root, std::size_t splits_max);

}  // namespace shrike::engine
