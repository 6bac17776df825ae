#pragma once
// The demo's traffic: simulated payments and messages at a chosen rate, on a calendar of their own.
#include <atomic>
#include <deque>
#include <span>
#include <stop_token>

#include "shrike/base/metrics.hpp"
#include "shrike/eventlog/eventlog.hpp"
#include "shrike/sources/message_templates.hpp"
#include "shrike/sources/simulator.hpp"

namespace shrike::sources {

struct GeneratorSettings {
  static constexpr double kRateMin = 1;
  static constexpr double kRateMax = 100'000;

  SimulatorSettings simulator;
  double rate = 200;            ///< events per second of wall clock
  double message_share = 0.05;  ///< part of the events that are messages
  double scam_share = 0.15;     ///< part of the messages that are scams
  TimeUs label_delay_us =
      2 * kDayUs;  ///< event time from a fraud to its chargeback; short, so that a demo has labels soon
};

/// Events in order of event time, endless. Not thread-safe. Deterministic but for `ingested_at`, which the caller
/// stamps.
class EventStream {
 public:
  explicit EventStream(const GeneratorSettings& settings);
  domain::Event next();

 private:
  void refill();
  domain::Event payment_event();
  domain::Event message_event();

  GeneratorSettings settings_;
  Simulator simulator_;
  Random random_;
  std::vector<SimulatedPayment> day_;
  std::size_t next_in_day_ = 0;
  std::uint64_t payments_ = 0;
  std::uint64_t messages_ = 0;
  TimeUs now_us_;
  std::deque<domain::Event> labels_;  // due in order, because the delay is the same for all
};

/// Puts an EventStream into the eventlog. One thread runs it; the controls are for any thread.
class Generator {
 public:
  Generator(const GeneratorSettings& settings, eventlog::EventLog& log, const Clock& clock);

  /// Until stopped. A full log slows it down; nothing is dropped.
  void run(const std::stop_token& stop);

  void set_running(bool running) { running_ = running; }
  [[nodiscard]] bool running() const { return running_; }
  /// Error: invalid outside kRateMin to kRateMax.
  Result<void> set_rate(double per_second);
  [[nodiscard]] double rate() const { return rate_; }
  [[nodiscard]] std::uint64_t emitted() const { return emitted_.value(); }
  [[nodiscard]] TimeUs calendar_us() const { return calendar_us_; }
  [[nodiscard]] const GeneratorSettings& settings() const { return settings_; }

 private:
  bool emit(std::size_t count, const std::stop_token& stop);

  const GeneratorSettings settings_;
  eventlog::EventLog& log_;
  const Clock& clock_;
  EventStream stream_;
  std::vector<domain::Event> pending_;  // made but not yet appended
  std::atomic<bool> running_{false};
  std::atomic<double> rate_;
  std::atomic<TimeUs> calendar_us_{0};
  Counter emitted_;
};

}  // namespace shrike::sources
