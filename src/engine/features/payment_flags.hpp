#pragma once
// Features that a payment's own fields give, each group by itself, so that "what if" can change one field of a vector
// that was worked out before.
#include "shrike/domain/event.hpp"
#include "shrike/engine/feature_table.hpp"
#include "shrike/engine/settings.hpp"

namespace shrike::engine {

/// amount, log_amount, high_value.
void fill_amount(double major, const FeatureSettings& settings, FeatureVector& out);
/// online, card_not_present.
void fill_presence(const domain::Transaction& payment, FeatureVector& out);
/// base_risk_score, of the others.
void fill_base_risk(FeatureVector& out);

}  // namespace shrike::engine
