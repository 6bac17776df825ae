#pragma once
// The system's watch over itself: rules over figures, and what they raise.
#include <array>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shrike/alerts/condition.hpp"
#include "shrike/alerts/settings.hpp"
#include "shrike/alerts/usage_meter.hpp"
#include "shrike/store/database.hpp"

namespace shrike::alerts {

/// What the system measures now; nullopt = not known.
struct Figures {
  std::optional<double> cpu_percent;     ///< of the machine, over the last seconds
  std::optional<double> memory_percent;  ///< of the machine
  std::optional<double> disk_percent;    ///< used, where the data folder lies
  std::optional<double> error_percent;   ///< requests answered 5xx, of those of the last minute
  std::optional<double> response_ms;     ///< 95th percentile over the last minute
  std::optional<double> lag_events;      ///< of the slowest consumer of the event log
  std::optional<double> accuracy_drop;   ///< 1 where the live model has become worse, else 0
  std::optional<double> decisions;       ///< ever
  std::optional<double> usage_ratio;     ///< worked out by the watch from `decisions`
};

struct Rule {
  std::string_view type;   ///< of the alert
  std::string_view title;  ///< with {0} for the figure and {1} for the threshold
  std::optional<double> Figures::*figure;
  double WatchSettings::*threshold;  ///< bad from there on; 0 turns the rule off. Null: 1
  std::string_view severity;
  bool at_once = false;            ///< the figure is smoothed already: fires without `watch.for`
  TimeUs keep_us = 2 * kMinuteUs;  ///< how long the figure must be good again
};
/// Every rule but the milestone.
std::span<const Rule> rules();

/// The same instant on both clocks: the steady one for lengths of time, the other for stamps.
struct Moment {
  TimeUs wall_us = 0;
  TimeUs steady_us = 0;
};

struct WatchParts {
  AlertSettings settings;
  store::Database& database;
  std::string tenant;
  std::vector<std::string> channels;  ///< each alert goes to each of them
};

/// The outbound thread only. What it raised before a restart is taken up again.
class Watch {
 public:
  explicit Watch(WatchParts parts);
  /// Steps every rule. Where the store fails a rule stays where it was and is stepped again. Errors: as Database.
  Result<void> step(Figures figures, const Moment& now);

 private:
  struct Watched {
    Condition condition;
    std::uint64_t alert = 0;  // number of the alert that it raised
  };
  Result<void> take_up();
  Result<void> step_rule(const Rule& rule, Watched& watched, const Figures& figures, const Moment& now);
  Result<std::uint64_t> raise(const Rule& rule, double value, double threshold, TimeUs now_us);
  Result<void> resolve(const Rule& rule, std::uint64_t alert, TimeUs now_us);
  Result<void> step_milestone(const Figures& figures, TimeUs now_us);
  Result<std::uint64_t> store_alert(std::string_view type, std::string_view severity, std::string title, double value,
                                    double threshold, TimeUs now_us);
  Result<void> put_out(std::uint64_t alert, std::string_view type, std::string_view severity, std::string_view event,
                       TimeUs now_us);

  WatchParts parts_;
  std::vector<Watched> watched_;  // one per rule
  UsageMeter usage_;
  std::optional<double> milestone_;  // the last one that was reached
  bool taken_up_ = false;
};

}  // namespace shrike::alerts
