#include "shrike/base/metrics.hpp"

#include <prometheus/client_metric.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <limits>

#include "shrike/base/result.hpp"

namespace shrike {

namespace {

using prometheus::MetricType;

/// Bucket borders in seconds that users see; the fine histogram behind is folded into them.
constexpr double kBordersSeconds[] = {0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005,
                                      0.01,    0.025,    0.05,    0.1,    0.25,    0.5,    1.0,   2.5,    5.0};

prometheus::ClientMetric::Histogram fold(const Histogram::Snapshot& fine) {
  prometheus::ClientMetric::Histogram out;
  out.sample_count = fine.count;
  out.sample_sum = static_cast<double>(fine.sum_us) / 1e6;
  std::uint64_t cumulative = 0;
  unsigned i = 0;
  for (const double border : kBordersSeconds) {
    for (; i < Histogram::kBuckets && static_cast<double>(Histogram::upper_bound_us(i)) <= border * 1e6; ++i) {
      cumulative += fine.counts[i];
    }
    out.bucket.push_back({cumulative, border});
  }
  out.bucket.push_back({fine.count, std::numeric_limits<double>::infinity()});
  return out;
}

}  // namespace

Metrics::Family& Metrics::family(const std::string& name, const std::string& help, int type) {
  Family& found = families_[name];
  if (found.rows.empty()) {
    found.help = help;
    found.type = type;
  }
  SHRIKE_ASSERT(found.type == type);
  return found;
}

Metrics::Row& Metrics::row(Family& family, MetricLabels labels) {
  for (Row& existing : family.rows) {
    if (existing.labels == labels) return existing;
  }
  Row& made = family.rows.emplace_back();
  made.labels = std::move(labels);
  return made;
}

Counter& Metrics::counter(const std::string& name, const std::string& help, MetricLabels labels) {
  const std::lock_guard lock(mutex_);
  return row(family(name, help, static_cast<int>(MetricType::Counter)), std::move(labels)).counter;
}

void Metrics::gauge(const std::string& name, const std::string& help, MetricLabels labels,
                    std::function<double()> read) {
  const std::lock_guard lock(mutex_);
  row(family(name, help, static_cast<int>(MetricType::Gauge)), std::move(labels)).gauge = std::move(read);
}

Histogram& Metrics::histogram(const std::string& name, const std::string& help, MetricLabels labels) {
  const std::lock_guard lock(mutex_);
  return row(family(name, help, static_cast<int>(MetricType::Histogram)), std::move(labels)).histogram;
}

std::uint64_t Metrics::counter_sum(const std::string& name, const Pick& pick) const {
  const std::lock_guard lock(mutex_);
  std::uint64_t sum = 0;
  const auto found = families_.find(name);
  if (found == families_.end()) return sum;
  for (const Row& row : found->second.rows) sum += pick(row.labels) ? row.counter.value() : 0;
  return sum;
}

Histogram::Snapshot Metrics::histogram_sum(const std::string& name, const Pick& pick) const {
  const std::lock_guard lock(mutex_);
  Histogram::Snapshot sum;
  const auto found = families_.find(name);
  if (found == families_.end()) return sum;
  for (const Row& row : found->second.rows) {
    if (pick(row.labels)) sum.merge(row.histogram.snapshot());
  }
  return sum;
}

std::string Metrics::text() const {
  const std::lock_guard lock(mutex_);
  std::vector<prometheus::MetricFamily> out;
  for (const auto& [name, family] : families_) {
    prometheus::MetricFamily& target = out.emplace_back();
    target.name = name;
    target.help = family.help;
    target.type = static_cast<MetricType>(family.type);
    for (const Row& row : family.rows) {
      prometheus::ClientMetric& metric = target.metric.emplace_back();
      for (const auto& [key, value] : row.labels) metric.label.push_back({key, value});
      metric.counter.value = static_cast<double>(row.counter.value());
      if (row.gauge) metric.gauge.value = row.gauge();
      if (target.type == MetricType::Histogram) metric.histogram = fold(row.histogram.snapshot());
    }
  }
  return prometheus::TextSerializer().Serialize(out);
}

}  // namespace shrike
