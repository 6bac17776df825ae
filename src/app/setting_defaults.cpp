#include "setting_defaults.hpp"

#include "shrike/domain/tenant_settings.hpp"

namespace shrike::app {

store::StoredSettings setting_defaults(const Config& config) {
  const engine::PolicySettings& policy = config.engine.policy;
  domain::TenantPolicy whole;
  whole.medium_from = policy.medium_from;
  whole.high_from = policy.high_from;
  whole.critical_from = policy.critical_from;
  for (std::size_t level = 0; level < policy.outcome_of_level.size(); ++level)
    whole.outcome_of_level[level] = policy.outcome_of_level[level];
  whole.block_on_critical = policy.block_on_critical;
  whole.base_risk_points = policy.base_risk_points;
  whole.account_pressure_points = policy.account_pressure_points;
  whole.known_sender_points = policy.known_sender_points;
  whole.alert_from = config.alerts.min_level;
  store::StoredSettings out;
  for (auto& [key, value] : domain::settings_of(whole)) out.emplace(key, *value);
  out.emplace("default_currency", config.default_currency);
  out.emplace("access.allowed_addresses", "");
  return out;
}

}  // namespace shrike::app
