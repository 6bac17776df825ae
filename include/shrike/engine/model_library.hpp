#pragma once
// The models that can judge, and which of them do.
#include <memory>
#include <mutex>
#include <span>
#include <variant>
#include <vector>

#include "shrike/base/byte_codec.hpp"
#include "shrike/domain/decision.hpp"
#include "shrike/engine/isolation_forest.hpp"
#include "shrike/engine/text_model.hpp"
#include "shrike/engine/tree_model.hpp"

namespace shrike::engine {

/// The judges. Either may be missing (before any training): then the base risk score alone decides on transactions, and
/// the signals alone on messages. The shadows say what they would say, and change nothing.
struct ModelSet {
  std::shared_ptr<const TreeModel> transactions;
  std::shared_ptr<const TextModel> messages;
  std::shared_ptr<const TreeModel> shadow_transactions;
  std::shared_ptr<const TextModel> shadow_messages;
  std::shared_ptr<const IsolationForest> anomalies;  ///< a monitor: has no part in decisions
};

/// A model of any kind.
using AnyModel = std::variant<std::shared_ptr<const TreeModel>, std::shared_ptr<const TextModel>,
                              std::shared_ptr<const IsolationForest>>;
const ModelHeader& header_of(const AnyModel& model);
/// What it judges: transactions or messages.
domain::EventKind about(const AnyModel& model);
/// Errors: corrupt, invalid, as the models' own load().
Result<AnyModel> load_model(std::string_view file_bytes);
/// Sets the judge, or the shadow, of its kind.
void set_judge(ModelSet& models, const AnyModel& model);
void set_shadow(ModelSet& models, const AnyModel& model);

/// Every loaded version of every model. Thread-safe; what was added stays.
class ModelLibrary {
 public:
  static constexpr std::size_t kModelsMax = 1'000;

  /// Errors: conflict when another model has this id and version; unavailable beyond kModelsMax.
  Result<void> add(AnyModel model);
  [[nodiscard]] std::optional<AnyModel> find(const domain::ModelRef& model) const;
  /// The newest version of that model below this one.
  [[nodiscard]] std::optional<AnyModel> newest_below(const domain::ModelRef& model) const;
  [[nodiscard]] std::vector<AnyModel> all() const;
  /// Those that made the decision: its model and its shadow, as far as they are here.
  [[nodiscard]] ModelSet judges_of(const domain::Decision& decision) const;

 private:
  [[nodiscard]] const AnyModel* find_locked(const domain::ModelRef& model) const;
  mutable std::mutex mutex_;
  std::vector<AnyModel> models_;
};

/// Who judges events of one kind. An id is empty, and its version 0, where nothing was chosen.
struct JudgeChoice {
  domain::ModelRef champion;
  domain::ModelRef previous;  ///< the champion before: what a rollback brings back
  domain::ModelRef challenger;
  std::uint8_t share_percent = 0;  ///< of the entities that the challenger decides on; of the others it is the shadow
};

/// Which models judge, as the events of the log have set it. Engine thread only.
class ModelChoice {
 public:
  /// `start` judges where nothing was chosen. The library may be null: then nothing else can be found.
  ModelChoice(ModelSet start, const ModelLibrary* library);

  /// For a model that is not in the library the newest older version of it judges, or else what judged before: see
  /// missing().
  void apply(const domain::ModelChange& change, domain::Control::Action action);
  /// The judge and the shadow for an event. An entity has the same judge for as long as a challenge lasts: the choice
  /// is a hash of tenant, subject and challenger.
  [[nodiscard]] const ModelSet& judges_for(const domain::Decision& decision) const;
  [[nodiscard]] const JudgeChoice& of(domain::EventKind about) const;
  /// Models that were chosen and are not in the library, in words; empty where there are none.
  [[nodiscard]] std::string missing() const;
  /// Those that judge where the challenger has no say.
  [[nodiscard]] const ModelSet& champions() const { return champions_; }

  /// Byte form: docs/formats/checkpoint.md. Loading replaces; false on bytes that are not as written.
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  void resolve();
  const ModelLibrary* library_;
  std::array<JudgeChoice, 2> choices_;  // transactions, messages
  ModelSet champions_;                  // with the challengers as shadows
  ModelSet challengers_;                // with the champions as shadows
};

}  // namespace shrike::engine
