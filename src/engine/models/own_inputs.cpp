#include "shrike/engine/own_inputs.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace shrike::engine {

OwnValues no_own_values() {
  OwnValues values;
  values.fill(std::numeric_limits<float>::quiet_NaN());
  return values;
}

namespace {

/// What does not fit a float says nothing.
float known(double value) {
  const auto narrow = static_cast<float>(value);
  return std::isfinite(narrow) ? narrow : std::numeric_limits<float>::quiet_NaN();
}

}  // namespace

Result<OwnInputs> OwnInputs::of(std::vector<std::string> names, std::shared_ptr<const IsolationForest> forest) {
  if (names.size() > kOwnInputsMax) return invalid(fmt::format("more than {} inputs of its own", kOwnInputsMax));
  for (auto name = names.begin(); name != names.end(); ++name) {
    const bool attribute = name->starts_with(kAttributePrefix) && name->size() > kAttributePrefix.size();
    if (!attribute && (*name != kAnomalyInput || forest == nullptr))
      return invalid(fmt::format("{} is no feature of this program", *name));
    if (std::find(names.begin(), name, *name) != name)
      return invalid(fmt::format("the input {} is there twice", *name));
  }
  OwnInputs out;
  out.names_ = std::move(names);
  out.forest_ = std::move(forest);
  return out;
}

OwnValues OwnInputs::values(const FeatureVector& features, const domain::Transaction& payment) const {
  OwnValues values = no_own_values();
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (names_[i] == kAnomalyInput) {
      values[i] = static_cast<float>(forest_->score(features));
      continue;
    }
    const auto name = std::string_view(names_[i]).substr(kAttributePrefix.size());
    const auto found = std::ranges::lower_bound(payment.attributes, name, {}, &std::pair<std::string, double>::first);
    if (found != payment.attributes.end() && found->first == name) values[i] = known(found->second);
  }
  return values;
}

}  // namespace shrike::engine
