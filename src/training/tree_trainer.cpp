#include <fmt/core.h>
#include <xgboost/c_api.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "booster.hpp"
#include "shrike/engine/tree_model.hpp"
#include "shrike/training/trainer.hpp"

namespace shrike::training {

namespace {

Booster booster_for(const Matrix& train, const Matrix& validation, const TreeSettings& settings) {
  const DMatrixHandle cached[] = {train.get(), validation.get()};
  BoosterHandle handle = nullptr;
  xgboost_check(XGBoosterCreate(cached, 2, &handle));
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
  for (const auto& [name, value] : parameters) xgboost_check(XGBoosterSetParam(handle, name, value.c_str()));
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
    xgboost_check(XGBoosterUpdateOneIter(booster.get(), round, train.get()));
    const char* line = nullptr;
    xgboost_check(XGBoosterEvalOneIter(booster.get(), round, &watched, &name, 1, &line));
    if (const double value = metric_of(line); value > best + 1e-5) {
      best = value;
      best_round = round + 1;
    }
    progress(static_cast<double>(round + 1) / settings.rounds_max);
  }
  return best_round;
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
