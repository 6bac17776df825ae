#pragma once
// The state machine: one event in, one decision out. The same for live traffic, replay, training and backtests.
#include <memory>
#include <optional>
#include <vector>

#include "shrike/base/clock.hpp"
#include "shrike/domain/decision.hpp"
#include "shrike/engine/feature_table.hpp"
#include "shrike/engine/handbook.hpp"
#include "shrike/engine/model_library.hpp"
#include "shrike/engine/settings.hpp"

namespace shrike::engine {

/// How much of a decision is wanted.
enum class Effort : std::uint8_t {
  full,        ///< with reasons
  flagged,     ///< with reasons where the event is not simply approved; engine::explain gives those of the others
  state_only,  ///< what changes the state is the same; the reasons are left out. For events that were decided before.
};

/// A piece of a core's state. Byte form: docs/formats/checkpoint.md.
struct StatePart {
  enum class Kind : std::uint8_t { features = 1, blocklist = 2, ids = 3, models = 4, thresholds = 5, policies = 6 };
  Kind kind = Kind::features;
  std::uint32_t index = 0;  ///< of features: the shard
  domain::Seq as_of = 0;    ///< newest event that it knows
  std::string bytes;
};

/// How far a snapshot has come. Made by Core::start_snapshot.
struct Snapshot {
  domain::Seq from = 0;  ///< newest event that every part knows: replay goes on after it
  std::uint32_t next_shard = 0;
  bool blocklist_done = false;
  bool models_done = false;
  bool thresholds_done = false;
  bool policies_done = false;
  std::uint64_t next_id = 0;
  std::uint64_t end_id = 0;
};

/// One writer: all calls from one thread. Reads no clock but `stopwatch`, which only fills Decision::timings.
class Core {
 public:
  /// `models` judge until an event sets others, which are looked up in `library` (may be null; outlives the core).
  Core(EngineSettings settings, ModelSet models, const Clock& stopwatch, const ModelLibrary* library = nullptr);
  ~Core();
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  /// Decides on a transaction or message and lets it count; applies a label or control and returns nullptr.
  std::shared_ptr<domain::Decision> apply(domain::Event event, Effort effort = Effort::full);

  /// A snapshot is taken part by part, with events applied in between: each part says what it knows. Loading all parts
  /// and applying the events after Snapshot::from again gives the state of the newest part and, from there on, the
  /// same decisions.
  [[nodiscard]] Snapshot start_snapshot() const;
  /// True when event ids were forgotten before they were saved (so many events came between two parts): start anew.
  [[nodiscard]] bool too_late(const Snapshot& snapshot) const;
  /// The next part; nullopt when the snapshot is complete. Not for one that is too late.
  std::optional<StatePart> next_part(Snapshot& snapshot) const;
  /// Only before the first event. Error: corrupt.
  Result<void> load_part(const StatePart& part);

  /// The features that a transaction would be judged by now; changes nothing. For training.
  [[nodiscard]] FeatureVector features_of(const domain::Event& event) const;
  /// The same for the columns of the Fraud Detection Handbook. Labels must have come 7 days after their payments.
  [[nodiscard]] HandbookFeatures handbook_features_of(const domain::Event& event) const;

  /// Puts an entry on the blocklist without an event: entries that a store knows from before the log begins.
  void restore_blocklist(const std::string& tenant, const domain::BlocklistEntry& entry);

  [[nodiscard]] std::size_t blocklist_size() const;
  [[nodiscard]] std::size_t entities() const;
  [[nodiscard]] const ModelChoice& model_choice() const;

 private:
  struct State;
  void decide(domain::Decision& decision, Effort effort);

  EngineSettings settings_;
  const Clock& stopwatch_;
  std::unique_ptr<State> state_;
};

}  // namespace shrike::engine
