#pragma once
// A feature's value in words, with what is normal beside it.
#include <string>

#include "shrike/domain/event.hpp"
#include "shrike/engine/feature_table.hpp"

namespace shrike::engine {

/// For people who review payments: made from the feature's row alone, so a new row needs no words of its own.
/// `features` are those that the payment was judged by.
std::string feature_words(const domain::Transaction& payment, const FeatureVector& features, Feature feature);

}  // namespace shrike::engine
