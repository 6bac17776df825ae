#include "feature_sets.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "shrike/training/example_table.hpp"

namespace shrike::app {

namespace {

void shrike_values(const engine::Core& core, const domain::Event& event, std::vector<float>& out) {
  const auto features = core.features_of(event);
  out.assign(features.begin(), features.end());
}

std::vector<std::string> handbook_names() { return {engine::kHandbookColumns.begin(), engine::kHandbookColumns.end()}; }

void handbook_values(const engine::Core& core, const domain::Event& event, std::vector<float>& out) {
  const auto features = core.handbook_features_of(event);
  out.clear();
  for (const double value : features) out.push_back(static_cast<float>(value));
}

constexpr std::array kSets{
    FeatureSet{"shrike", [] { return training::ExampleTable::of_engine_features().names(); }, shrike_values},
    FeatureSet{"handbook", handbook_names, handbook_values},
};

}  // namespace

std::span<const FeatureSet> feature_sets() { return kSets; }

Result<const FeatureSet*> feature_set_named(std::string_view name) {
  const auto* found = std::ranges::find(kSets, name, &FeatureSet::name);
  if (found != kSets.end()) return found;
  std::string known;
  for (const FeatureSet& set : kSets) known += fmt::format("{}{}", known.empty() ? "" : ", ", set.name);
  return invalid(fmt::format("\"{}\": expected one of {}", name, known));
}

}  // namespace shrike::app
