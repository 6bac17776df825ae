#pragma once
// Alerts that nobody has acknowledged in time.
#include <string>

#include "shrike/store/database.hpp"

namespace shrike::store {

struct Escalation {
  std::string channel;  ///< where to
  TimeUs after_us = 0;
  TimeUs now_us = 0;
};

/// Puts every critical alert, of fraud or of the system, that has been open for `after_us` into the outbox of that
/// channel once more (event "escalate"), each once. Alerts that are older than a day beyond that are passed: escalation
/// was turned on later. Looks at a bounded number of alerts a call. Errors: as Database.
Result<void> put_out_escalations(Database& database, const Escalation& escalation);

}  // namespace shrike::store
