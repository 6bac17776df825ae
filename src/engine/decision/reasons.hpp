#pragma once
// Why, in words.
#include <vector>

#include "shrike/domain/decision.hpp"
#include "shrike/engine/feature_table.hpp"
#include "shrike/engine/text_model.hpp"
#include "shrike/engine/tree_model.hpp"

namespace shrike::engine {

/// The strongest contributions in words, those of the verdict's direction first, and the rest as one; together with the
/// base they add up to the log-odds.
std::vector<domain::Reason> transaction_reasons(const domain::Transaction& payment, const FeatureVector& features,
                                                double log_odds, const Contributions& contributions,
                                                std::size_t count_max);
/// `scam`: the verdict; `words`: those that push hardest towards it.
std::vector<domain::Reason> message_reasons(const TextScore& score, bool scam, const std::vector<std::string>& words,
                                            std::size_t count_max);

}  // namespace shrike::engine
