#pragma once
// Makes models from examples. Runs on the caller's thread for seconds to minutes; the same examples give the same
// bytes.
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "shrike/engine/feature_table.hpp"
#include "shrike/engine/model_file.hpp"
#include "shrike/training/evaluation.hpp"

namespace shrike::training {

/// Gets the done part, 0 to 1.
using Progress = std::function<void(double)>;

struct PaymentExample {
  engine::FeatureVector features;
  bool fraud;
};

struct TreeSettings {
  int rounds_max = 300;
  int depth = 4;
  double learning_rate = 0.1;
  double validation_part = 0.15;  ///< the newest examples; rounds are chosen by average precision on them
};

struct Trained {
  engine::ModelFile file;
  Evaluation validation;  ///< on examples that the model was not fitted to
};

/// Gradient-boosted trees by XGBoost on examples in order of time. Errors: invalid when one of the classes is missing.
Result<Trained> train_trees(const std::vector<PaymentExample>& examples, const TreeSettings& settings,
                            const std::string& data_name, const Progress& progress);

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
