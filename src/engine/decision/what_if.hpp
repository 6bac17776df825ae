#pragma once
// A stored decision judged with other inputs.
#include <vector>

#include "judge.hpp"
#include "shrike/engine/counterfactual.hpp"

namespace shrike::engine {

/// The features of a payment that is the same but for its amount: windows leave the payment itself out, so only what
/// compares with them changes.
FeatureVector with_amount(FeatureVector features, double major, const FeatureSettings& settings);

/// Inputs with the changes that made them, and what is decided on them.
struct Trial {
  domain::Event event;
  Findings findings;
  std::vector<Change> changes;
  domain::Decision decision;  ///< as judged last
};

/// What the stored decision was judged from, unchanged.
Trial trial_of(const domain::Decision& stored);

/// Judges trials of one stored decision.
class Judge {
 public:
  Judge(const domain::Decision& stored, const EngineSettings& settings, const ModelSet& models)
      : stored_(stored), settings_(settings), models_(models) {}

  /// Fills the trial's decision; true where its outcome is better than the stored one.
  bool operator()(Trial& trial) const;
  [[nodiscard]] const EngineSettings& settings() const { return settings_; }

 private:
  const domain::Decision& stored_;
  const EngineSettings& settings_;
  const ModelSet& models_;
};

/// The start, changed as little as gives a better outcome; nullopt where nothing that is tried does. For a start that
/// is not better itself.
std::optional<Trial> better_payment(const Judge& judge, const Trial& start);
std::optional<Trial> better_message(const Judge& judge, const Trial& start);

}  // namespace shrike::engine
