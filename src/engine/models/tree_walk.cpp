#include "tree_walk.hpp"

#include <algorithm>
#include <limits>

namespace shrike::engine {

namespace {
constexpr float kBelowAll = -std::numeric_limits<float>::infinity();
constexpr std::uint32_t kLeafSlot = 2 * kInputCount;
constexpr std::uint32_t kSlotBits = 10;
constexpr std::uint32_t kSlotMask = (1U << kSlotBits) - 1;
static_assert(kLeafSlot <= kSlotMask);
static_assert(TreeWalk::kNodesMax <= 1U << (32 - kSlotBits));
}  // namespace

SplitValues split_values(const FeatureVector& features, const OwnValues& own, std::size_t own_count) {
  SplitValues values;
  const auto put = [&values](std::size_t place, float value) {
    values[place] = value;
    values[kInputCount + place] = value != value ? kBelowAll : value;  // only NaN differs from itself
  };
  for (std::size_t i = 0; i < kFeatureCount; ++i) put(i, features[i]);
  for (std::size_t i = 0; i < own_count; ++i) put(kFeatureCount + i, own[i]);
  values[kLeafSlot] = kBelowAll;
  return values;
}

std::uint16_t split_slot(const TreeNode& split) {
  return static_cast<std::uint16_t>(split.feature + (split.missing_left == 1 ? std::int32_t{kInputCount} : 0));
}

TreeWalk::TreeWalk(std::span<const TreeNode> nodes, std::span<const std::int32_t> roots) {
  SHRIKE_ASSERT(nodes.size() <= kNodesMax);
  for (const std::int32_t root : roots) {
    root_means_.push_back(nodes[static_cast<std::size_t>(root)].value);
    place_tree(nodes, root);
  }
  while (roots_.size() % kLanes != 0) roots_.push_back(roots_.back());
}

/// Level by level: the two children of a node lie side by side, and the first steps of a walk close together.
void TreeWalk::place_tree(std::span<const TreeNode> nodes, std::int32_t root) {
  struct Pending {
    std::int32_t source;
    std::uint32_t depth;
  };
  const auto begin = static_cast<std::uint32_t>(nodes_.size());
  std::vector<Pending> order{{root, 0}};
  for (std::size_t i = 0; i < order.size(); ++i) {
    const TreeNode& source = nodes[static_cast<std::size_t>(order[i].source)];
    const bool leaf = source.feature == TreeNode::kLeaf;
    const std::uint32_t left = begin + static_cast<std::uint32_t>(leaf ? i : order.size());
    const std::uint32_t slot = leaf ? kLeafSlot : split_slot(source);
    nodes_.push_back({leaf ? source.value : source.threshold, slot | left << kSlotBits});
    if (leaf) continue;
    for (const std::int32_t child : {source.left, source.right}) order.push_back({child, order[i].depth + 1});
  }
  if (roots_.size() % kLanes == 0) steps_.push_back(0);
  roots_.push_back(begin);
  steps_.back() = std::max(steps_.back(), order.back().depth);
}

template <class Add, std::size_t... lane>
void TreeWalk::each_leaf(const SplitValues& values, std::index_sequence<lane...>, Add add) const {
  // Bare pointers: the checks of operator[] cost as much as the walk itself.
  const Node* const nodes = nodes_.data();
  const float* const inputs = values.data();
  const auto next = [nodes, inputs](std::uint64_t place) {
    const Node node = nodes[place];
    return std::uint64_t{node.place >> kSlotBits} +
           static_cast<std::uint64_t>(!(inputs[node.place & kSlotMask] < node.threshold));
  };
  for (std::size_t first = 0; first < root_means_.size(); first += kLanes) {
    const std::uint32_t* const roots = roots_.data() + first;
    std::array<std::uint64_t, kLanes> at{roots[lane]...};
    for (std::uint32_t step = steps_[first / kLanes]; step > 0; --step) ((at[lane] = next(at[lane])), ...);
    const std::size_t left = root_means_.size() - first;
    ((lane < left ? add(first + lane, nodes[at[lane]].threshold) : void()), ...);
  }
}

float TreeWalk::margin(const SplitValues& values, float sum) const {
  each_leaf(values, std::make_index_sequence<kLanes>(), [&](std::size_t, float leaf) { sum += leaf; });
  return sum;
}

double TreeWalk::log_odds(const SplitValues& values, double sum) const {
  const float* const means = root_means_.data();
  each_leaf(values, std::make_index_sequence<kLanes>(),
            [&sum, means](std::size_t tree, float leaf) { sum += static_cast<double>(leaf) - means[tree]; });
  return sum;
}

}  // namespace shrike::engine
