#pragma once
// Progress of long work: a bar on a terminal, a plain line now and then elsewhere.
#include <cstdint>
#include <string>

#include "shrike/base/clock.hpp"

namespace shrike::app {

/// Writes to standard error. One thread.
class ProgressBar {
 public:
  ProgressBar(std::string what, const Clock& clock);
  /// `part` from 0 to 1, or below 0 when the end is not known; `done` counts items.
  void update(double part, std::uint64_t done);
  void finish(std::uint64_t done);

 private:
  void show(double part, std::uint64_t done);
  const std::string what_;
  const Clock& clock_;
  const bool terminal_;
  const TimeUs start_us_;
  TimeUs shown_us_ = 0;
};

}  // namespace shrike::app
