#include "live_seconds.hpp"

#include <algorithm>

#include "shrike/base/time_text.hpp"
#include "shrike/sinks/live.hpp"

namespace shrike::sinks {

namespace {

constexpr std::size_t kWholeSeconds = LiveSeconds::kShareSeconds + 2;  // that keep their latencies

std::uint32_t quantile(const Histogram::Snapshot& latency, double q) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(latency.quantile(q), UINT32_MAX));
}

}  // namespace

void LiveSeconds::close_newest() {
  if (points_.empty()) return;
  Point& point = points_.back();
  point.p50_us = quantile(newest_, 0.5);
  point.p99_us = quantile(newest_, 0.99);
  for (unsigned bucket = 0; bucket < Histogram::kBuckets && newest_.count > 0; ++bucket) {
    if (newest_.counts[bucket] > 0)
      point.latency.emplace_back(static_cast<std::uint16_t>(bucket),
                                 static_cast<std::uint32_t>(newest_.counts[bucket]));
  }
  if (points_.size() >= kWholeSeconds) {
    auto& old = points_[points_.size() - kWholeSeconds].latency;
    old.clear();
    old.shrink_to_fit();
  }
  if (newest_.count > 0) newest_ = {};
}

void LiveSeconds::touch(std::int64_t second) {
  if (!points_.empty() && points_.back().second >= second) return;
  close_newest();
  points_.push_back({second, 0, 0, 0, 0, 0, {}});
  if (points_.size() > kLiveHistorySeconds) points_.pop_front();
}

void LiveSeconds::add(std::int64_t second, bool flagged, bool critical, std::uint64_t latency_us) {
  touch(second);
  Point& point = points_.back();
  ++point.decisions;
  point.flagged += flagged ? 1 : 0;
  point.critical += critical ? 1 : 0;
  newest_.add(latency_us);
}

std::string LiveSeconds::news(std::int64_t now) {
  std::string text;
  JsonWriter out(text);
  touch(now);
  write_points(out, told_, now);
  told_ = now - 1;
  return text;
}

void LiveSeconds::write_all(JsonWriter& out, std::int64_t now) const { write_points(out, 0, now); }

void LiveSeconds::write_points(JsonWriter& out, std::int64_t after, std::int64_t before) const {
  out.begin_array();
  const auto first = std::ranges::upper_bound(points_, after, {}, &Point::second);
  for (auto point = first; point != points_.end() && point->second < before; ++point) write_point(out, *point);
  out.end_array();
}

void LiveSeconds::write_point(JsonWriter& out, const Point& point) const {
  const bool grows = &point == &points_.back();
  const auto field = [&](std::string_view name, std::uint64_t value) {
    out.key(name);
    point.decisions == 0 ? out.null() : out.value(value);
  };
  out.begin_object();
  out.field("time", format_time(point.second * kSecondUs));
  out.field("decisions", point.decisions);
  out.field("flagged", point.flagged);
  out.field("critical", point.critical);
  field("p50_us", grows ? quantile(newest_, 0.5) : point.p50_us);
  field("p99_us", grows ? quantile(newest_, 0.99) : point.p99_us);
  out.end_object();
}

double LiveSeconds::rate(std::int64_t now) const {
  std::uint64_t decisions = 0;
  for (auto point = points_.rbegin(); point != points_.rend() && point->second >= now - kRateSeconds; ++point) {
    if (point->second < now) decisions += point->decisions;
  }
  return static_cast<double>(decisions) / static_cast<double>(kRateSeconds);
}

Histogram::Snapshot LiveSeconds::latency_since(std::int64_t second) const {
  Histogram::Snapshot sum;
  if (points_.empty() || points_.back().second < second) return sum;
  sum.merge(newest_);
  for (auto point = points_.rbegin() + 1; point != points_.rend() && point->second >= second; ++point) {
    for (const auto& [bucket, times] : point->latency) {
      sum.counts[bucket] += times;
      sum.count += times;
    }
  }
  return sum;
}

void LiveSeconds::write_rates(JsonWriter& out, std::int64_t now) const {
  const std::int64_t from = now - kShareSeconds;
  std::uint64_t decisions = 0;
  std::uint64_t held = 0;
  for (auto point = points_.rbegin(); point != points_.rend() && point->second >= from; ++point) {
    decisions += point->decisions;
    held += point->flagged;
  }
  out.key("rates");
  out.begin_object();
  out.field("decisions", rate(now));
  out.key("flagged_share");
  decisions == 0 ? out.null() : out.value(static_cast<double>(held) / static_cast<double>(decisions));
  out.end_object();

  const auto latency = latency_since(from);
  out.key("latency_us");
  out.begin_object();
  for (const auto& [name, q] : {std::pair{"p50", 0.5}, std::pair{"p99", 0.99}, std::pair{"max", 1.0}}) {
    out.key(name);
    latency.count == 0 ? out.null() : out.value(latency.quantile(q));
  }
  out.end_object();
}

}  // namespace shrike::sinks
