#pragma once
// Deciding again on a decision that was made before, from what it was made from.
#include <string>
#include <vector>

#include "shrike/engine/core.hpp"

namespace shrike::engine {

struct DecidedAgain {
  domain::Decision decision;             ///< as it is judged now; timings are 0
  std::vector<std::string> differences;  ///< names of the fields that differ; empty: equal to the byte
};

/// Gives a decision the reasons that Effort::flagged left out, worked out from the features that it holds: the very
/// ones that it would have been made with. Does nothing where it has some, and where it was not `fresh`. Pure; any
/// thread. False, and no reasons, when another model, model version or feature table than now loaded has judged it.
bool explain(domain::Decision& decision, const EngineSettings& settings, const ModelSet& models);

/// Judges the stored event again, from the features and the blocklist entry that were found then, by the function that
/// decides live. Pure; any thread. Error: conflict when another model, model version or feature table than now loaded
/// has judged it.
Result<DecidedAgain> decide_again(const domain::Decision& stored, const EngineSettings& settings,
                                  const ModelSet& models);

/// How unusual the forest among these models finds a stored payment; nullopt without a forest, and for what has no
/// features of the present table. Pure; any thread.
std::optional<double> anomaly_score(const domain::Decision& stored, const ModelSet& models);

/// What these models would have decided on the stored event, by the function that decides live. Pure; any thread.
domain::Outcome outcome_with(const domain::Decision& stored, const EngineSettings& settings, const ModelSet& models);

}  // namespace shrike::engine
