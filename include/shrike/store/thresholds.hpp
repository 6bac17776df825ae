#pragma once
// The history of the thresholds of review: a projection of the eventlog, for people.
#include <optional>
#include <string>
#include <vector>

#include "shrike/domain/event.hpp"
#include "shrike/store/database.hpp"
#include "shrike/store/paging.hpp"

namespace shrike::store {

struct StoredThreshold {
  domain::Seq seq = 0;       ///< of the event that set it
  TimeUs changed_at_us = 0;  ///< wall clock
  domain::ThresholdChange change;
};

struct ThresholdPage {
  std::vector<StoredThreshold> rows;  ///< newest first
  std::optional<std::string> next_cursor;
};

/// The event is a control that sets a threshold. Writing it twice changes nothing. Errors: as Database.
Result<void> insert_threshold(Database& database, const domain::Event& event);
/// Errors: invalid (no tenant, limit, cursor), as Database.
Result<ThresholdPage> list_thresholds(Database& database, const std::string& tenant, const PageRequest& page);
/// The newest change for events of that kind; nullopt where there was none. Errors: as Database.
Result<std::optional<StoredThreshold>> newest_threshold(Database& database, const std::string& tenant,
                                                        domain::EventKind about);

}  // namespace shrike::store
