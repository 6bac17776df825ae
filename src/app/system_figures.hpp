#pragma once
// Measures what the watch over the system looks at.
#include <deque>
#include <functional>
#include <string>

#include "shrike/alerts/watch.hpp"
#include "shrike/base/clock.hpp"
#include "shrike/base/folder.hpp"
#include "shrike/base/metrics.hpp"

namespace shrike::app {

struct SystemFiguresParts {
  const Clock& clock;
  const Metrics& metrics;
  Folder& folder;  ///< of the data
  std::function<double()> lag_events;
  std::function<double()> decisions;
  std::function<bool()> accuracy_dropped;
};

/// Outbound thread only; asked about once a second.
class SystemFigures {
 public:
  static constexpr TimeUs kWindowUs = kMinuteUs;  ///< of requests; the processor is averaged over the last round

  explicit SystemFigures(SystemFiguresParts parts) : parts_(std::move(parts)) {}
  alerts::Figures measure();

 private:
  /// Counts since the start, at one moment.
  struct Requests {
    TimeUs at_us = 0;
    std::uint64_t all = 0;
    std::uint64_t failed = 0;
    Histogram::Snapshot duration;
  };
  void measure_requests(alerts::Figures& figures);
  std::optional<double> cpu_percent();

  SystemFiguresParts parts_;
  std::deque<Requests> requests_;  // oldest first
  std::uint64_t cpu_all_ = 0;      // of the round before
  std::uint64_t cpu_idle_ = 0;
};

/// Busy and whole time of the processors since the machine's start, from the text of /proc/stat: man proc_stat.
struct CpuTimes {
  std::uint64_t all = 0;
  std::uint64_t idle = 0;  ///< waiting for disks included
};
std::optional<CpuTimes> read_cpu_times(const std::string& stat);
/// Share of memory that programs could not have, from the text of /proc/meminfo.
std::optional<double> read_memory_percent(const std::string& meminfo);

}  // namespace shrike::app
