#pragma once
// What is to be sent about alerts, kept until it is confirmed: one row per alert, channel and event.
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shrike/domain/decision.hpp"
#include "shrike/store/channel_routes.hpp"
#include "shrike/store/database.hpp"

namespace shrike::store {

/// What happened to the alert: "trigger", "acknowledge", "resolve", "escalate".
struct OutboxRow {
  std::int64_t id = 0;
  std::string tenant;
  std::string alert_id;
  std::string channel;
  std::string event;
  std::string type;
  std::string severity;
  std::string group_key;  ///< the entity that the alert is about; may be empty
  std::uint32_t attempts = 0;
  std::uint32_t group_size = 1;  ///< alerts that this one notification stands for, itself included
  TimeUs created_at_us = 0;
  TimeUs due_at_us = 0;
};

/// The trigger of each alert for each channel of its tenant, due at once. An alert needs its decision for the group.
/// Repeating it changes nothing. Errors: as Database.
Result<void> put_alerts_out(Database& database, std::span<const domain::Alert> alerts, const ChannelRoutes& routes);
/// One row; what is there already stays. `id`, `attempts` and `group_size` are not read. Errors: as Database.
Result<void> put_out(Database& database, const OutboxRow& row);
Result<void> put_out(Database& database, std::span<const OutboxRow> rows);

/// What somebody did about alerts of a tenant: "acknowledge" or "resolve".
struct FollowUp {
  std::string tenant;
  std::string event;
  TimeUs at_us = 0;
};
/// A row for each of these channels that an alert's trigger was put out for, so that whoever was told of it hears how
/// it goes on, and nobody else. Repeating it changes nothing. Errors: as Database.
Result<void> put_followups(Database& database, const FollowUp& followup, std::span<const std::string> alert_ids,
                           std::span<const std::string> channels);

/// Those of these channels that have rows which are due, as due_rows would find them. Errors: as Database.
Result<std::vector<std::string>> due_channels(Database& database, std::span<const std::string> channels, TimeUs now_us,
                                              TimeUs horizon_us);

/// Pending rows of a channel that are due, oldest first; never one whose alert has an earlier row of that channel
/// pending, so that a resolve does not overtake its trigger. Rows due later than `horizon_us` after now count as due:
/// the clock was put back. Errors: as Database.
Result<std::vector<OutboxRow>> due_rows(Database& database, const std::string& channel, TimeUs now_us,
                                        TimeUs horizon_us, std::size_t limit);

/// What became of the trigger of this row's alert on this row's channel: its state, empty where there is none.
Result<std::string> trigger_state(Database& database, const OutboxRow& row);
/// When a notification about the row's group was last delivered on its channel; 0 = never.
Result<TimeUs> last_group_delivery(Database& database, const OutboxRow& row);
/// When another trigger of the row's group on its channel, which has been tried in vain, is due again; 0 = there is
/// none.
Result<TimeUs> group_under_way(Database& database, const OutboxRow& row);
/// Counts every other untried trigger of the row's group in this row. Returns the new group_size.
Result<std::uint32_t> gather_group(Database& database, const OutboxRow& row, TimeUs now_us);

/// What became of a row. States: pending (then due_at_us counts), delivered, silenced, skipped, dead.
struct OutboxResult {
  std::int64_t id = 0;
  std::string state;
  std::string words;
  TimeUs at_us = 0;
  TimeUs due_at_us = 0;
  bool attempted = true;  ///< counts as an attempt
};
/// Rows that are not pending any more keep what they have. Errors: as Database.
Result<void> write_results(Database& database, std::span<const OutboxResult> results);

struct OutboxCounts {
  std::uint64_t pending = 0;
  std::uint64_t dead = 0;
};
/// By channel; one without such rows is not there. Errors: as Database.
Result<std::map<std::string, OutboxCounts>> count_outbox(Database& database);
/// Removes up to `limit` finished rows that ended before `before_us`; dead ones stay. Errors: as Database.
Result<void> prune_outbox(Database& database, TimeUs before_us, std::size_t limit);

}  // namespace shrike::store
