#pragma once
// replay --verify: decides again on everything that a store holds and compares.
#include <string>
#include <vector>

#include "shrike/app/config.hpp"
#include "shrike/engine/core.hpp"
#include "shrike/store/database.hpp"

namespace shrike::app {

struct Verification {
  std::uint64_t decisions = 0;
  std::uint64_t different = 0;
  std::uint64_t other_model = 0;   ///< made by a model that is not loaded: not compared
  std::vector<std::string> shown;  ///< the first differences: decision id and names of fields
};

/// Reads every stored decision, newest first, and judges it again (engine::decide_again). Errors: as Database.
Result<Verification> verify(store::Database& database, const Config& config, const engine::ModelSet& models);
std::string verification_text(const Verification& verification);

}  // namespace shrike::app
