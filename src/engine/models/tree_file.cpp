#include "tree_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>

#include "shrike/base/byte_codec.hpp"
#include "tree_walk.hpp"

namespace shrike::engine {

namespace {

Error corrupt(std::string_view what) { return {ErrorKind::corrupt, fmt::format("tree model: {}", what)}; }

constexpr std::size_t kNodeBytesMin = 24;
static_assert(kModelBytesMax / kNodeBytesMin < TreeWalk::kNodesMax);

/// True when the nodes are one tree: the first is the root, every other one the child of exactly one before it.
/// Children after their parent rule out cycles; shared ones would let a short file stand for endless trees.
bool is_tree(std::span<const TreeNode> nodes, std::size_t inputs) {
  std::vector<bool> has_parent(nodes.size(), false);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const TreeNode& node = nodes[i];
    if ((i > 0 && !has_parent[i]) || !std::isfinite(node.value)) return false;
    if (node.feature == TreeNode::kLeaf) continue;
    if (node.feature < 0 || static_cast<std::size_t>(node.feature) >= inputs || !std::isfinite(node.threshold))
      return false;
    for (const std::int32_t child : {node.left, node.right}) {
      if (child < 0 || static_cast<std::size_t>(child) <= i || static_cast<std::size_t>(child) >= nodes.size())
        return false;
      if (has_parent[static_cast<std::size_t>(child)]) return false;
      has_parent[static_cast<std::size_t>(child)] = true;
    }
  }
  return !nodes.empty();
}

/// Of a tree whose parents come before their children.
std::size_t depth_of(std::span<const TreeNode> nodes) {
  std::vector<std::size_t> depth(nodes.size(), 0);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].feature == TreeNode::kLeaf) continue;
    for (const std::int32_t child : {nodes[i].left, nodes[i].right})
      depth[static_cast<std::size_t>(child)] = depth[i] + 1;
  }
  return *std::ranges::max_element(depth);
}

bool covers_are_sound(std::span<const TreeNode> nodes) {
  return std::ranges::all_of(nodes, [](const TreeNode& node) { return std::isfinite(node.cover) && node.cover > 0; });
}

/// Files of format 1 hold no covers. The means tell how those of two siblings compare, which is all that is used:
/// mean = share * left + (1 - share) * right.
void covers_from_means(std::span<TreeNode> nodes) {
  constexpr double kShareMin = 1e-6;  // nearly equal means tell little
  for (const TreeNode& node : nodes) {
    if (node.feature == TreeNode::kLeaf) continue;
    TreeNode& left = nodes[static_cast<std::size_t>(node.left)];
    TreeNode& right = nodes[static_cast<std::size_t>(node.right)];
    const double apart = static_cast<double>(left.value) - right.value;
    const double share = apart == 0 ? 0.5 : (static_cast<double>(node.value) - right.value) / apart;
    left.cover = static_cast<float>(std::clamp(share, kShareMin, 1 - kShareMin));
    right.cover = static_cast<float>(1 - std::clamp(share, kShareMin, 1 - kShareMin));
  }
}

/// The bytes of a node; format 1 ends before its cover.
TreeNode read_node(ByteReader& in, int format) {
  TreeNode node{};
  node.feature = in.number<std::int32_t>();
  node.threshold = in.number<float>();
  node.left = in.number<std::int32_t>();
  node.right = in.number<std::int32_t>();
  node.missing_left = in.number<std::int32_t>();
  node.value = in.number<float>();
  if (format >= 2) node.cover = in.number<float>();
  return node;
}

/// The next tree of the payload, checked. Errors: corrupt, invalid (too deep).
Result<std::vector<TreeNode>> read_tree(ByteReader& in, const ModelFile& file, std::size_t inputs) {
  const auto count = in.number<std::uint32_t>();
  if (count > file.payload.size() / kNodeBytesMin) return corrupt("a tree is longer than the file");
  std::vector<TreeNode> nodes;
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) nodes.push_back(read_node(in, file.format));
  if (!in.ok() || !is_tree(nodes, inputs)) return corrupt("a tree is broken");
  if (depth_of(nodes) > TreeModel::kDepthMax) return invalid("tree model: a tree is deeper than 32 splits");
  if (file.format == 1) covers_from_means(nodes);
  if (file.format >= 2 && !covers_are_sound(nodes)) return corrupt("a cover is not above 0");
  return nodes;
}

