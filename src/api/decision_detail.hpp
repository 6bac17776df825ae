#pragma once
// One decision with its whole explanation, as JSON.
#include <optional>
#include <string>

#include "shrike/engine/counterfactual.hpp"
#include "shrike/store/decisions.hpp"

namespace shrike::api {

/// A row of the search with log-odds, features by name, how unusual it is, and what would have changed it.
std::string detail_json(const store::StoredDecision& stored, const std::optional<engine::Counterfactual>& what_if,
                        const std::optional<double>& anomaly_score);

}  // namespace shrike::api
