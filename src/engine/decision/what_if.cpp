#include "what_if.hpp"

#include <cmath>

#include "engine/features/payment_flags.hpp"

namespace shrike::engine {

namespace {

/// The feature with that aggregate of the same entity and window; NaN where the table has none.
float beside(const FeatureVector& features, const FeatureRow& row, Aggregate aggregate) {
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    const FeatureRow& other = kFeatureTable[i];
    if (other.entity == row.entity && other.aggregate == aggregate && other.window_us == row.window_us)
      return features[i];
  }
  return std::nanf("");
}

}  // namespace

FeatureVector with_amount(FeatureVector features, double major, const FeatureSettings& settings) {
  const float before = at(features, feature("amount"));
  const auto now = static_cast<float>(major);
  fill_amount(major, settings, features);
  fill_base_risk(features);
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    const FeatureRow& row = kFeatureTable[i];
    if (std::isnan(features[i])) continue;
    if (row.aggregate == Aggregate::amount_over_mean)
      features[i] = now / beside(features, row, Aggregate::mean);
    else if (row.aggregate == Aggregate::amount_over_maximum)
      features[i] = now / beside(features, row, Aggregate::maximum);
    else if (row.aggregate == Aggregate::amount_over_median)
      features[i] = now / beside(features, row, Aggregate::median);
    else if (row.aggregate == Aggregate::zscore)
      features[i] += (now - before) / beside(features, row, Aggregate::deviation);
  }
  return features;
}

Trial trial_of(const domain::Decision& stored) {
  Trial trial;
  trial.event = stored.event;
  trial.findings = findings_of(stored);
  return trial;
}

bool Judge::operator()(Trial& trial) const {
  trial.decision = {};
  trial.decision.event = trial.event;
  judge(settings_, models_, trial.findings, Effort::state_only, trial.decision);
  return trial.decision.outcome < stored_.outcome;
}

}  // namespace shrike::engine
