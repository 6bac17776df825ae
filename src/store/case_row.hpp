#pragma once
// One case as a row of its table.
#include <string_view>

#include "shrike/store/cases.hpp"

namespace shrike::store {

/// Columns that read_case needs. Without the table's name: SQLite knows no alias in RETURNING.
inline constexpr std::string_view kCaseColumns =
    "id, tenant, entity_kind, entity, state, outcome, score, level, decisions, opened_at, "
    "updated_at, snoozed_until, assigned_to, changed_by, version, labels_after";

/// Without its amounts.
Case read_case(const Row& row);

}  // namespace shrike::store
