// The half of the outbound thread that takes rows from the outbox: what may be sent now, and what it says.
#include <fmt/format.h>

#include <algorithm>

#include "alerts/lane.hpp"
#include "alerts/make_notice.hpp"
#include "shrike/store/silences.hpp"

namespace shrike::alerts {

namespace {

constexpr TimeUs kHorizonUs = 2 * kDayUs;  ///< no row is due later than this, unless the clock was put back
constexpr TimeUs kGroupWaitUs = kSecondUs;
constexpr TimeUs kOldestUs = 7 * kDayUs;  ///< what waited longer, for a channel that was turned off, is no news

std::string message_id_of(const store::OutboxRow& row) { return fmt::format("msg_{}_{}", row.alert_id, row.event); }

}  // namespace

void Outbound::fill() {
  const TimeUs now_us = parts_.clock.now_us();
  const auto due = store::due_channels(parts_.database, names_, now_us, kHorizonUs);
  if (!due) return set_store_failed(due.error());
  for (const auto& lane : lanes_) {
    if (std::ranges::find(*due, lane->status.name) == due->end()) continue;
    fill_lane(*lane, now_us);
    if (store_failed_) return;  // it would keep each channel waiting
  }
}

void Outbound::fill_lane(Lane& lane, TimeUs now_us) {
  if (lane.disabled || lane.flying.size() >= lane.in_flight_max || parts_.clock.steady_us() < lane.not_before_us)
    return;
  const std::size_t limit = lane.channel->spacing_us() > 0 ? 1 : lane.in_flight_max;
  auto due = store::due_rows(parts_.database, lane.status.name, now_us, kHorizonUs, limit + lane.flying.size());
  if (!due) return set_store_failed(due.error());
  for (store::OutboxRow& row : *due) {
    if (lane.flying.size() >= limit || lane.is_flying(row.id)) continue;
    auto go = may_go(lane, row, now_us);
    if (go && *go) {
      const auto sent = send(lane, row, now_us);
      if (!sent) go = sent.error();
    }
    if (!go) return set_store_failed(go.error());
  }
}

Result<bool> Outbound::may_go(Lane& lane, store::OutboxRow& row, TimeUs now_us) {
  const Event event = event_from(row.event).value_or(Event::trigger);
  if (now_us - row.created_at_us > kOldestUs) {
    settle(lane, row, "dead", "older than a week", 0, false);
    return false;
  }
  if (event == Event::acknowledge || event == Event::resolve) {
    const auto state = store::trigger_state(parts_.database, row);
    if (!state) return state.error();
    if (*state == "delivered") return true;
    settle(lane, row, "skipped", "its trigger was not sent here", 0, false);
    return false;
  }
  auto silences = store::active_silences(parts_.database, row.tenant, now_us);
  if (!silences) return silences.error();
  const auto silence = std::ranges::find_if(*silences, [&](const store::Silence& one) { return one.matches(row); });
  if (silence != silences->end()) {
    settle(lane, row, "silenced", fmt::format("silenced by {}: {}", silence->by, silence->reason), 0, false);
    return false;
  }
  const bool alone = event != Event::trigger || row.group_key.empty() || row.attempts > 0;
  return alone || parts_.settings.cooldown_us == 0 ? Result<bool>(true) : leads_group(lane, row, now_us);
}

Result<bool> Outbound::leads_group(Lane& lane, store::OutboxRow& row, TimeUs now_us) {
  const auto wait_until = [&](TimeUs due_at_us) {
    settle(lane, row, "pending", {}, due_at_us, false);
    return false;
  };
  const auto last_us = store::last_group_delivery(parts_.database, row);
  if (!last_us) return last_us.error();
  const TimeUs free_at_us = *last_us + parts_.settings.cooldown_us;
  if (*last_us != 0 && *last_us <= now_us && now_us < free_at_us) return wait_until(free_at_us);
  const auto leader_us = store::group_under_way(parts_.database, row);
  if (!leader_us) return leader_us.error();
  if (*leader_us != 0 || lane.group_is_flying(row)) return wait_until(std::max(*leader_us, now_us) + kGroupWaitUs);
  const auto size = store::gather_group(parts_.database, row, now_us);
  if (!size) return size.error();
  for (std::uint32_t more = row.group_size; more < *size; ++more) count(lane, "grouped");
  row.group_size = *size;
  return true;
}

Result<Notice> Outbound::read_notice(const store::OutboxRow& row) {
  if (const auto seq = domain::seq_of_alert_id(row.alert_id)) {
    const auto stored = store::find_alert(parts_.database, row.tenant, *seq);
    if (!stored) return stored.error();
    return notice_of(row, *stored, parts_.settings.public_url);
  }
  const auto number = domain::number_of_system_alert_id(row.alert_id);
  if (!number) return Error{ErrorKind::not_found, "no such alert"};
  const auto alert = store::find_system_alert(parts_.database, row.tenant, *number);
  if (!alert) return alert.error();
  return notice_of(row, *alert, parts_.settings.public_url);
}

Result<void> Outbound::send(Lane& lane, const store::OutboxRow& row, TimeUs now_us) {
  const auto notice = read_notice(row);
  if (!notice && store::is_retriable(notice.error())) return notice.error();
  if (!notice) {
    settle(lane, row, "dead", "the alert cannot be read: " + notice.error().message);
    return {};
  }
  const std::uint64_t token = next_token_++;
  lane.flying.push_back(row);
  lane.not_before_us = parts_.clock.steady_us() + lane.channel->spacing_us();
  flights_.emplace(token, Flight{&lane, row, {}});
  parts_.transport.start(token, lane.channel->build(*notice, {message_id_of(row), now_us}));
  return {};
}

}  // namespace shrike::alerts
