// The half of the outbound thread that writes down what became of each attempt.
#include <fmt/format.h>

#include "alerts/lane.hpp"
#include "alerts/plain_text.hpp"
#include "alerts/retry.hpp"
#include "shrike/base/card_numbers.hpp"
#include "shrike/base/diag.hpp"

namespace shrike::alerts {

namespace {

constexpr TimeUs kPatienceUs = kSecondUs;  ///< where a receiver asks for it without saying how much
constexpr std::size_t kWordsMax = 300;

std::string words_of(const Answer& answer) {
  std::string words = answer.error.empty() ? fmt::format("answered {}", answer.status) : answer.error;
  if (!answer.ok() && !answer.body.empty() && answer.error.empty()) words += ": " + answer.body;
  return cut(mask_card_numbers(one_line(words)), kWordsMax);
}

/// The receiver wants nothing more, ever.
bool is_gone(const Answer& answer) { return answer.error.empty() && answer.status == 410; }

}  // namespace

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
  if (flight.test) --flight.lane->tests;
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

}  // namespace shrike::alerts
