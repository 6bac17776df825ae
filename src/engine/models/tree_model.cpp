#include "shrike/engine/tree_model.hpp"

#include <fmt/core.h>

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "shrike/base/byte_codec.hpp"

namespace shrike::engine {

namespace {

Error corrupt(std::string_view what) { return {ErrorKind::corrupt, fmt::format("tree model: {}", what)}; }

/// Children must come after their parent and stay inside the tree: that rules out cycles.
bool valid_tree(const std::vector<TreeNode>& nodes, std::int32_t begin, std::int32_t end, std::size_t inputs) {
  for (std::int32_t i = begin; i < end; ++i) {
    const TreeNode& node = nodes[static_cast<std::size_t>(i)];
    if (!std::isfinite(node.value)) return false;
    if (node.feature == TreeNode::kLeaf) continue;
    if (node.feature < 0 || static_cast<std::size_t>(node.feature) >= inputs || !std::isfinite(node.threshold))
      return false;
    if (node.left <= i || node.left >= end || node.right <= i || node.right >= end) return false;
  }
  return begin < end;
}

/// A child's place in the list of all nodes; -1, which no tree may have, where there is none.
std::int32_t place(std::int32_t within_tree, std::int32_t begin) {
  const std::int64_t sum = std::int64_t{within_tree} + begin;
  return sum >= 0 && sum <= INT32_MAX ? static_cast<std::int32_t>(sum) : -1;
}

const TreeNode& child(const std::vector<TreeNode>& nodes, const TreeNode& node, float value) {
  // Without branches: which way a split goes is hard to predict. Only NaN differs from itself.
  const bool left = (value < node.threshold) | ((value != value) & (node.missing_left == 1));
  return nodes[static_cast<std::size_t>(left ? node.left : node.right)];
}

}  // namespace

ModelFile TreeModel::save(ModelHeader header, const std::vector<std::string_view>& inputs, float base_margin,
                          const std::vector<std::vector<TreeNode>>& trees) {
  ModelFile file;
  file.header = std::move(header);
  file.header.kind = "gradient_boosted_trees";
  nlohmann::ordered_json description;
  description["features"] = inputs;
  description["trees"] = trees.size();
  file.inputs_json = description.dump();
  ByteWriter out(file.payload);
  out.number(base_margin);
  out.number(static_cast<std::uint32_t>(trees.size()));
  for (const auto& tree : trees) {
    out.number(static_cast<std::uint32_t>(tree.size()));
    file.payload.append(reinterpret_cast<const char*>(tree.data()), tree.size() * sizeof(TreeNode));
  }
  return file;
}

Result<TreeModel> TreeModel::load(const ModelFile& file) {
  if (file.header.kind != "gradient_boosted_trees") return invalid("tree model: the file holds another kind of model");
  TreeModel model;
  model.header_ = file.header;
  const auto description = nlohmann::json::parse(file.inputs_json, nullptr, false);
  if (!description.is_object() || !description.contains("features")) return corrupt("no feature list");
  for (const auto& name : description["features"]) {
    const auto feature = name.is_string() ? feature_by_name(name.get<std::string>()) : std::nullopt;
    if (!feature) return invalid(fmt::format("tree model: {} is no feature of this program", name.dump()));
    model.inputs_.push_back(static_cast<std::uint8_t>(*feature));
  }
  ByteReader in(file.payload);
  model.base_margin_ = in.number<float>();
  model.base_ = model.base_margin_;
  const auto trees = in.number<std::uint32_t>();
  for (std::uint32_t t = 0; t < trees && in.ok(); ++t) {
    const auto count = in.number<std::uint32_t>();
    const auto begin = static_cast<std::int32_t>(model.nodes_.size());
    if (count > file.payload.size() / sizeof(TreeNode)) return corrupt("a tree is longer than the file");
    for (std::uint32_t i = 0; i < count; ++i) {
      TreeNode node{};
      node.feature = in.number<std::int32_t>();
      node.threshold = in.number<float>();
      node.left = place(in.number<std::int32_t>(), begin);
      node.right = place(in.number<std::int32_t>(), begin);
      node.missing_left = in.number<std::int32_t>();
      node.value = in.number<float>();
      model.nodes_.push_back(node);
    }
    const auto end = static_cast<std::int32_t>(model.nodes_.size());
    if (!in.ok() || !valid_tree(model.nodes_, begin, end, model.inputs_.size())) return corrupt("a tree is broken");
    model.roots_.push_back(begin);
    model.base_ += model.nodes_[static_cast<std::size_t>(begin)].value;
  }
  if (!in.ok() || !in.at_end()) return corrupt("the payload has another length than its trees");
  for (TreeNode& node : model.nodes_) {
    if (node.feature != TreeNode::kLeaf) node.feature = model.inputs_[static_cast<std::size_t>(node.feature)];
  }
  return model;
}

float TreeModel::margin(const FeatureVector& values) const {
  float sum = base_margin_;
  for (const std::int32_t root : roots_) {
    const TreeNode* node = &nodes_[static_cast<std::size_t>(root)];
    while (node->feature != TreeNode::kLeaf)
      node = &child(nodes_, *node, values[static_cast<std::size_t>(node->feature)]);
    sum += node->value;
  }
  return sum;
}

TreeScore TreeModel::score(const FeatureVector& values) const {
  TreeScore out;
  out.base = out.log_odds = base_;
  for (const std::int32_t root : roots_) {
    const TreeNode* const first = &nodes_[static_cast<std::size_t>(root)];
    const TreeNode* node = first;
    while (node->feature != TreeNode::kLeaf) {
      const auto feature = static_cast<std::size_t>(node->feature);
      const TreeNode& next = child(nodes_, *node, values[feature]);
      out.contributions[feature] += static_cast<double>(next.value) - node->value;
      node = &next;
    }
    out.log_odds += static_cast<double>(node->value) - first->value;  // the steps of this tree, added up
  }
  return out;
}

}  // namespace shrike::engine
