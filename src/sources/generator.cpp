#include "shrike/sources/generator.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <thread>

#include "shrike/base/diag.hpp"
#include "shrike/sources/ingest.hpp"

namespace shrike::sources {

namespace {
constexpr TimeUs kTickUs = 5 * kMillisecondUs;
constexpr TimeUs kAppendWaitUs = 50 * kMillisecondUs;
constexpr std::size_t kAppendEventsMax = 512;
constexpr TimeUs kCatchUpUsMax = 100 * kMillisecondUs;  // lateness made good after a stall; more is let go
}  // namespace

EventStream::EventStream(const GeneratorSettings& settings)
    : settings_(settings),
      simulator_(settings.simulator),
      random_(settings.simulator.seed + 3),
      now_us_(settings.simulator.start_us) {}

void EventStream::refill() {
  while (next_in_day_ >= day_.size()) {
    day_ = simulator_.next_day();
    next_in_day_ = 0;
  }
}

domain::Event EventStream::next() {
  refill();
  if (!labels_.empty() && labels_.front().time_us <= day_[next_in_day_].time_us) {
    domain::Event label = std::move(labels_.front());
    labels_.pop_front();
    now_us_ = label.time_us;
    return label;
  }
  return random_.uniform() < settings_.message_share ? message_event() : payment_event();
}

domain::Event EventStream::payment_event() {
  const SimulatedPayment& payment = day_[next_in_day_++];
  domain::Event event;
  now_us_ = event.time_us = payment.time_us;
  domain::Transaction body = simulator_.transaction(payment, ++payments_);
  event.body = std::move(body);
  if (payment.scenario != 0) {
    domain::Label label = domain::label_about(event);
    label.fraud = true;
    label.source = "chargeback";
    label.note = fmt::format("simulated fraud scenario {}", payment.scenario);
    domain::Event later;
    later.time_us = event.time_us + settings_.label_delay_us;
    later.body = std::move(label);
    labels_.push_back(std::move(later));
  }
  return event;
}

domain::Event EventStream::message_event() {
  SimulatedMessage simulated = simulated_message(random_, settings_.scam_share);
  domain::Event event;
  event.time_us = now_us_;
  domain::Message body;
  body.id = fmt::format("m{}-{}-{:07}", settings_.simulator.seed, settings_.simulator.start_us / kDayUs, ++messages_);
  body.content = std::move(simulated.content);
  body.phone_number = std::move(simulated.phone_number);
  event.body = std::move(body);
  return event;
}

Generator::Generator(const GeneratorSettings& settings, eventlog::EventLog& log, const Clock& clock)
    : settings_(settings),
      log_(log),
      clock_(clock),
      stream_(settings),
      rate_(settings.rate),
      calendar_us_(settings.simulator.start_us) {}

Result<void> Generator::set_rate(double per_second) {
  if (!(per_second >= GeneratorSettings::kRateMin && per_second <= GeneratorSettings::kRateMax)) {
    return invalid(fmt::format("expected a rate from {:.0f} to {:.0f} per second", GeneratorSettings::kRateMin,
                               GeneratorSettings::kRateMax));
  }
  rate_ = per_second;
  return {};
}

void Generator::run(const std::stop_token& stop) {
  TimeUs last_us = clock_.steady_us();
  double due = 0;
  while (!stop.stop_requested()) {
    const TimeUs now_us = clock_.steady_us();
    const double rate = rate_;
    due += rate * static_cast<double>(now_us - last_us) / 1e6;
    due = std::min(due, std::max(1.0, rate * static_cast<double>(kCatchUpUsMax) / 1e6));
    last_us = now_us;
    if (!running_) due = 0;
    const auto count = static_cast<std::size_t>(due);
    due -= static_cast<double>(count);
    if (count > 0 && !emit(count, stop)) return;
    const TimeUs spent_us = clock_.steady_us() - now_us;
    if (spent_us < kTickUs) std::this_thread::sleep_for(std::chrono::microseconds(kTickUs - spent_us));
  }
}

bool Generator::emit(std::size_t count, const std::stop_token& stop) {
  while (count > 0 && running_) {
    while (pending_.size() < std::min(count, kAppendEventsMax)) {
      pending_.push_back(stream_.next());
      pending_.back().ingested_at_us = clock_.now_us();
    }
    const auto appended = append_events(log_, pending_, false, kAppendWaitUs);
    if (!appended && appended.error().kind != ErrorKind::unavailable) {
      diag::error("generator", "stopped: {}", appended.error().message);
      return false;
    }
    if (stop.stop_requested()) return false;
    if (!appended) continue;  // the log is full: wait for room, keep the events
    calendar_us_ = pending_.back().time_us;
    emitted_.add(pending_.size());
    count -= std::min(count, pending_.size());
    pending_.clear();
  }
  return true;
}

}  // namespace shrike::sources
