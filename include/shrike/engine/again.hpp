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

/// Judges the stored event again, from the features and the blocklist entry that were found then, by the function that
/// decides live. Pure; any thread. Error: conflict when another model or model version than now loaded has judged it.
Result<DecidedAgain> decide_again(const domain::Decision& stored, const EngineSettings& settings,
                                  const ModelSet& models);

}  // namespace shrike::engine
