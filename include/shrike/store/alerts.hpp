#pragma once
// Alerts and what people did about them: open → acknowledged → resolved.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shrike/domain/decision.hpp"
#include "shrike/store/database.hpp"
#include "shrike/store/paging.hpp"

namespace shrike::store {

struct StoredAlert {
  domain::Alert alert;  ///< with its decision, null only where that row is gone
  std::string acknowledged_by;
  TimeUs acknowledged_at_us = 0;
  std::string resolved_by;
  TimeUs resolved_at_us = 0;
  std::int64_t case_number = 0;     ///< of the case that it belongs to; 0: raised before there were cases
  std::optional<bool> fraud_label;  ///< the newest about its decision
};

struct AlertFilter {
  std::string tenant;  ///< mandatory
  std::string state;   ///< "open", "acknowledged", "resolved"; empty = all
  PageRequest page;
};

struct AlertPage {
  std::vector<StoredAlert> rows;  ///< newest first
  std::optional<std::string> next_cursor;
};

/// One alert per decision: a repeated one changes nothing. `cases`: the number of each one's case, or nothing at all.
/// Errors: as Database.
Result<void> insert_alerts(Database& database, std::span<const domain::Alert> alerts,
                           std::span<const std::int64_t> cases = {});

/// Errors: invalid (no tenant, unknown state, limit, cursor), corrupt, as Database.
Result<AlertPage> list_alerts(Database& database, const AlertFilter& filter);
/// Errors: not_found, corrupt, as Database.
Result<StoredAlert> find_alert(Database& database, const std::string& tenant, domain::Seq decision_seq);

/// The newest of a case. Errors: corrupt, as Database.
Result<std::vector<StoredAlert>> alerts_of_case(Database& database, const std::string& tenant, std::int64_t case_number,
                                                std::size_t limit);

/// Who did it and when.
struct AlertStep {
  std::string tenant;
  domain::Seq decision_seq = 0;
  std::string by;
  TimeUs at_us = 0;
};
/// Acknowledging twice keeps the first. Errors: not_found, conflict (already resolved), as Database.
Result<void> acknowledge_alert(Database& database, const AlertStep& step);
/// Errors: not_found, conflict (already resolved), as Database.
Result<void> resolve_alert(Database& database, const AlertStep& step);
/// Acknowledges what is open of a case, or resolves what is not resolved; returns the numbers of their decisions.
/// Errors: as Database.
Result<std::vector<domain::Seq>> step_alerts_of_case(Database& database, std::int64_t case_number, bool resolve,
                                                     const AlertStep& step);

}  // namespace shrike::store
