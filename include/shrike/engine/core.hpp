#pragma once
// The state machine: one event in, one decision out. The same for live traffic, replay, training and backtests.
#include <memory>
#include <optional>
#include <vector>

#include "shrike/base/clock.hpp"
#include "shrike/domain/decision.hpp"
#include "shrike/engine/feature_table.hpp"
#include "shrike/engine/settings.hpp"
#include "shrike/engine/text_model.hpp"
#include "shrike/engine/tree_model.hpp"

namespace shrike::engine {

/// The judges. Either may be missing (before any training): then the base risk score alone decides on transactions, and
/// the signals alone on messages.
struct ModelSet {
  std::shared_ptr<const TreeModel> transactions;
  std::shared_ptr<const TextModel> messages;
};

/// One writer: all calls from one thread. Reads no clock but `stopwatch`, which only fills Decision::timings.
class Core {
 public:
  Core(EngineSettings settings, ModelSet models, const Clock& stopwatch);
  ~Core();
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  /// Decides on a transaction or message and lets it count; applies a label or control and returns nullptr.
  std::shared_ptr<domain::Decision> apply(domain::Event event);

  /// The features that a transaction would be judged by now; changes nothing. For training.
  [[nodiscard]] FeatureVector features_of(const domain::Event& event) const;

  /// Puts an entry on the blocklist without an event: entries that a store knows from before the log begins.
  void restore_blocklist(const std::string& tenant, const domain::BlocklistEntry& entry);

  [[nodiscard]] std::size_t blocklist_size() const;
  [[nodiscard]] std::size_t entities() const;
  [[nodiscard]] const ModelSet& models() const { return models_; }

 private:
  struct State;
  void decide_transaction(domain::Decision& decision, const domain::Transaction& payment);
  void decide_message(domain::Decision& decision, const domain::Message& message);
  void finish(domain::Decision& decision, const domain::BlocklistEntry* blocked);

  EngineSettings settings_;
  ModelSet models_;
  const Clock& stopwatch_;
  std::unique_ptr<State> state_;
};

}  // namespace shrike::engine
