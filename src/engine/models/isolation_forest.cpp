#include "shrike/engine/isolation_forest.hpp"

#include <fmt/core.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>
#include <span>

#include "shrike/base/byte_codec.hpp"

namespace shrike::engine {

namespace {

Error corrupt(std::string_view what) { return {ErrorKind::corrupt, fmt::format("isolation forest: {}", what)}; }

/// True when the nodes are one tree: each but the first is the child of exactly one before it, no deeper than allowed.
bool is_tree(std::span<const IsolationNode> nodes, std::size_t inputs, std::uint32_t sample_size) {
  std::vector<std::size_t> depth(nodes.size(), 0);  // 0 also of a node that no parent has named yet
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const IsolationNode& node = nodes[i];
    if ((i > 0 && depth[i] == 0) || depth[i] > IsolationForest::kDepthMax || node.size == 0 || node.size > sample_size)
      return false;
    if (node.feature == IsolationNode::kLeaf) continue;
    if (node.feature < 0 || static_cast<std::size_t>(node.feature) >= inputs || !std::isfinite(node.threshold))
      return false;
    for (const std::int32_t child : {node.left, node.right}) {
      if (child < 0 || static_cast<std::size_t>(child) <= i || static_cast<std::size_t>(child) >= nodes.size())
        return false;
      if (depth[static_cast<std::size_t>(child)] != 0) return false;
      depth[static_cast<std::size_t>(child)] = depth[i] + 1;
    }
  }
  return !nodes.empty();
}

IsolationNode read_node(ByteReader& in) {
  IsolationNode node{};
  node.feature = in.number<std::int32_t>();
  node.threshold = in.number<float>();
  node.left = in.number<std::int32_t>();
  node.right = in.number<std::int32_t>();
  node.missing_left = in.number<std::int32_t>();
  node.size = in.number<std::uint32_t>();
  return node;
}

struct Description {
  std::vector<std::uint8_t> inputs;  // places in a feature vector
  std::uint32_t sample_size = 0;
};

Result<Description> read_description(const ModelFile& file) {
  const auto json = nlohmann::json::parse(file.inputs_json, nullptr, false);
  if (!json.is_object() || !json.contains("features") || !json["features"].is_array())
    return corrupt("no feature list");
  Description out;
  for (const auto& name : json["features"]) {
    const auto feature = name.is_string() ? feature_by_name(name.get<std::string>()) : std::nullopt;
    if (!feature) return invalid(fmt::format("isolation forest: {} is no feature of this program", name.dump()));
    out.inputs.push_back(static_cast<std::uint8_t>(*feature));
  }
  const auto size = json.find("sample_size");
  if (size == json.end() || !size->is_number_unsigned() || size->get<std::uint64_t>() < 2 ||
      size->get<std::uint64_t>() > IsolationForest::kSampleMax)
    return corrupt("the sample size is not from 2 to 65536");
  out.sample_size = size->get<std::uint32_t>();
  return out;
}

Result<std::vector<IsolationNode>> read_tree(ByteReader& in, const Description& description) {
  const auto count = in.number<std::uint32_t>();
  if (count > 2 * description.sample_size) return corrupt("a tree has more nodes than its sample can make");
  std::vector<IsolationNode> nodes;
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) nodes.push_back(read_node(in));
  if (!in.ok() || !is_tree(nodes, description.inputs.size(), description.sample_size)) return corrupt("a broken tree");
  return nodes;
}

}  // namespace

double mean_path_length(std::uint64_t n) {
  if (n < 2) return 0;
  if (n == 2) return 1;
  const auto size = static_cast<double>(n);
  return 2 * (std::log(size - 1) + std::numbers::egamma) - 2 * (size - 1) / size;
}

ModelFile IsolationForest::save(ModelHeader header, const std::vector<std::string_view>& inputs,
                                std::uint32_t sample_size, const std::vector<std::vector<IsolationNode>>& trees) {
  ModelFile file;
  file.header = std::move(header);
  file.header.kind = "isolation_forest";
  nlohmann::ordered_json description;
  description["features"] = inputs;
  description["sample_size"] = sample_size;
  description["trees"] = trees.size();
  file.inputs_json = description.dump();
  ByteWriter out(file.payload);
  out.number(static_cast<std::uint32_t>(trees.size()));
  for (const auto& tree : trees) {
    out.number(static_cast<std::uint32_t>(tree.size()));
    file.payload.append(reinterpret_cast<const char*>(tree.data()), tree.size() * sizeof(IsolationNode));
  }
  return file;
}

Result<IsolationForest> IsolationForest::load(const ModelFile& file) {
  if (file.header.kind != "isolation_forest") return invalid("isolation forest: the file holds another kind of model");
  const auto description = read_description(file);
  if (!description) return description.error();
  IsolationForest forest;
  forest.header_ = file.header;
  forest.usual_length_ = mean_path_length(description->sample_size);
  ByteReader in(file.payload);
  const auto count = in.number<std::uint32_t>();
  if (count == 0 || count > kTreesMax) return corrupt("the number of trees is not from 1 to 1000");
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto tree = read_tree(in, *description);
    if (!tree) return tree.error();
    forest.place_tree(*tree, description->inputs);
  }
  if (!in.at_end()) return corrupt("the payload has another length than its trees");
  return forest;
}

/// Level by level, children side by side.
void IsolationForest::place_tree(const std::vector<IsolationNode>& tree, const std::vector<std::uint8_t>& inputs) {
  struct Pending {
    std::size_t source;
    std::size_t depth;
  };
  const auto begin = static_cast<std::uint32_t>(nodes_.size());
  roots_.push_back(begin);
  std::vector<Pending> order{{0, 0}};
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto [at, depth] = order[i];
    const IsolationNode& source = tree[at];
    if (source.feature == IsolationNode::kLeaf) {
      const auto length = static_cast<float>(static_cast<double>(depth) + mean_path_length(source.size));
      nodes_.push_back({length, 0, 0, 1, begin + static_cast<std::uint32_t>(i)});
      continue;
    }
    nodes_.push_back({source.threshold, inputs[static_cast<std::size_t>(source.feature)],
                      static_cast<std::uint8_t>(source.missing_left == 1 ? 1 : 0), 0,
                      begin + static_cast<std::uint32_t>(order.size())});
    for (const std::int32_t child : {source.left, source.right})
      order.push_back({static_cast<std::size_t>(child), depth + 1});
  }
}

double IsolationForest::score(const FeatureVector& values) const {
  double length = 0;
  const Node* const nodes = nodes_.data();
  for (const std::uint32_t root : roots_) {
    const Node* node = nodes + root;
    while (node->leaf == 0) {
      const float value = values[node->feature];
      const bool left =
          value != value ? node->missing_left != 0 : value < node->threshold;  // only NaN differs from itself
      node = nodes + node->left + (left ? 0 : 1);
    }
    length += node->threshold;
  }
  return std::exp2(-length / static_cast<double>(roots_.size()) / usual_length_);
}

}  // namespace shrike::engine
