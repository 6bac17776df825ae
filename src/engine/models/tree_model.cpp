#include "shrike/engine/tree_model.hpp"

#include <nlohmann/json.hpp>

#include "shrike/base/byte_codec.hpp"
#include "tree_file.hpp"
#include "tree_shap.hpp"
#include "tree_walk.hpp"

namespace shrike::engine {

ModelFile TreeModel::save(ModelHeader header, const std::vector<std::string_view>& inputs, float base_margin,
                          const std::vector<std::vector<TreeNode>>& trees, const Calibration& calibration,
                          const ModelFile* forest) {
  ModelFile file;
  file.header = std::move(header);
  file.header.kind = "gradient_boosted_trees";
  nlohmann::ordered_json description;
  description["features"] = inputs;
  description["trees"] = trees.size();
  if (!calibration.knots().empty()) description["calibration"] = nlohmann::ordered_json::parse(calibration.to_json());
  if (forest != nullptr) {
    description["forest"] = nlohmann::ordered_json::parse(forest->inputs_json);
    description["forest_bytes"] = forest->payload.size();
  }
  file.inputs_json = description.dump();
  ByteWriter out(file.payload);
  out.number(base_margin);
  out.number(static_cast<std::uint32_t>(trees.size()));
  for (const auto& tree : trees) {
    out.number(static_cast<std::uint32_t>(tree.size()));
    file.payload.append(reinterpret_cast<const char*>(tree.data()), tree.size() * sizeof(TreeNode));
  }
  if (forest != nullptr) file.payload += forest->payload;
  return file;
}

ModelFile TreeModel::recalibrated(ModelFile file, const Calibration& calibration) {
  auto description = nlohmann::ordered_json::parse(file.inputs_json);
  description["calibration"] = nlohmann::ordered_json::parse(calibration.to_json());
  file.inputs_json = description.dump();
  return file;
}

Result<TreeModel> TreeModel::load(const ModelFile& file) {
  const auto trees = read_trees(file);
  if (!trees) return trees.error();
  TreeModel model;
  model.header_ = file.header;
  model.trees_ = trees->roots.size();
  model.own_ = trees->own;
  model.calibration_ = trees->calibration;
  model.base_margin_ = trees->base_margin;
  model.start_ = trees->base_margin;
  for (const std::int32_t root : trees->roots) model.start_ += trees->nodes[static_cast<std::size_t>(root)].value;
  model.walk_ = std::make_shared<TreeWalk>(trees->nodes, trees->roots);
  model.shap_ = std::make_shared<TreeShap>(trees->nodes, trees->roots);
  model.base_ = model.base_margin_ + model.shap_->expected();
  return model;
}

float TreeModel::margin(const FeatureVector& values, const OwnValues& own) const {
  return walk_->margin(split_values(values, own, own_.names().size()), base_margin_);
}

TreeScore TreeModel::score(const FeatureVector& values, const OwnValues& own) const {
  return {walk_->log_odds(split_values(values, own, own_.names().size()), start_), base_};
}

Contributions TreeModel::contributions(const FeatureVector& values, const OwnValues& own) const {
  return shap_->contributions(split_values(values, own, own_.names().size()));
}

}  // namespace shrike::engine
