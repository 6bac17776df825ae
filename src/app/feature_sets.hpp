#pragma once
// The named feature sets that models of transactions can be trained and tested on.
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "shrike/engine/core.hpp"

namespace shrike::app {

struct FeatureSet {
  std::string_view name;
  std::vector<std::string> (*names)();
  /// Puts the features of a payment, before it counts itself, into `out`: one per name.
  void (*values)(const engine::Core& core, const domain::Event& event, std::vector<float>& out);
};

std::span<const FeatureSet> feature_sets();
/// Error: invalid, with the names that there are.
Result<const FeatureSet*> feature_set_named(std::string_view name);

}  // namespace shrike::app
