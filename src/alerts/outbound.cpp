#include "shrike/alerts/outbound.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alerts/lane.hpp"
#include "alerts/make_notice.hpp"
#include "alerts/plain_text.hpp"
#include "alerts/retry.hpp"
#include "shrike/base/diag.hpp"
#include "shrike/store/escalations.hpp"

namespace shrike::alerts {

namespace {

constexpr TimeUs kCareUs = kSecondUs;
constexpr TimeUs kPruneUs = kHourUs;
constexpr TimeUs kKeptUs = 30 * kDayUs;  ///< how long finished rows are kept
constexpr std::size_t kPrunedMax = 5'000;
constexpr TimeUs kHorizonUs = 2 * kDayUs;  ///< no row is due later than this, unless the clock was put back
constexpr TimeUs kGroupWaitUs = kSecondUs;
constexpr TimeUs kStoreWaitUs = kSecondUs;
constexpr TimeUs kPatienceUs = kSecondUs;  ///< where a receiver asks for it without saying how much
constexpr TimeUs kFarewellUs = 2 * kSecondUs;
constexpr std::size_t kWordsMax = 300;
constexpr TimeUs kOldestUs = 7 * kDayUs;  ///< what waited longer, for a channel that was turned off, is no news

std::string words_of(const Answer& answer) {
  std::string words = answer.error.empty() ? fmt::format("answered {}", answer.status) : answer.error;
  if (!answer.ok() && !answer.body.empty() && answer.error.empty()) words += ": " + answer.body;
  return cut(one_line(words), kWordsMax);
}

/// The receiver wants nothing more, ever.
bool is_gone(const Answer& answer) { return answer.error.empty() && answer.status == 410; }

std::string message_id_of(const store::OutboxRow& row) { return fmt::format("msg_{}_{}", row.alert_id, row.event); }

}  // namespace

Outbound::Outbound(OutboundParts parts)
    : parts_(std::move(parts)),
      random_(parts_.seed),
      watch_({parts_.settings, parts_.database, parts_.tenant, channel_names(parts_.settings)}) {
  for (auto& channel : parts_.channels) lanes_.push_back(std::make_unique<Lane>(std::move(channel)));
  for (const auto& lane : lanes_) {
    parts_.metrics.gauge("shrike_alert_backlog", "Notifications that are still to be delivered",
                         {{"channel", lane->status.name}}, [this, kept = lane.get()] {
                           const std::lock_guard lock(mutex_);
                           return static_cast<double>(kept->status.backlog);
                         });
  }
}

Outbound::~Outbound() = default;

void Outbound::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      step(kLookUs);
    } catch (const std::exception& error) {  // memory
      diag::error("alerts", "{}", error.what());
    }
  }
  const TimeUs until_us = parts_.clock.steady_us() + kFarewellUs;
  while (!flights_.empty() && parts_.clock.steady_us() < until_us) {
    for (const auto& finished : parts_.transport.wait(kLookUs)) finish(finished);
    store_results();
  }
}

void Outbound::step(TimeUs wait_us) {
  start_tests();
  const TimeUs steady_us = parts_.clock.steady_us();
  if (steady_us >= next_care_us_) {
    next_care_us_ = steady_us + kCareUs;
    look_after(parts_.clock.now_us());
  }
  if (steady_us >= next_look_us_) fill();
  for (const auto& finished : parts_.transport.wait(wait_us)) finish(finished);
  store_results();
}

void Outbound::set_store_failed(const Error& error) {
  if (!std::exchange(store_failed_, true)) diag::warning("alerts", "the outbox cannot be read: {}", error.message);
  next_look_us_ = parts_.clock.steady_us() + kStoreWaitUs;
}

void Outbound::fill() {
  const TimeUs now_us = parts_.clock.now_us();
  for (const auto& lane : lanes_) fill_lane(*lane, now_us);
}