/// Appends a tree, its children and features named by their places in the list and in a feature vector.
void append_tree(std::vector<TreeNode> tree, std::span<const std::uint8_t> inputs, TreeList& list) {
  const auto begin = static_cast<std::int32_t>(list.nodes.size());
  list.roots.push_back(begin);
  for (TreeNode& node : tree) {
    if (node.feature != TreeNode::kLeaf) {
      node.feature = inputs[static_cast<std::size_t>(node.feature)];
      node.left += begin;
      node.right += begin;
    }
    list.nodes.push_back(node);
  }
}

struct Inputs {
  std::vector<std::uint8_t> places;  ///< of the names in the file, among all inputs
  OwnInputs own;
  std::size_t forest_bytes = 0;  ///< at the payload's end
};

/// Null where the file holds none. Errors: as IsolationForest::load.
Result<std::shared_ptr<const IsolationForest>> read_forest(const ModelFile& file, const nlohmann::json& description,
                                                           std::size_t& bytes) {
  const auto found = description.find("forest");
  const auto size = description.find("forest_bytes");
  if (found == description.end() && size == description.end()) return std::shared_ptr<const IsolationForest>();
  const bool sound = found != description.end() && found->is_object() && size != description.end() &&
                     size->is_number_unsigned() && size->get<std::uint64_t>() <= file.payload.size();
  if (!sound) return corrupt("its forest is not described as it should be");
  bytes = size->get<std::size_t>();
  ModelFile inner;
  inner.header = {"isolation_forest", file.header.id, file.header.version, "{}"};
  inner.inputs_json = found->dump();
  inner.payload = file.payload.substr(file.payload.size() - bytes);
  auto forest = IsolationForest::load(inner);
  if (!forest) return forest.error();
  return std::make_shared<const IsolationForest>(std::move(*forest));
}

/// Errors: corrupt, invalid (a name that is no input).
Result<Inputs> read_inputs(const ModelFile& file) {
  const auto description = nlohmann::json::parse(file.inputs_json, nullptr, false);
  if (!description.is_object() || !description.contains("features")) return corrupt("no feature list");
  Inputs inputs;
  std::vector<std::string> own;
  for (const auto& name : description["features"]) {
    const std::string text = name.is_string() ? name.get<std::string>() : name.dump();
    const auto feature = feature_by_name(text);
    if (!feature && own.size() >= kOwnInputsMax) return invalid("tree model: too many inputs of its own");
    inputs.places.push_back(
        static_cast<std::uint8_t>(feature ? static_cast<std::size_t>(*feature) : kFeatureCount + own.size()));
    if (!feature) own.push_back(text);
  }
  auto forest = read_forest(file, description, inputs.forest_bytes);
  if (!forest) return forest.error();
  auto checked = OwnInputs::of(std::move(own), std::move(*forest));
  if (!checked) return invalid(fmt::format("tree model: {}", checked.error().message));
  inputs.own = std::move(*checked);
  return inputs;
}
static_assert(kInputCount <= 256, "a place has 8 bits");

/// Identity where the file holds none. Errors: corrupt.
Result<Calibration> read_calibration(const ModelFile& file) {
  const auto description = nlohmann::json::parse(file.inputs_json, nullptr, false);
  const auto found = description.find("calibration");
  if (found == description.end()) return Calibration();
  auto map = Calibration::from_json(found->dump());
  if (!map) return corrupt(map.error().message);
  return map;
}

}  // namespace

Result<TreeList> read_trees(const ModelFile& file) {
  if (file.header.kind != "gradient_boosted_trees") return invalid("tree model: the file holds another kind of model");
  const auto inputs = read_inputs(file);
  if (!inputs) return inputs.error();
  TreeList list;
  auto calibration = read_calibration(file);
  if (!calibration) return calibration.error();
  list.calibration = std::move(*calibration);
  list.own = inputs->own;
  ByteReader in(std::string_view(file.payload).substr(0, file.payload.size() - inputs->forest_bytes));
  list.base_margin = in.number<float>();
  for (auto left = in.number<std::uint32_t>(); left > 0 && in.ok(); --left) {
    auto tree = read_tree(in, file, inputs->places.size());
    if (!tree) return tree.error();
    append_tree(std::move(*tree), inputs->places, list);
  }
  if (!in.ok() || !in.at_end()) return corrupt("the payload has another length than its trees");
  return list;
}

}  // namespace shrike::engine
