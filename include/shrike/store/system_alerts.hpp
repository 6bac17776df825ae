#pragma once
// Alerts of the system itself: open → acknowledged → resolved, by people or because the condition ended.
#include <optional>
#include <string>
#include <vector>

#include "shrike/store/database.hpp"
#include "shrike/store/paging.hpp"

namespace shrike::store {

struct SystemAlert {
  std::uint64_t number = 0;  ///< domain::system_alert_id(number) is its id
  std::string tenant;
  std::string type;      ///< "cpu_usage", …
  std::string severity;  ///< "critical", "warning", "info"
  std::string state;     ///< "open", "acknowledged", "resolved"
  std::string title;     ///< one line
  double value = 0;      ///< what was measured when it was raised
  double threshold = 0;
  TimeUs raised_at_us = 0;
  std::string acknowledged_by;
  TimeUs acknowledged_at_us = 0;
  std::string resolved_by;
  TimeUs resolved_at_us = 0;
};

struct SystemAlertPage {
  std::vector<SystemAlert> rows;  ///< newest first
  std::optional<std::string> next_cursor;
};

/// Stores a new one and returns its number; `number` and what people did are not read. Errors: as Database.
Result<std::uint64_t> insert_system_alert(Database& database, const SystemAlert& alert);
/// Errors: not_found, as Database.
Result<SystemAlert> find_system_alert(Database& database, const std::string& tenant, std::uint64_t number);
/// `state` empty = all. Errors: invalid, as Database.
Result<SystemAlertPage> list_system_alerts(Database& database, const std::string& tenant, const std::string& state,
                                           const PageRequest& page);
/// Every one of a tenant that is not resolved. Errors: as Database.
Result<std::vector<SystemAlert>> unresolved_system_alerts(Database& database, const std::string& tenant);

/// Of the alerts of that type, whatever their state; nullopt where there is none. Errors: as Database.
Result<std::optional<double>> largest_system_value(Database& database, const std::string& tenant,
                                                   const std::string& type);

struct SystemAlertStep {
  std::string tenant;
  std::uint64_t number = 0;
  std::string by;
  TimeUs at_us = 0;
};
/// As those of alerts. Errors: not_found, conflict (already resolved), as Database.
Result<void> acknowledge_system_alert(Database& database, const SystemAlertStep& step);
Result<void> resolve_system_alert(Database& database, const SystemAlertStep& step);

}  // namespace shrike::store