void Outbound::fill_lane(Lane& lane, TimeUs now_us) {
  if (lane.disabled || lane.flying.size() >= kInFlightMax || parts_.clock.steady_us() < lane.not_before_us) return;
  const std::size_t limit = lane.channel->spacing_us() > 0 ? 1 : kInFlightMax;
  auto due = store::due_rows(parts_.database, lane.status.name, now_us, kHorizonUs, limit + lane.flying.size());
  if (!due) return set_store_failed(due.error());
  store_failed_ = false;
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

bool Outbound::test(const std::string& channel, std::function<void(Answer)> done) {
  const auto is_it = [&](const auto& lane) { return lane->status.name == channel; };
  if (std::ranges::none_of(lanes_, is_it)) return false;
  {
    const std::lock_guard lock(mutex_);
    tests_.push_back({channel, std::move(done)});
  }
  parts_.transport.wake();
  return true;
}

void Outbound::start_tests() {
  std::vector<Test> tests;
  {
    const std::lock_guard lock(mutex_);
    tests.swap(tests_);
  }
  const TimeUs now_us = parts_.clock.now_us();
  for (Test& test : tests) {
    for (const auto& lane : lanes_) {
      if (lane->status.name != test.channel) continue;
      const Notice notice = test_notice(now_us, parts_.settings.public_url);
      const std::uint64_t token = next_token_++;
      flights_.emplace(token, Flight{lane.get(), {}, test.done});
      parts_.transport.start(token, lane->channel->build(notice, {"msg_" + notice.alert_id, now_us}));
    }
  }
}

void Outbound::finish(const Transport::Finished& finished) {
  const auto found = flights_.find(finished.token);
  if (found == flights_.end()) return;
  const Flight flight = std::move(found->second);
  flights_.erase(found);
  if (flight.test) {
    flight.test(finished.answer);
  } else {
    judge(*flight.lane, flight.row, finished.answer);
  }
  const std::lock_guard lock(mutex_);
  flight.lane->status.last_result = words_of(finished.answer);
  flight.lane->status.last_attempt_at_us = parts_.clock.now_us();
}

void Outbound::judge(Lane& lane, const store::OutboxRow& row, const Answer& answer) {
  const std::uint32_t attempts = row.attempts + 1;
  const TimeUs now_us = parts_.clock.now_us();
  note_state(lane, answer);
  if (answer.ok()) return settle(lane, row, "delivered", words_of(answer));
  if (asks_for_patience(answer))
    lane.not_before_us = parts_.clock.steady_us() + answer.retry_after_us.value_or(kPatienceUs);
  const bool final = is_gone(answer) || lane.channel->refused_for_good(answer);
  const auto pause_us = final ? std::nullopt : pause_after(attempts, answer, parts_.settings.retry_factor, random_);
  if (pause_us) return settle(lane, row, "pending", words_of(answer), now_us + *pause_us);
  diag::error("alerts", "{}: {} was given up after {} attempts: {}", lane.status.name, row.alert_id, attempts,
              words_of(answer));
  settle(lane, row, "dead", fmt::format("given up after {} attempts: {}", attempts, words_of(answer)));
}

void Outbound::note_state(Lane& lane, const Answer& answer) {
  const std::lock_guard lock(mutex_);
  ChannelStatus& status = lane.status;
  if (answer.ok()) {
    if (status.state == "failing") diag::info("alerts", "{} works again", status.name);
    status.failures = 0;
    if (!lane.disabled) status.state = "ok";
    ++status.delivered;
    status.last_success_at_us = parts_.clock.now_us();
    return;
  }
  ++status.failures;
  if (status.failures == kFailuresShown) diag::warning("alerts", "{} does not work: {}", status.name, words_of(answer));
  if (status.failures >= kFailuresShown && !lane.disabled) status.state = "failing";
  if (!is_gone(answer) || std::exchange(lane.disabled, true)) return;
  status.state = "disabled";
  diag::error("alerts", "{}: the receiver is gone (410): nothing more is sent there until a restart", status.name);
}

void Outbound::settle(Lane& lane, const store::OutboxRow& row, std::string state, std::string words, TimeUs due_at_us,
                      bool attempted) {
  if (state != "pending") {
    count(lane, state);
  } else if (attempted) {
    count(lane, "retried");
  }
  if (!lane.is_flying(row.id)) lane.flying.push_back(row);  // until it is written down
  results_.push_back({row.id, std::move(state), std::move(words), parts_.clock.now_us(), due_at_us, attempted});
}

void Outbound::store_results() {
  if (results_.empty()) return;
  if (const auto done = store::write_results(parts_.database, results_); !done) {
    if (store::is_retriable(done.error())) return set_store_failed(done.error());
    diag::error("alerts", "results are not stored: {}", done.error().message);
  }
  for (const auto& lane : lanes_) {
    for (const store::OutboxResult& result : results_) lane->land(result.id);
  }
  results_.clear();
}

void Outbound::count(const Lane& lane, std::string_view result) {
  parts_.metrics
      .counter("shrike_alert_deliveries_total", "Notifications by what became of them",
               {{"channel", lane.status.name}, {"result", std::string(result)}})
      .add();
}

void Outbound::look_after(TimeUs now_us) {
  refresh_counts();
  const Figures figures = parts_.figures ? parts_.figures() : Figures();
  if (const auto done = watch_.step(figures, {now_us, parts_.clock.steady_us()}); !done) set_store_failed(done.error());
  if (const auto done = escalate(now_us); !done) set_store_failed(done.error());
  if (parts_.clock.steady_us() < next_prune_us_) return;
  next_prune_us_ = parts_.clock.steady_us() + kPruneUs;
  if (const auto done = store::prune_outbox(parts_.database, now_us - kKeptUs, kPrunedMax); !done)
    set_store_failed(done.error());
}

Result<void> Outbound::escalate(TimeUs now_us) {
  const AlertSettings& settings = parts_.settings;
  if (settings.escalate_to.empty()) return {};
  return store::put_out_escalations(parts_.database, {settings.escalate_to, settings.escalate_after_us, now_us});
}

void Outbound::refresh_counts() {
  for (const auto& lane : lanes_) {
    const auto counts = store::count_outbox(parts_.database, lane->status.name);
    if (!counts) return set_store_failed(counts.error());
    const std::lock_guard lock(mutex_);
    lane->status.backlog = counts->pending;
    lane->status.dead = counts->dead;
  }
}

std::vector<ChannelStatus> Outbound::channels() const {
  const std::lock_guard lock(mutex_);
  std::vector<ChannelStatus> out;
  for (const auto& lane : lanes_) out.push_back(lane->status);
  return out;
}

std::vector<std::string> Outbound::followers() const {
  std::vector<std::string> out;
  for (const auto& lane : lanes_) {
    if (lane->channel->tells(Event::acknowledge)) out.push_back(lane->status.name);
  }
  return out;
}

std::string Outbound::trouble() const {
  std::string out;
  for (const ChannelStatus& status : channels()) {
    if (status.state == "ok") continue;
    out += fmt::format("{}{} is {}: {}", out.empty() ? "" : "; ", status.name, status.state, status.last_result);
  }
  return out;
}

}  // namespace shrike::alerts
