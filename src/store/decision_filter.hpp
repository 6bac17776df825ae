#pragma once
// A DecisionFilter as SQL.
#include "shrike/store/decisions.hpp"
#include "sql_text.hpp"

namespace shrike::store {

/// Letter of this list in page cursors.
inline constexpr char kDecisionList = 'd';

/// The WHERE condition over alias `d`, with its values added to `params`. Error: invalid.
Result<std::string> decision_condition(const DecisionFilter& filter, SqlParams& params);

}  // namespace shrike::store
