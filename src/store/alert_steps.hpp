#pragma once
// What people do about an alert of either table: open → acknowledged → resolved.
#include <array>
#include <string>
#include <string_view>

#include "shrike/store/database.hpp"

namespace shrike::store {

inline constexpr std::array<std::string_view, 3> kAlertStates{"open", "acknowledged", "resolved"};

/// A table of alerts and the column of their numbers.
struct AlertTable {
  std::string_view name;
  std::string_view key;
};

/// Who did it to which alert, and when.
struct AlertAct {
  std::string tenant;
  std::uint64_t number = 0;
  std::string by;
  TimeUs at_us = 0;
};

/// Acknowledging twice keeps the first. Errors: not_found, conflict (already resolved), as Database.
Result<void> acknowledge(Database& database, const AlertTable& table, const AlertAct& act);
/// Errors: not_found, conflict (already resolved), as Database.
Result<void> resolve(Database& database, const AlertTable& table, const AlertAct& act);

}  // namespace shrike::store
