#pragma once
// Today's use against the use of the hour before.
#include <cstdint>
#include <deque>
#include <optional>

#include "shrike/base/clock.hpp"

namespace shrike::alerts {

/// Fed with a growing count; one thread.
class UsageMeter {
 public:
  static constexpr TimeUs kNowUs = kMinuteUs;         ///< what counts as now
  static constexpr TimeUs kBeforeUs = kHourUs;        ///< what it is compared with
  static constexpr TimeUs kLeastUs = 10 * kMinuteUs;  ///< of the time before that must be known
  static constexpr double kLeastPerMinute = 60;       ///< in the time before; less says nothing

  /// Events of the last minute, as a multiple of the mean minute before; nullopt while too little is known.
  std::optional<double> ratio(double total, TimeUs now_us);

 private:
  struct Sample {
    TimeUs at_us;
    double total;
  };
  std::deque<Sample> samples_;  // oldest first, about ten seconds apart
};

}  // namespace shrike::alerts
