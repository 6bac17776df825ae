#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "shrike/engine/tree_model.hpp"
#include "shrike/training/own_columns.hpp"
#include "shrike/training/trainer.hpp"
#include "tree_fit.hpp"

namespace shrike::training {

namespace {

/// The held-out part by the trees that had not seen it: those of the file have.
void evaluate_held_out(const ExampleTable& examples, const TreeFit& fit, Trained& out) {
  std::vector<Scored> scored;
  std::vector<Forecast> forecasts;
  for (const HeldOut& held : fit.held_out) {
    const double calibrated = fit.calibration(held.log_odds);
    const bool fraud = examples.row(held.row).fraud;
    scored.push_back({held.log_odds, calibrated > 0, fraud});
    forecasts.push_back({1 / (1 + std::exp(-calibrated)), fraud});
  }
  out.validation = evaluate(std::move(scored));
  out.reliability = reliability(std::move(forecasts));
}

std::string summary_of(const ExampleTable& examples, const TreeSettings& settings, const TreeFit& fit,
                       const std::string& data_name, const Trained& trained) {
  nlohmann::ordered_json summary;
  summary["data"] = data_name;
  summary["examples"] = examples.size();
  summary["frauds"] = frauds_in(examples, {0, examples.size()});
  summary["rounds"] = fit.rounds;
  summary["depth"] = settings.depth;
  summary["learning_rate"] = settings.learning_rate;
  summary["min_child_weight"] = settings.min_child_weight;
  summary["l2"] = settings.l2;
  summary["row_share"] = settings.row_share;
  summary["column_share"] = settings.column_share;
  summary["monotone"] = settings.monotone;
  if (settings.fraud_weight != 1) summary["fraud_weight"] = settings.fraud_weight;
  if (settings.anomaly) summary["anomaly"] = true;
  summary["seed"] = settings.seed;
  summary["validation"] = nlohmann::ordered_json::parse(to_json(trained.validation));
  return summary.dump();
}

/// The engine's features among the columns: what a forest inside a model can look at.
std::vector<std::string> engine_columns(const ExampleTable& table) {
  std::vector<std::string> out;
  for (const std::string& name : table.names()) {
    if (engine::feature_by_name(name)) out.push_back(name);
  }
  return out;
}

/// A forest over the examples and its file. Errors: as grow_isolation_trees.
struct Forest {
  IsolationTrees trees;
  std::vector<std::string> columns;
  engine::ModelFile file;
};
Result<Forest> grow_forest(const ExampleTable& examples) {
  Forest forest;
  forest.columns = engine_columns(examples);
  const IsolationSettings settings;
  auto trees = grow_isolation_trees(examples, {0, examples.size()}, forest.columns, settings);
  if (!trees) return trees.error();
  forest.trees = std::move(*trees);
  const std::vector<std::string_view> names(forest.columns.begin(), forest.columns.end());
  forest.file = engine::IsolationForest::save({}, names, settings.sample_size, forest.trees);
  return forest;
}

Result<Trained> train_on(const ExampleTable& examples, const TreeSettings& settings, const engine::ModelFile* forest,
                         const std::string& data_name, const Progress& progress) {
  const auto fit = fit_trees(examples, {0, examples.size()}, settings, progress);
  if (!fit) return fit.error();
  const std::vector<std::string_view> names(examples.names().begin(), examples.names().end());
  Trained out;
  out.file =
      engine::TreeModel::save({"", "transaction-gbt", 1, "{}"}, names, 0.0F, fit->trees, fit->calibration, forest);
  if (const auto model = engine::TreeModel::load(out.file); !model) return model.error();
  evaluate_held_out(examples, *fit, out);
  out.file.header.summary_json = summary_of(examples, settings, *fit, data_name, out);
  return out;
}

}  // namespace

Result<Trained> train_trees(const ExampleTable& examples, const TreeSettings& settings, const std::string& data_name,
                            const Progress& progress) {
  if (auto sound = examples.check(); !sound) return sound.error();
  if (!settings.anomaly) return train_on(examples, settings, nullptr, data_name, progress);
  const auto forest = grow_forest(examples);
  if (!forest) return forest.error();
  return train_on(with_anomaly(examples, forest->trees, forest->columns), settings, &forest->file, data_name, progress);
}

}  // namespace shrike::training
