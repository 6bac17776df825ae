#pragma once
// The only door to the time of day. Injected, so that tests and replay own time.
#include <atomic>
#include <cstdint>

namespace shrike {

/// Microseconds since 1970-01-01T00:00:00Z, or a length of time in microseconds.
using TimeUs = std::int64_t;

inline constexpr TimeUs kMillisecondUs = 1'000;
inline constexpr TimeUs kSecondUs = 1'000'000;
inline constexpr TimeUs kMinuteUs = 60 * kSecondUs;
inline constexpr TimeUs kHourUs = 60 * kMinuteUs;
inline constexpr TimeUs kDayUs = 24 * kHourUs;

/// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Wall clock; may jump. For stamps that people read.
  [[nodiscard]] virtual TimeUs now_us() const = 0;
  /// Monotonic, from an arbitrary start. For waits and latencies.
  [[nodiscard]] virtual TimeUs steady_us() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] TimeUs now_us() const override;
  [[nodiscard]] TimeUs steady_us() const override;
};

/// A clock that stands still until it is told to move.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(TimeUs start_us = 0) : time_us_(start_us) {}
  [[nodiscard]] TimeUs now_us() const override { return time_us_.load(); }
  [[nodiscard]] TimeUs steady_us() const override { return time_us_.load(); }
  void advance(TimeUs delta_us) { time_us_ += delta_us; }
  void set(TimeUs time_us) { time_us_ = time_us; }

 private:
  std::atomic<TimeUs> time_us_;
};

}  // namespace shrike
