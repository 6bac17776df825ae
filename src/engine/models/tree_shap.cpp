#include "tree_shap.hpp"

#include <algorithm>
#include <tuple>

namespace shrike::engine {

namespace {

std::size_t depth_below(std::span<const TreeNode> nodes, std::int32_t at) {
  const TreeNode& node = nodes[static_cast<std::size_t>(at)];
  if (node.feature == TreeNode::kLeaf) return 0;
  return 1 + std::max(depth_below(nodes, node.left), depth_below(nodes, node.right));
}

std::size_t cells_of(const Block& block) { return block.features.size() << block.splits.size(); }

}  // namespace

TreeShap::TreeShap(std::span<const TreeNode> nodes, std::span<const std::int32_t> roots) {
  std::vector<Block> blocks;
  std::size_t cells = 0;
  for (const std::int32_t root : roots) {
    // One split more than the depth: four leaves of a full tree. Larger blocks need fewer steps, but their tables no
    // longer stay in the processor's caches.
    for (Block& block : cut_tree(nodes, root, std::min(depth_below(nodes, root) + 1, kTableSplitsMax))) {
      expected_ += block.expected();
      const bool fits = block.splits.size() <= kTableSplitsMax && cells + cells_of(block) <= kCellsMax;
      if (fits) cells += cells_of(block);
      (fits ? blocks : without_table_).push_back(std::move(block));
    }
  }
  std::ranges::stable_sort(
      blocks, {}, [](const Block& block) { return std::make_tuple(block.splits.size(), block.features.size()); });
  cells_.reserve(cells);
  for (const Block& block : blocks) add_table(block);
}

void TreeShap::add_table(const Block& block) {
  const Shape shape{block.splits.size(), block.features.size(), 0};
  if (shapes_.empty() || shapes_.back().splits != shape.splits || shapes_.back().features != shape.features)
    shapes_.push_back(shape);
  ++shapes_.back().tables;
  for (const TreeNode& split : block.splits) splits_.push_back({split.threshold, split_slot(split)});
  features_.insert(features_.end(), block.features.begin(), block.features.end());
  std::vector<double> row(shape.features);
  for (std::uint32_t place = 0; place < 1U << shape.splits; ++place) {
    std::uint32_t outcome = 0;  // the first split is the highest bit of a row's place
    for (std::size_t k = 0; k < shape.splits; ++k) outcome |= (place >> (shape.splits - 1 - k) & 1U) << k;
    std::ranges::fill(row, 0.0);
    block.add_values(outcome, row.data());
    for (const double value : row) cells_.push_back(static_cast<float>(value));
  }
}

Contributions TreeShap::contributions(const SplitValues& values) const {
  Contributions out{};
  // Bare pointers: the checks of operator[] cost as much as the rest.
  double* const sums = out.data();
  const float* const inputs = values.data();
  const Split* split = splits_.data();
  const std::uint8_t* feature = features_.data();
  const float* table = cells_.data();
  for (const Shape& shape : shapes_) {
    for (std::size_t i = 0; i < shape.tables; ++i) {
      std::size_t outcome = 0;
      for (std::size_t k = 0; k < shape.splits; ++k, ++split)
        outcome = 2 * outcome + static_cast<std::size_t>(inputs[split->slot] < split->threshold);
      const float* const row = table + outcome * shape.features;
      for (std::size_t k = 0; k < shape.features; ++k, ++feature) sums[*feature] += row[k];
      table += shape.features << shape.splits;
    }
  }
  add_without_table(values, out);
  return out;
}

void TreeShap::add_without_table(const SplitValues& values, Contributions& out) const {
  for (const Block& block : without_table_) {
    std::uint32_t outcome = 0;
    for (std::size_t k = 0; k < block.splits.size(); ++k)
      outcome |= static_cast<std::uint32_t>(values[split_slot(block.splits[k])] < block.splits[k].threshold) << k;
    Contributions added{};
    block.add_values(outcome, added.data());
    for (std::size_t k = 0; k < block.features.size(); ++k) out[block.features[k]] += added[k];
  }
}

}  // namespace shrike::engine
