#include "shrike/alerts/outbound.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alerts/lane.hpp"
#include "shrike/base/diag.hpp"
#include "shrike/store/escalations.hpp"

namespace shrike::alerts {

namespace {

constexpr TimeUs kCareUs = kSecondUs;
constexpr TimeUs kPruneUs = kHourUs;
constexpr TimeUs kKeptUs = 30 * kDayUs;  ///< how long finished rows are kept
constexpr std::size_t kPrunedMax = 5'000;
constexpr TimeUs kStoreWaitUs = kSecondUs;
constexpr TimeUs kFarewellUs = 2 * kSecondUs;

}  // namespace

Outbound::Outbound(OutboundParts parts)
    : parts_(std::move(parts)),
      random_(parts_.seed),
      watch_({parts_.settings, parts_.database, parts_.tenant, channel_names(parts_.settings)}),
      escalations_(escalation_routes(parts_.settings)) {
  for (auto& channel : parts_.channels) lanes_.push_back(std::make_unique<Lane>(std::move(channel), parts_.tenant));
  for (const auto& lane : lanes_) {
    names_.push_back(lane->status.name);
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
    const auto cared = look_after(parts_.clock.now_us());
    cared ? void(store_failed_ = false) : set_store_failed(cared.error());
  }
  if (steady_us >= next_look_us_) fill();
  for (const auto& finished : parts_.transport.wait(wait_us)) finish(finished);
  store_results();
}

void Outbound::set_store_failed(const Error& error) {
  if (!std::exchange(store_failed_, true)) diag::warning("alerts", "the outbox cannot be read: {}", error.message);
  next_look_us_ = parts_.clock.steady_us() + kStoreWaitUs;
}

Result<void> Outbound::test(const std::string& tenant, const std::string& channel, std::function<void(Answer)> done) {
  const auto lane = std::ranges::find_if(
      lanes_, [&](const auto& one) { return one->status.name == channel && one->status.tenant == tenant; });
  if (lane == lanes_.end())
    return Error{ErrorKind::not_found, "There is no channel of this name, or it is not set up."};
  {
    const std::lock_guard lock(mutex_);
    if ((*lane)->tests >= kTestsMax) return Error{ErrorKind::unavailable, "too many tests are waiting"};
    ++(*lane)->tests;
    tests_.push_back({lane->get(), std::move(done)});
  }
  parts_.transport.wake();
  return {};
}

void Outbound::start_tests() {
  std::vector<Test> tests;
  {
    const std::lock_guard lock(mutex_);
    tests.swap(tests_);
  }
  const TimeUs now_us = parts_.clock.now_us();
  for (Test& test : tests) {
    const Notice notice = test_notice(now_us, parts_.settings.public_url, test.lane->status.tenant);
    const std::uint64_t token = next_token_++;
    flights_.emplace(token, Flight{test.lane, {}, std::move(test.done)});
    parts_.transport.start(token, test.lane->channel->build(notice, {"msg_" + notice.alert_id, now_us}));
  }
}

Result<void> Outbound::look_after(TimeUs now_us) {
  if (auto done = refresh_counts(); !done) return done;
  const Figures figures = parts_.figures ? parts_.figures() : Figures();
  if (auto done = watch_.step(figures, {now_us, parts_.clock.steady_us()}); !done) return done;
  if (auto done = escalate(now_us); !done) return done;
  if (parts_.clock.steady_us() < next_prune_us_) return {};
  next_prune_us_ = parts_.clock.steady_us() + kPruneUs;
  return store::prune_outbox(parts_.database, now_us - kKeptUs, kPrunedMax);
}

Result<void> Outbound::escalate(TimeUs now_us) {
  if (escalations_.empty()) return {};
  return store::put_out_escalations(parts_.database, {escalations_, parts_.settings.escalate_after_us, now_us});
}

Result<void> Outbound::refresh_counts() {
  const auto counts = store::count_outbox(parts_.database);
  if (!counts) return counts.error();
  const std::lock_guard lock(mutex_);
  for (const auto& lane : lanes_) {
    const auto found = counts->find(lane->status.name);
    const store::OutboxCounts now = found == counts->end() ? store::OutboxCounts() : found->second;
    lane->status.backlog = now.pending;
    lane->status.dead = now.dead;
  }
  return {};
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
    if (status.state == "ok" || status.tenant != parts_.tenant) continue;
    out += fmt::format("{}{} is {}: {}", out.empty() ? "" : "; ", status.name, status.state, status.last_result);
  }
  return out;
}

}  // namespace shrike::alerts
