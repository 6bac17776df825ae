#include "tree_blocks.hpp"

#include <algorithm>
#include <array>

namespace shrike::engine {

namespace {

struct Point {
  double t;
  double weight;
};

// Gauss and Legendre's rules on [0, 1]: n points are exact to degree 2n - 1, so for 2n features.
constexpr std::array<Point, 4> kFourPoints{{{0.06943184420297371, 0.17392742256872692},
                                            {0.33000947820757187, 0.32607257743127305},
                                            {0.6699905217924281, 0.32607257743127305},
                                            {0.9305681557970262, 0.17392742256872692}}};
constexpr std::array<Point, 16> kSixteenPoints{{{0.005299532504175033, 0.013576229705877048},
                                                {0.02771248846338371, 0.031126761969323947},
                                                {0.06718439880608412, 0.04757925584124639},
                                                {0.12229779582249849, 0.06231448562776694},
                                                {0.19106187779867811, 0.07479799440828837},
                                                {0.2709916111713863, 0.08457825969750127},
                                                {0.35919822461037054, 0.09130170752246179},
                                                {0.4524937450811813, 0.09472530522753425},
                                                {0.5475062549188188, 0.09472530522753425},
                                                {0.6408017753896295, 0.09130170752246179},
                                                {0.7290083888286137, 0.08457825969750127},
                                                {0.8089381222013219, 0.07479799440828837},
                                                {0.8777022041775016, 0.06231448562776694},
                                                {0.9328156011939158, 0.04757925584124639},
                                                {0.9722875115366163, 0.031126761969323947},
                                                {0.994700467495825, 0.013576229705877048}}};
constexpr std::size_t kPathMax = 2 * kSixteenPoints.size();
static_assert(kPathMax >= TreeModel::kDepthMax, "more features on a path than the rule is exact for");

/// The integrals at the head of tree_blocks.hpp, for each feature of a path: at each point the product of the factors
/// before it times that of those after it, so that nothing is divided by a share of zero.
template <std::size_t n>
void integrate(const std::array<Point, n>& rule, std::span<const double> share, std::span<const double> step,
               std::span<double> integral) {
  std::array<double, kPathMax> before;
  for (const Point& point : rule) {
    double product = point.weight;
    for (std::size_t i = 0; i < share.size(); ++i) {
      before[i] = product;
      product *= share[i] + point.t * step[i];
    }
    product = 1;
    for (std::size_t i = share.size(); i-- > 0;) {
      integral[i] += before[i] * product;
      product *= share[i] + point.t * step[i];
    }
  }
}

class Cutter {
 public:
  Cutter(std::span<const TreeNode> nodes, std::size_t splits_max) : nodes_(nodes), splits_max_(splits_max) {}

  void cut(std::int32_t at) {
    if (is_leaf(at) || way_.size() + splits_below(at) <= splits_max_) return add_block(at);
    both_ways(at, static_cast<std::uint32_t>(way_.size()), [&](std::int32_t child) { cut(child); });
  }
  std::vector<Block> blocks;

 private:
  struct Step {
    std::int32_t node;
    std::uint32_t split;  // its place in the block
    bool left;
  };
  [[nodiscard]] const TreeNode& node(std::int32_t at) const { return nodes_[static_cast<std::size_t>(at)]; }
  [[nodiscard]] bool is_leaf(std::int32_t at) const { return node(at).feature == TreeNode::kLeaf; }
  [[nodiscard]] std::size_t splits_below(std::int32_t at) const {
    return is_leaf(at) ? 0 : 1 + splits_below(node(at).left) + splits_below(node(at).right);
  }

  template <class Visit>
  void both_ways(std::int32_t at, std::uint32_t split, Visit visit) {
    for (const bool left : {true, false}) {
      way_.push_back({at, split, left});
      visit(left ? node(at).left : node(at).right);
      way_.pop_back();
    }
  }

  void add_block(std::int32_t at) {
    Block block;
    for (const Step& step : way_) block.splits.push_back(node(step.node));
    add_leaves(at, block);
    blocks.push_back(std::move(block));
  }

  void add_leaves(std::int32_t at, Block& block) {
    if (is_leaf(at)) return add_leaf(at, block);
    const auto split = static_cast<std::uint32_t>(block.splits.size());
    block.splits.push_back(node(at));
    both_ways(at, split, [&](std::int32_t child) { add_leaves(child, block); });
  }

  void add_leaf(std::int32_t at, Block& block) {
    BlockLeaf leaf{node(at).value, {}};
    for (const Step& step : way_) {
      const TreeNode& split = node(step.node);
      PathFeature& feature = feature_of(split, block, leaf);
      const double left = node(split.left).cover;
      const double right = node(split.right).cover;
      feature.share *= (step.left ? left : right) / (left + right);
      feature.splits |= 1U << step.split;
      if (step.left) feature.towards |= 1U << step.split;
    }
    block.leaves.push_back(std::move(leaf));
  }

  static PathFeature& feature_of(const TreeNode& split, Block& block, BlockLeaf& leaf) {
    const auto feature = static_cast<std::uint8_t>(split.feature);
    const auto known = std::ranges::find(block.features, feature);
    const auto place = static_cast<std::uint8_t>(known - block.features.begin());
    if (known == block.features.end()) block.features.push_back(feature);
    const auto on_path = std::ranges::find(leaf.path, place, &PathFeature::place);
    return on_path != leaf.path.end() ? *on_path : leaf.path.emplace_back(PathFeature{place, 1.0, 0, 0});
  }

  std::span<const TreeNode> nodes_;
  std::size_t splits_max_;
  std::vector<Step> way_;  // from the root to where the cutter is
};

}  // namespace

void Block::add_values(std::uint32_t outcome, double* out) const {
  std::array<double, kPathMax> share, step, integral;
  for (const BlockLeaf& leaf : leaves) {
    const std::size_t count = leaf.path.size();
    for (std::size_t i = 0; i < count; ++i) {
      const PathFeature& feature = leaf.path[i];
      share[i] = feature.share;
      step[i] = ((outcome & feature.splits) == feature.towards ? 1.0 : 0.0) - feature.share;
      integral[i] = 0;
    }
    const auto first = [count](auto& values) { return std::span(values).first(count); };
    if (count <= 2 * kFourPoints.size()) {
      integrate(kFourPoints, first(share), first(step), first(integral));
    } else {
      integrate(kSixteenPoints, first(share), first(step), first(integral));
    }
    for (std::size_t i = 0; i < count; ++i) out[leaf.path[i].place] += leaf.value * step[i] * integral[i];
  }
}

double Block::expected() const {
  double sum = 0;
  for (const BlockLeaf& leaf : leaves) {
    double share = 1;
    for (const PathFeature& feature : leaf.path) share *= feature.share;
    sum += leaf.value * share;
  }
  return sum;
}

std::vector<Block> cut_tree(std::span<const TreeNode> nodes, std::int32_t root, std::size_t splits_max) {
  Cutter cutter(nodes, splits_max);
  cutter.cut(root);
  return std::move(cutter.blocks);
}

}  // namespace shrike::engine
