#pragma once
// Alerts that nobody has acknowledged in time.
#include "shrike/store/channel_routes.hpp"
#include "shrike/store/database.hpp"

namespace shrike::store {

struct Escalation {
  const ChannelRoutes& to;  ///< alerts of the system go to the standard ones
  TimeUs after_us = 0;
  TimeUs now_us = 0;
};

/// Puts every critical alert, of fraud or of the system, that has been open for `after_us` into the outbox of its
/// channels once more (event "escalate"), each once. Alerts that are older than a day beyond that are passed:
/// escalation was turned on later. Looks at a bounded number of alerts a call. Errors: as Database.
Result<void> put_out_escalations(Database& database, const Escalation& escalation);

}  // namespace shrike::store
