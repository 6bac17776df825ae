#pragma once
// A candidate for the place of the active model: trained, and measured beside it on events that neither has learned
// from by then.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "shrike/engine/tree_model.hpp"
#include "shrike/store/database.hpp"
#include "shrike/training/trainer.hpp"

namespace shrike::training {

struct RetrainSettings {
  TreeSettings trees;                   ///< how transaction models are grown
  double holdout_part = 0.2;            ///< the newest examples, kept for the comparison
  std::uint64_t holdout_class_min = 5;  ///< examples of each class there; with fewer nothing can be compared
  double margin = 0.01;                 ///< average precision that a candidate may be below the active model
  double flips_max = 0.1;               ///< share of recent decisions that may get another outcome
  double source_share_max = 0.9;        ///< of the fraud labels, where more than one source has given some
  double false_positives_max = 0.01;    ///< by which the share of genuine messages that are flagged may grow
};

struct Candidate {
  engine::ModelFile file;
  std::uint64_t samples = 0;  ///< new examples, both classes
  std::uint64_t frauds = 0;
  Evaluation before;  ///< the active model on the held-out part
  Evaluation after;   ///< the candidate there
  /// How far the stated probabilities can be believed there; of transaction models.
  std::optional<Reliability> stated_before, stated_after;
  std::string objection;  ///< why it should not take over, in words; empty when nothing speaks against it
};

/// Adds members to the JSON object that the model's file says about itself.
void describe(engine::ModelFile& file, const std::vector<std::pair<std::string, std::string>>& members);
/// The JSON of a summary without that member.
std::string without(const std::string& summary_json, const std::string& member);
/// Notes, and reads back, which model a text model was moved from; nullopt where it was not.
void describe_base(engine::ModelFile& file, const engine::ModelHeader& base);
std::optional<domain::ModelRef> base_of(const engine::ModelHeader& header);
/// A hash of examples, so that a model's file tells which data made it: 16 hexadecimal digits.
std::string data_hash(const ExampleTable& examples);

/// Trains trees on the older part of the examples, which are in order of time. `active` may be null: then nothing is
/// compared and nothing objected to. Errors: as train_trees.
Result<Candidate> retrain_transactions(const engine::TreeModel* active, const ExampleTable& examples,
                                       const RetrainSettings& settings, const std::string& data_name,
                                       const Progress& progress);

/// The trees of `file` with their calibration fitted anew: what the market's fraud rate does to probabilities is made
/// good without another order of payments. Measured on the newest part by a calibration of the older one; the file's is
/// fitted to all. Objects where the Brier score there is no better. Errors: invalid when a class is missing in the
/// older part; as TreeModel::load.
Result<Candidate> recalibrate(const engine::ModelFile& file, const ExampleTable& examples,
                              const RetrainSettings& settings);

/// Figures of a candidate or of the active model: a JSON object.
std::string metrics_json(const Evaluation& evaluation, const std::optional<Reliability>& stated);

/// A hash that texts share which count as one message: those that are equal when normalised.
std::uint64_t message_key(std::string_view content);

/// Moves `base`, whose own examples are gone, by all messages that were ever sent; the last `fresh` of them are new.
/// Compares it with `active` on the new ones, each judged by a candidate that has not seen it, and on messages of the
/// program's own templates, which stand for what must not get worse. Errors: as update_text.
Result<Candidate> retrain_messages(const engine::TextModel& active, const engine::TextModel& base,
                                   std::span<const MessageExample> corpus, std::size_t fresh,
                                   const RetrainSettings& settings, const Progress& progress);

/// What labels in the store make of its transactions.
struct LabelledPayments {
  ExampleTable examples = ExampleTable::of_engine_features();
  std::uint64_t contradictory = 0;                 ///< left out: their labels disagree
  std::uint64_t other_features = 0;                ///< left out: made with another table of features
  std::map<std::string, std::uint64_t> by_source;  ///< fraud labels
};
inline constexpr std::size_t kExamplesMax = 300'000;  ///< the oldest beyond are left out

/// Transactions from `from_us` on. One without a label counts as genuine when it is older than `mature_us`: whoever
/// was robbed has said so by then; a younger one is left out. Reads page by page. Errors: as Database.
Result<LabelledPayments> labelled_payments(store::Database& database, const std::string& tenant, TimeUs from_us,
                                           TimeUs mature_us);

/// Words when one source has given nearly all of the fraud labels beside others; else empty.
std::string dominance(const std::map<std::string, std::uint64_t>& by_source, const RetrainSettings& settings);

}  // namespace shrike::training
