#pragma once
// The last seconds of a histogram that only grows.
#include "shrike/base/clock.hpp"
#include "shrike/base/histogram.hpp"

namespace shrike::app {

/// Keeps two earlier looks, so that a view covers the last 5 to 10 seconds. One thread.
class Windowed {
 public:
  explicit Windowed(const Histogram& source) : source_(source) {}

  Histogram::Snapshot view(TimeUs now_us) {
    constexpr TimeUs kTurnUs = 5 * kSecondUs;
    const auto current = source_.snapshot();
    if (now_us - turned_us_ >= kTurnUs) {
      older_ = newer_;
      newer_ = current;
      turned_us_ = now_us;
    }
    return current.since(older_);
  }

 private:
  const Histogram& source_;
  Histogram::Snapshot older_;
  Histogram::Snapshot newer_;
  TimeUs turned_us_ = 0;
};

}  // namespace shrike::app
