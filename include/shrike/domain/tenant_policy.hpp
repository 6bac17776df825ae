#pragma once
// Where one tenant's policy differs from the installation's.
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shrike/domain/levels.hpp"

namespace shrike::domain {

/// What is not there is as set for the installation. Scores are whole points from 0 to 100.
struct TenantPolicy {
  std::optional<std::int32_t> medium_from;
  std::optional<std::int32_t> high_from;
  std::optional<std::int32_t> critical_from;
  std::array<std::optional<Outcome>, 4> outcome_of_level{};  ///< index: RiskLevel
  std::optional<bool> block_on_critical;                     ///< whether a Critical decision blocks by itself
  std::optional<RiskLevel> alert_from;                       ///< the lowest level that raises an alert
  std::optional<std::int32_t> base_risk_points;              ///< of the built-in rule; 0: the rule is off
  std::optional<std::int32_t> account_pressure_points;       ///< of the built-in rule; 0: the rule is off
  std::optional<std::int32_t> known_sender_points;           ///< of the built-in rule; 0: the rule is off
  friend bool operator==(const TenantPolicy&, const TenantPolicy&) = default;
};
/// None: nothing differs. Shared by the decisions that were made under it, which never change.
using TenantPolicyPtr = std::shared_ptr<const TenantPolicy>;

/// By name, as texts: a tenant's own settings (tenant_settings.hpp). No value: as the installation's.
using SettingValues = std::vector<std::pair<std::string, std::optional<std::string>>>;

/// From now on these settings of a tenant stand so; those that are not named stay.
struct SettingsChange {
  SettingValues values;
  std::string by;  ///< who wanted it: a key's or user's name
};

}  // namespace shrike::domain
