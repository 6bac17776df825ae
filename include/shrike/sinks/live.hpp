#pragma once
// The sink behind the dashboards: running totals, the last minutes by the second, the newest decisions and alerts.
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "shrike/base/clock.hpp"
#include "shrike/base/histogram.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/domain/sink.hpp"
#include "shrike/store/rollups.hpp"

namespace shrike::sinks {

inline constexpr std::size_t kLiveHistorySeconds = 600;
inline constexpr std::size_t kLiveRowsKept = 60;
inline constexpr std::size_t kLiveRowsPerTick = 40;
inline constexpr std::size_t kLiveFraudsRemembered =
    100'000;  ///< outcomes by event id, to tell caught frauds when labels come

/// Thread-safe; the lock is held for well under a millisecond.
class Live final : public domain::DecisionSink {
 public:
  /// `before`: totals of what was stored in earlier runs.
  Live(const Clock& clock, store::Totals before, domain::RiskLevel alerts_from = domain::RiskLevel::critical);

  void accept(const domain::DecisionBatchPtr& batch) override;

  /// What is new since the last call, as `data` of the live messages (docs/formats/live-protocol.md).
  struct Tick {
    std::optional<std::string> decisions;
    std::vector<std::string> alerts;
    std::string points;  ///< array: the seconds that ended since the last call
  };
  Tick tick();

  /// Members `totals`, `rates` and `latency_us` of Stats.
  void write_totals(JsonWriter& out) const;
  /// The arrays of hello.
  void write_history(JsonWriter& out) const;
  void write_decisions(JsonWriter& out) const;
  void write_alerts(JsonWriter& out) const;

  [[nodiscard]] store::Totals totals() const;
  [[nodiscard]] std::uint64_t alerts_raised() const;
  /// Decisions per second over the last five whole seconds.
  [[nodiscard]] double decision_rate() const;

 private:
  struct Point {
    std::int64_t second = 0;
    std::uint32_t decisions = 0;
    std::uint32_t flagged = 0;
    std::uint32_t critical = 0;
    Histogram::Snapshot latency;
  };
  void count(const domain::DecisionPtr& decision);
  void count_label(const domain::Label& label, const std::string& tenant);
  void keep_row(const domain::DecisionPtr& decision);
  Point& point_now();
  static void write_point(JsonWriter& out, const Point& point);
  /// Array of the seconds between the two, both excluded.
  [[nodiscard]] std::string points_locked(std::int64_t after, std::int64_t before) const;
  [[nodiscard]] Histogram::Snapshot latency_since(std::int64_t second) const;
  [[nodiscard]] double rate_locked() const;

  const Clock& clock_;
  const domain::RiskLevel alerts_from_;
  mutable std::mutex mutex_;  // guards everything below
  store::Totals totals_;
  std::uint64_t alerts_raised_ = 0;
  std::deque<Point> history_;
  std::int64_t told_second_ = 0;                   // newest second that a tick has given out
  std::deque<domain::DecisionPtr> rows_;           // newest first, for hello
  std::deque<domain::Alert> alerts_;               // newest first, for hello
  std::vector<domain::DecisionPtr> flagged_rows_;  // of this tick: High and Critical
  std::deque<domain::DecisionPtr> plain_rows_;     // of this tick: the newest others
  std::uint64_t rows_this_tick_ = 0;
  std::vector<domain::Alert> new_alerts_;
  std::unordered_map<std::string, bool> flagged_by_event_;
  std::deque<std::string> remembered_;
};

}  // namespace shrike::sinks
