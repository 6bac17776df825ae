#include "booster.hpp"

#include <fmt/core.h>
#include <omp.h>
#include <xgboost/c_api.h>

#include <algorithm>
#include <cmath>
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

Matrix matrix_of(const ExampleTable& examples, RowRange range) {
  std::vector<float> labels;
  labels.reserve(range.size());
  for (std::size_t i = range.first; i < range.last; ++i) labels.push_back(examples.row(i).fraud ? 1.0F : 0.0F);
  DMatrixHandle handle = nullptr;
  xgboost_check(XGDMatrixCreateFromMat(examples.values(range.first, range.last).data(), range.size(), examples.width(),
                                       std::numeric_limits<float>::quiet_NaN(), &handle));
  Matrix matrix(handle);
  xgboost_check(XGDMatrixSetFloatInfo(handle, "label", labels.data(), labels.size()));
  return matrix;
}

namespace {

/// "(1,0,0,1)": the direction of each column.
std::string constraints_of(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += fmt::format("{}{}", text.empty() ? "(" : ",", risk_direction(name));
  return text + ")";
}

}  // namespace

Booster booster_of(std::span<const Matrix> matrices, const TreeSettings& settings,
                   const std::vector<std::string>& names) {
  std::vector<DMatrixHandle> cached;
  for (const Matrix& matrix : matrices) cached.push_back(matrix.get());
  BoosterHandle handle = nullptr;
  xgboost_check(XGBoosterCreate(cached.data(), cached.size(), &handle));
  Booster booster(handle);
  const auto set = [&](const char* name, const std::string& value) {
    xgboost_check(XGBoosterSetParam(handle, name, value.c_str()));
  };
  set("objective", "binary:logistic");
  set("tree_method", settings.exact ? "exact" : "hist");
  set("max_depth", fmt::format("{}", settings.depth));
  set("eta", fmt::format("{}", settings.learning_rate));
  set("min_child_weight", fmt::format("{}", settings.min_child_weight));
  set("lambda", fmt::format("{}", settings.l2));
  set("subsample", fmt::format("{}", settings.row_share));
  set("colsample_bytree", fmt::format("{}", settings.column_share));
  set("scale_pos_weight", fmt::format("{}", settings.fraud_weight));
  if (settings.monotone) set("monotone_constraints", constraints_of(names));
  set("seed", fmt::format("{}", settings.seed));
  set("nthread", "1");  // sums in another order would give other bytes
  // Some of the library's loops do not ask for that: a second thread of theirs found little to do but took the core
  // that decisions were made on.
  omp_set_num_threads(1);
  set("eval_metric", "aucpr");
  set("base_score", "0.5");
  set("verbosity", "0");
  return booster;
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

Trees trees_of(const Booster& booster, int rounds) {
  bst_ulong count = 0;
  const char** dump = nullptr;
  xgboost_check(XGBoosterDumpModelEx(booster.get(), "", 1, "json", &count, &dump));
  Trees trees;
  for (bst_ulong i = 0; i < std::min<bst_ulong>(count, static_cast<bst_ulong>(rounds)); ++i) {
    flatten(json::parse(dump[i]), trees.emplace_back());
  }
  return trees;
}

float margin_of(const Trees& trees, std::span<const float> values) {
  float sum = 0;
  for (const auto& tree : trees) {
    std::size_t at = 0;
    while (tree[at].feature != TreeNode::kLeaf) {
      const TreeNode& node = tree[at];
      const float value = values[static_cast<std::size_t>(node.feature)];
      const bool left = std::isnan(value) ? node.missing_left == 1 : value < node.threshold;
      at = static_cast<std::size_t>(left ? node.left : node.right);
    }
    sum += tree[at].value;
  }
  return sum;
}

}  // namespace shrike::training
