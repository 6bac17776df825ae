#include "shrike/training/isolation_trainer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <nlohmann/json.hpp>

#include "shrike/base/random.hpp"

namespace shrike::training {

using engine::IsolationForest;
using engine::IsolationNode;

namespace {

struct Split {
  std::size_t column = 0;
  float threshold = 0;
};

/// One tree over a sample of rows.
class Grower {
 public:
  Grower(const ExampleTable& table, const std::vector<std::size_t>& columns, std::size_t depth_max, Random& random)
      : table_(table), columns_(columns), depth_max_(depth_max), random_(random) {}

  std::vector<IsolationNode> grow(std::vector<std::size_t> rows) {
    nodes_.clear();
    grow_node(rows, 0);
    return std::move(nodes_);
  }

 private:
  [[nodiscard]] float value(std::size_t row, std::size_t column) const { return table_.values(row)[columns_[column]]; }

  /// A random column whose known values differ, and a random place between them; columns are tried in random order.
  std::optional<Split> split_of(std::span<const std::size_t> rows) {
    std::vector<std::size_t> order(columns_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    for (std::size_t left = order.size(); left > 0; --left) {
      std::swap(order[random_.below(left)], order[left - 1]);
      const std::size_t column = order[left - 1];
      float low = INFINITY, high = -INFINITY;
      for (const std::size_t row : rows) {
        const float known = value(row, column);
        if (std::isnan(known)) continue;
        low = std::min(low, known);
        high = std::max(high, known);
      }
      if (!(low < high)) continue;
      const auto threshold = static_cast<float>(random_.uniform(low, high));
      return Split{column, std::clamp(threshold, std::nextafter(low, high), high)};  // both sides get a value
    }
    return std::nullopt;
  }

  std::size_t grow_node(std::span<std::size_t> rows, std::size_t depth) {
    const std::size_t at = nodes_.size();
    nodes_.push_back({IsolationNode::kLeaf, 0, 0, 0, 0, static_cast<std::uint32_t>(rows.size())});
    const auto split = depth < depth_max_ && rows.size() > 1 ? split_of(rows) : std::nullopt;
    if (!split) return at;
    std::size_t below = 0, known = 0;
    for (const std::size_t row : rows) {
      const float each = value(row, split->column);
      known += std::isnan(each) ? 0 : 1;
      below += each < split->threshold ? 1 : 0;
    }
    const bool missing_left = below * 2 >= known;
    const auto goes_left = [&](std::size_t row) {
      const float each = value(row, split->column);
      return std::isnan(each) ? missing_left : each < split->threshold;
    };
    const auto middle = std::stable_partition(rows.begin(), rows.end(), goes_left);
    const auto left_size = static_cast<std::size_t>(middle - rows.begin());
    const std::size_t left = grow_node(rows.first(left_size), depth + 1);
    const std::size_t right = grow_node(rows.subspan(left_size), depth + 1);
    nodes_[at] = {
        static_cast<std::int32_t>(split->column), split->threshold,     static_cast<std::int32_t>(left),
        static_cast<std::int32_t>(right),         missing_left ? 1 : 0, static_cast<std::uint32_t>(rows.size())};
    return at;
  }

  const ExampleTable& table_;
  const std::vector<std::size_t>& columns_;
  const std::size_t depth_max_;
  Random& random_;
  std::vector<IsolationNode> nodes_;
};

/// Without repeats (R. Floyd's method).
std::vector<std::size_t> sample_of(RowRange range, std::size_t size, Random& random) {
  std::vector<std::size_t> rows;
  for (std::size_t i = range.size() - size; i < range.size(); ++i) {
    const std::size_t drawn = range.first + random.below(i + 1);
    const bool repeated = std::ranges::find(rows, drawn) != rows.end();
    rows.push_back(repeated ? range.first + i : drawn);
  }
  return rows;
}

Result<std::vector<std::size_t>> places_of(const ExampleTable& table, const std::vector<std::string>& columns) {
  std::vector<std::size_t> places;
  for (const std::string& name : columns.empty() ? table.names() : columns) {
    const auto found = std::ranges::find(table.names(), name);
    if (found == table.names().end()) return invalid(fmt::format("no column {}", name));
    places.push_back(static_cast<std::size_t>(found - table.names().begin()));
  }
  return places;
}

}  // namespace

std::vector<std::string> isolation_inputs(const ExampleTable& table) { return table.names(); }

Result<IsolationTrees> grow_isolation_trees(const ExampleTable& table, RowRange range,
                                            const std::vector<std::string>& columns,
                                            const IsolationSettings& settings) {
  if (range.size() < 2) return invalid("isolation forest: expected at least two rows");
  if (auto sound = table.check(); !sound) return sound.error();
  const auto places = places_of(table, columns);
  if (!places) return places.error();
  const std::size_t sample = std::min<std::size_t>(settings.sample_size, range.size());
  Random random(settings.seed);
  Grower grower(table, *places, static_cast<std::size_t>(std::bit_width(sample - 1)), random);
  IsolationTrees trees;
  while (trees.size() < settings.trees) trees.push_back(grower.grow(sample_of(range, sample, random)));
  return trees;
}

double isolation_score(const IsolationTrees& trees, std::span<const float> values) {
  double length = 0;
  for (const auto& tree : trees) {
    std::size_t at = 0, depth = 0;
    for (; tree[at].feature != IsolationNode::kLeaf; ++depth) {
      const float value = values[static_cast<std::size_t>(tree[at].feature)];
      const bool left = std::isnan(value) ? tree[at].missing_left == 1 : value < tree[at].threshold;
      at = static_cast<std::size_t>(left ? tree[at].left : tree[at].right);
    }
    length += static_cast<double>(depth) + engine::mean_path_length(tree[at].size);
  }
  const double usual = engine::mean_path_length(trees.front().front().size);
  return std::exp2(-length / static_cast<double>(trees.size()) / usual);
}

Result<engine::ModelFile> train_isolation_forest(const ExampleTable& table, RowRange range,
                                                 const IsolationSettings& settings, const std::string& data_name) {
  const auto columns = isolation_inputs(table);
  const auto trees = grow_isolation_trees(table, range, columns, settings);
  if (!trees) return trees.error();
  const std::vector<std::string_view> names(columns.begin(), columns.end());
  nlohmann::ordered_json summary;
  summary["data"] = data_name;
  summary["examples"] = range.size();
  summary["trees"] = settings.trees;
  summary["sample_size"] = settings.sample_size;
  summary["seed"] = settings.seed;
  const auto sample = static_cast<std::uint32_t>(std::min<std::size_t>(settings.sample_size, range.size()));
  return IsolationForest::save({"", "transaction-iforest", 1, summary.dump()}, names, sample, *trees);
}

}  // namespace shrike::training
