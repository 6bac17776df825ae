#pragma once
// Why, in words.
#include <span>
#include <vector>

#include "shrike/domain/decision.hpp"
#include "shrike/engine/feature_table.hpp"
#include "shrike/engine/text_model.hpp"
#include "shrike/engine/tree_model.hpp"

namespace shrike::engine {

/// A model's own inputs and their values.
struct OwnReport {
  std::span<const std::string> names;
  OwnValues values = no_own_values();
};

/// The strongest contributions in words, those of the verdict's direction first (`flagged`: towards fraud), and the
/// rest as one; together with the base they add up to the log-odds.
std::vector<domain::Reason> transaction_reasons(const domain::Transaction& payment, const FeatureVector& features,
                                                const OwnReport& own, bool flagged, const Contributions& contributions,
                                                std::size_t count_max);
/// `scam`: the verdict; `words`: those that push hardest towards it.
std::vector<domain::Reason> message_reasons(const TextScore& score, bool scam, const std::vector<std::string>& words,
                                            std::size_t count_max);

}  // namespace shrike::engine
