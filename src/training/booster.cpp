#include "booster.hpp"

#include <fmt/core.h>
#include <xgboost/c_api.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace shrike::training {

using engine::TreeNode;
using nlohmann::json;

void MatrixDeleter::operator()(void* handle) const { XGDMatrixFree(handle); }
void BoosterDeleter::operator()(void* handle) const { XGBoosterFree(handle); }

void xgboost_check(int code) {
  if (code != 0) throw std::runtime_error(fmt::format("XGBoost: {}", XGBGetLastError()));
}

Matrix matrix_of(std::span<const PaymentExample> examples) {
  std::vector<float> values;
  std::vector<float> labels;
  values.reserve(examples.size() * engine::kFeatureCount);
  for (const PaymentExample& example : examples) {
    values.insert(values.end(), example.features.begin(), example.features.end());
    labels.push_back(example.fraud ? 1.0F : 0.0F);
  }
  DMatrixHandle handle = nullptr;
  xgboost_check(XGDMatrixCreateFromMat(values.data(), examples.size(), engine::kFeatureCount,
                                       std::numeric_limits<float>::quiet_NaN(), &handle));
  Matrix matrix(handle);
  xgboost_check(XGDMatrixSetFloatInfo(handle, "label", labels.data(), labels.size()));
  return matrix;
}

namespace {

/// Appends the node and its subtree, parent first; returns its cover. Inner nodes get the cover-weighted mean of their
/// leaves.
double flatten(const json& source, std::vector<TreeNode>& nodes) {
  const std::size_t at = nodes.size();
  nodes.push_back({TreeNode::kLeaf});
  const double cover = source.at("cover");
  nodes[at].cover = static_cast<float>(cover);
  if (source.contains("leaf")) {
    nodes[at].value = source.at("leaf").get<float>();
    return cover;
  }
  const int yes = source.at("yes");
  const json& children = source.at("children");
  const bool first_is_left = children.at(0).at("nodeid") == yes;
  const json& left = children.at(first_is_left ? 0 : 1);
  const json& right = children.at(first_is_left ? 1 : 0);
  const auto left_at = nodes.size();
  const double left_cover = flatten(left, nodes);
  const auto right_at = nodes.size();
  const double right_cover = flatten(right, nodes);
  TreeNode& node = nodes[at];
  node.feature = std::stoi(source.at("split").get<std::string>().substr(1));  // "f12"
  node.threshold = source.at("split_condition").get<float>();
  node.left = static_cast<std::int32_t>(left_at);
  node.right = static_cast<std::int32_t>(right_at);
  node.missing_left = source.at("missing") == yes ? 1 : 0;
  node.value = static_cast<float>((left_cover * nodes[left_at].value + right_cover * nodes[right_at].value) /
                                  (left_cover + right_cover));
  return cover;
}

}  // namespace

std::vector<std::vector<TreeNode>> trees_of(const Booster& booster, int rounds) {
  bst_ulong count = 0;
  const char** dump = nullptr;
  xgboost_check(XGBoosterDumpModelEx(booster.get(), "", 1, "json", &count, &dump));
  std::vector<std::vector<TreeNode>> trees;
  for (bst_ulong i = 0; i < std::min<bst_ulong>(count, static_cast<bst_ulong>(rounds)); ++i) {
    flatten(json::parse(dump[i]), trees.emplace_back());
  }
  return trees;
}

}  // namespace shrike::training
