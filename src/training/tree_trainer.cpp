#include <fmt/core.h>
#include <xgboost/c_api.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

#include "shrike/engine/tree_model.hpp"
#include "shrike/training/trainer.hpp"

namespace shrike::training {

namespace {

using engine::TreeNode;
using nlohmann::json;

struct MatrixDeleter {
  void operator()(void* handle) const { XGDMatrixFree(handle); }
};
struct BoosterDeleter {
  void operator()(void* handle) const { XGBoosterFree(handle); }
};
using Matrix = std::unique_ptr<void, MatrixDeleter>;
using Booster = std::unique_ptr<void, BoosterDeleter>;

/// XGBoost reports by return code; a failure here is ours (wrong call), so it goes to the worker's wall.
void check(int code) {
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
  check(XGDMatrixCreateFromMat(values.data(), examples.size(), engine::kFeatureCount,
                               std::numeric_limits<float>::quiet_NaN(), &handle));
  Matrix matrix(handle);
  check(XGDMatrixSetFloatInfo(handle, "label", labels.data(), labels.size()));
  return matrix;
}

Booster booster_for(const Matrix& train, const Matrix& validation, const TreeSettings& settings) {
  const DMatrixHandle cached[] = {train.get(), validation.get()};
  BoosterHandle handle = nullptr;
  check(XGBoosterCreate(cached, 2, &handle));
  Booster booster(handle);
  // One thread: sums in another order would give other bytes.
  const std::pair<const char*, std::string> parameters[] = {{"objective", "binary:logistic"},
                                                            {"tree_method", "hist"},
                                                            {"max_depth", fmt::format("{}", settings.depth)},
                                                            {"eta", fmt::format("{}", settings.learning_rate)},
                                                            {"nthread", "1"},
                                                            {"eval_metric", "aucpr"},
                                                            {"base_score", "0.5"},
                                                            {"seed", "0"},
                                                            {"min_child_weight", "5"},
                                                            {"verbosity", "0"}};
  for (const auto& [name, value] : parameters) check(XGBoosterSetParam(handle, name, value.c_str()));
  return booster;
}

/// "[12]\tvalidation-aucpr:0.71" → 0.71
double metric_of(const char* line) {
  const std::string_view text(line);
  return std::stod(std::string(text.substr(text.rfind(':') + 1)));
}

/// Boosts up to the limit and returns the number of rounds that was best on the validation part.
int boost(const Booster& booster, const Matrix& train, const Matrix& validation, const TreeSettings& settings,
          const Progress& progress) {
  constexpr int kPatience = 40;
  int best_round = 1;
  double best = -1;
  DMatrixHandle watched = validation.get();
  const char* name = "validation";
  for (int round = 0; round < settings.rounds_max && round - best_round < kPatience; ++round) {
    check(XGBoosterUpdateOneIter(booster.get(), round, train.get()));
    const char* line = nullptr;
    check(XGBoosterEvalOneIter(booster.get(), round, &watched, &name, 1, &line));
    if (const double value = metric_of(line); value > best + 1e-5) {
      best = value;
      best_round = round + 1;
    }
    progress(static_cast<double>(round + 1) / settings.rounds_max);
  }
  return best_round;
}

/// Appends the node and its subtree, parent first; returns its cover. Inner nodes get the cover-weighted mean of their
/// leaves.
double flatten(const json& source, std::vector<TreeNode>& nodes) {
  const std::size_t at = nodes.size();
  nodes.push_back({TreeNode::kLeaf, 0, 0, 0, 0, 0});
  const double cover = source.at("cover");
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

std::vector<std::vector<TreeNode>> trees_of(const Booster& booster, int rounds) {
  bst_ulong count = 0;
  const char** dump = nullptr;
  check(XGBoosterDumpModelEx(booster.get(), "", 1, "json", &count, &dump));
  std::vector<std::vector<TreeNode>> trees;
  for (bst_ulong i = 0; i < std::min<bst_ulong>(count, static_cast<bst_ulong>(rounds)); ++i) {
    flatten(json::parse(dump[i]), trees.emplace_back());
  }
  return trees;
}

}  // namespace

Result<Trained> train_trees(const std::vector<PaymentExample>& examples, const TreeSettings& settings,
                            const std::string& data_name, const Progress& progress) {
  const auto split = static_cast<std::size_t>(static_cast<double>(examples.size()) * (1.0 - settings.validation_part));
  const std::span all(examples);
  const auto frauds = [](std::span<const PaymentExample> part) {
    return std::ranges::count_if(part, &PaymentExample::fraud);
  };
  const auto train_part = all.first(split);
  const auto validation_part = all.subspan(split);
  for (const auto part : {train_part, validation_part}) {
    if (frauds(part) == 0 || frauds(part) == static_cast<std::ptrdiff_t>(part.size())) {
      return invalid("expected fraud and genuine transactions in the older and in the newest part of the data");
    }
  }
  const Matrix train = matrix_of(train_part);
  const Matrix validation = matrix_of(validation_part);
  const Booster booster = booster_for(train, validation, settings);
  const int rounds = boost(booster, train, validation, settings, progress);
  std::vector<std::string_view> names;
  for (const auto& row : engine::feature_table()) names.push_back(row.name);
  Trained out;
  engine::ModelHeader header{"", "transaction-gbt", 1, "{}"};
  out.file = engine::TreeModel::save(header, names, 0.0F, trees_of(booster, rounds));
  const auto model = engine::TreeModel::load(out.file);
  if (!model) return model.error();
  std::vector<Scored> scored;
  for (const PaymentExample& example : validation_part) {
    const float margin = model->margin(example.features);
    scored.push_back({margin, margin > 0, example.fraud});
  }
  out.validation = evaluate(std::move(scored));
  nlohmann::ordered_json summary;
  summary["data"] = data_name;
  summary["examples"] = train_part.size();
  summary["frauds"] = frauds(train_part);
  summary["rounds"] = rounds;
  summary["depth"] = settings.depth;
  summary["learning_rate"] = settings.learning_rate;
  summary["validation"] = nlohmann::ordered_json::parse(to_json(out.validation));
  out.file.header.summary_json = summary.dump();
  return out;
}

}  // namespace shrike::training
