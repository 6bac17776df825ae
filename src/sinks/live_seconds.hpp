#pragma once
// Decisions by the second, for as long as a chart shows them. Latencies are kept whole for the minute that `stats`
// looks back; of older seconds the quantiles stay.
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "shrike/base/histogram.hpp"
#include "shrike/base/json_writer.hpp"

namespace shrike::sinks {

/// Not thread-safe. Seconds are since 1970.
class LiveSeconds {
 public:
  static constexpr std::int64_t kShareSeconds = 60;
  static constexpr std::int64_t kRateSeconds = 5;

  void add(std::int64_t second, bool flagged, bool critical, std::uint64_t latency_us);
  /// A quiet second is a point too.
  void touch(std::int64_t second);
  /// Array of the seconds after the last call and before `now`.
  std::string news(std::int64_t now);
  /// Array of all seconds before `now`.
  void write_all(JsonWriter& out, std::int64_t now) const;
  /// Decisions per second over the last kRateSeconds whole seconds.
  [[nodiscard]] double rate(std::int64_t now) const;
  /// Members `rates` and `latency_us` of Stats, over the last kShareSeconds.
  void write_rates(JsonWriter& out, std::int64_t now) const;

 private:
  struct Point {
    std::int64_t second = 0;
    std::uint32_t decisions = 0;
    std::uint32_t flagged = 0;
    std::uint32_t critical = 0;
    std::uint32_t p50_us = 0;
    std::uint32_t p99_us = 0;
    std::vector<std::pair<std::uint16_t, std::uint32_t>> latency;  // bucket and count; of the newest seconds
  };
  void close_newest();
  void write_points(JsonWriter& out, std::int64_t after, std::int64_t before) const;
  void write_point(JsonWriter& out, const Point& point) const;
  [[nodiscard]] Histogram::Snapshot latency_since(std::int64_t second) const;

  std::deque<Point> points_;    // oldest first
  Histogram::Snapshot newest_;  // latencies of the last point, which may still grow
  std::int64_t told_ = 0;       // newest second that `news` has given out
};

}  // namespace shrike::sinks
