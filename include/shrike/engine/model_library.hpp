#pragma once
// The models that can judge, and which of them do.
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>
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
/// Whether people and events of that tenant may have to do with it: it is the operator's, or their own.
bool is_seen_by(const AnyModel& model, std::string_view tenant);
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
  /// The newest version of that model below this one that the tenant sees.
  [[nodiscard]] std::optional<AnyModel> newest_below(const domain::ModelRef& model, std::string_view tenant) const;
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

/// Which models judge, as the events of the log have set it. Engine thread only; a copy may go to others.
///
/// The operator's tenant sets the base, which judges for every tenant and kind of event that nothing else was chosen
/// for, and goes on to do so when it changes. What another tenant chooses is its own affair:
/// * A champion of its own judges until it chooses another. Activating the version that the base has at that moment is
///   the way back: from then on the tenant follows the base again.
/// * The base's challenger is for those who follow with no challenger of their own. One of a tenant that follows
///   challenges whatever the base has.
/// * What a rollback brings back is what judged for the tenant before; once the base changes under one that follows it,
///   what the base had before.
/// Nothing is held of a tenant that chose nothing, or went back and saw the base change since.
class ModelChoice {
 public:
  static constexpr std::size_t kTenantsMax = 10'000;  ///< with choices of their own; those of further ones are ignored

  /// `start` judges where nothing was chosen. The library may be null: then nothing else can be found.
  ModelChoice(ModelSet start, const ModelLibrary* library);

  /// For a model that is not in the library, or not the tenant's to see, the newest older version of it judges; where
  /// there is none, what the base has, and for the base what judged before: see missing().
  void apply(std::string_view tenant, const domain::ModelChange& change, domain::Control::Action action);
  /// The judge and the shadow for an event. An entity has the same judge for as long as a challenge lasts: the choice
  /// is a hash of tenant, subject and challenger.
  [[nodiscard]] const ModelSet& judges_for(const domain::Decision& decision) const;
  /// What counts for the tenant, be it its own or the base's.
  [[nodiscard]] const JudgeChoice& of(domain::EventKind about, std::string_view tenant = domain::kOperatorTenant) const;
  /// Whether the tenant has a challenger of its own there: only such a one can it end.
  [[nodiscard]] bool challenges(domain::EventKind about, std::string_view tenant) const;
  /// Models that were chosen and are not in the library, in words: the base's by name, of others only how many tenants
  /// lack one. Empty where there are none.
  [[nodiscard]] std::string missing() const;
  /// Those that judge where the challenger has no say.
  [[nodiscard]] const ModelSet& champions(std::string_view tenant = domain::kOperatorTenant) const;
  /// Tenants that something is held of.
  [[nodiscard]] std::size_t tenants() const { return tenants_.size(); }

  /// Byte form: docs/formats/checkpoint.md. Equal choices give equal bytes. Loading replaces; false on bytes that are
  /// not as written.
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view tenant) const { return std::hash<std::string_view>()(tenant); }
  };
  using Choices = std::array<JudgeChoice, 2>;  // transactions, messages
  struct Judging {
    Choices chosen;        // by the tenant itself; of the base the same as `counts`
    Choices counts;        // with what is followed
    ModelSet champions;    // with the challengers as shadows
    ModelSet challengers;  // with the champions as shadows
  };
  [[nodiscard]] const Judging& judging(std::string_view tenant) const;
  [[nodiscard]] std::optional<AnyModel> find(const domain::ModelRef& model, domain::EventKind kind,
                                             std::string_view tenant) const;
  void change_base(const domain::ModelChange& change, domain::Control::Action action);
  void resolve_base();
  void resolve(std::string_view tenant, Judging& own) const;
  void set_champions(std::string_view tenant, Judging& judging) const;
  void set_challengers(std::string_view tenant, Judging& judging) const;
  [[nodiscard]] bool is_missing(const domain::ModelRef& model, std::string_view tenant) const;

  const ModelLibrary* library_;
  Judging base_;
  std::unordered_map<std::string, Judging, Hash, std::equal_to<>> tenants_;
};

}  // namespace shrike::engine
