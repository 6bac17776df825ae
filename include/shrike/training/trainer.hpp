#pragma once
// Makes models from examples. Runs on the caller's thread for seconds to minutes; the same examples give the same
// bytes.
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "shrike/engine/model_file.hpp"
#include "shrike/training/evaluation.hpp"
#include "shrike/training/example_table.hpp"
#include "shrike/training/tree_settings.hpp"

namespace shrike::training {

/// Gets the done part, 0 to 1.
using Progress = std::function<void(double)>;

struct Trained {
  engine::ModelFile file;
  Evaluation validation;    ///< on examples that the model was not fitted to
  Reliability reliability;  ///< of the calibrated probabilities on the same; transaction models only
};

/// Gradient-boosted trees by XGBoost. The number of rounds and the calibration come from the newest part of the
/// examples, which the trees for that were not fitted to; the trees of the file are then fitted to all. Errors: invalid
/// when one of the classes is missing, rows are not in order of time or a value is infinite.
Result<Trained> train_trees(const ExampleTable& examples, const TreeSettings& settings, const std::string& data_name,
                            const Progress& progress);

struct MessageExample {
  std::string content;
  bool scam;
};

struct TextSettings {
  double cost = 10.0;  ///< liblinear's C
  int folds = 5;       ///< for the validation figures; near-duplicates stay in one fold
};

/// Logistic regression by liblinear (L2, class weights balanced). Errors: invalid when one of the classes is missing.
Result<Trained> train_text(const std::vector<MessageExample>& examples, const TextSettings& settings,
                           const std::string& data_name, const Progress& progress);

}  // namespace shrike::training
