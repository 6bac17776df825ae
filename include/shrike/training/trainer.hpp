#pragma once
// Makes models from examples. Runs on the caller's thread for seconds to minutes; the same examples give the same
// bytes.
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "shrike/engine/model_file.hpp"
#include "shrike/engine/text_model.hpp"
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
  bool scam = false;
  domain::Channel channel = domain::Channel::sms;
  std::uint64_t group = 0;  ///< examples of one group are never split between fitting and validation; 0 = by content
};

struct TextSettings {
  double cost = 10.0;  ///< liblinear's C
  int folds = 5;       ///< for validation, calibration and thresholds; near-duplicates stay in one fold
  /// Shares of genuine messages that may reach the channel's threshold, measured out of fold: on the given examples
  /// alone, by models that have not seen the message.
  double false_positives = 0.005;           ///< SMS and chat
  double false_positives_elsewhere = 0.02;  ///< e-mail and calls
  /// Whether SMS and chat take the threshold of the best F1 where it lets fewer through. Best on more of the same
  /// messages; for kinds of scams that the examples lack, which score lower, it is too strict.
  bool best_f1 = true;
};

/// Logistic regression by liblinear (L2, class weights balanced), with calibration and thresholds from out-of-fold
/// scores. Errors: invalid when one of the classes is missing.
Result<Trained> train_text(const std::vector<MessageExample>& examples, const TextSettings& settings,
                           const std::string& data_name, const Progress& progress);

struct UpdateSettings {
  double prior = 1.0;  ///< how many times the old examples count
  int folds = 5;       ///< for validation and calibration
  double false_positives = 0.005;
};

/// Goes on from a model whose examples are gone: logistic regression on the new examples (class weights balanced) with
/// a Gaussian prior around the old weights, as sure of each as the old examples were (diagonal Laplace approximation:
/// D. MacKay, "A practical Bayesian framework for backpropagation networks", Neural Computation 4, 1992). Refreshes
/// bias and calibration; thresholds only rise. `validation` is out of fold, on the new examples.
/// Errors: invalid when a class is missing, too few, or a text carries both labels.
Result<Trained> update_text(const engine::TextModel& base, std::span<const MessageExample> examples,
                            const UpdateSettings& settings);

}  // namespace shrike::training
