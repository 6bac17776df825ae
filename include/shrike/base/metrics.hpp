#pragma once
// Counters and gauges by name, and their Prometheus text form
// (https://prometheus.io/docs/instrumenting/exposition_formats/).
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "shrike/base/histogram.hpp"

namespace shrike {

/// A count that only grows. Thread-safe.
class Counter {
 public:
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

using MetricLabels = std::map<std::string, std::string>;

/// Owner of every metric of one process. Registering and reading lock; counting does not. References stay valid
/// for the registry's life. Labels must be of small, fixed sets: never an id, a card or a phone number.
class Metrics {
 public:
  /// The counter of that name and labels, made on first use. Names end in `_total`.
  Counter& counter(const std::string& name, const std::string& help, MetricLabels labels = {});
  /// Registers a gauge that is read when asked for. `read` must be thread-safe and outlive the registry.
  void gauge(const std::string& name, const std::string& help, MetricLabels labels, std::function<double()> read);
  /// A histogram in seconds (recorded in microseconds); the name ends in `_seconds`.
  Histogram& histogram(const std::string& name, const std::string& help, MetricLabels labels = {});

  using Pick = std::function<bool(const MetricLabels&)>;
  /// Sum of the counters of that name whose labels `pick` takes. 0 where there is none.
  [[nodiscard]] std::uint64_t counter_sum(const std::string& name, const Pick& pick) const;
  /// The same of histograms.
  [[nodiscard]] Histogram::Snapshot histogram_sum(const std::string& name, const Pick& pick) const;

  /// Everything as Prometheus text.
  [[nodiscard]] std::string text() const;

 private:
  struct Row;
  struct Family;
  Family& family(const std::string& name, const std::string& help, int type);
  Row& row(Family& family, MetricLabels labels);

  struct Row {
    MetricLabels labels;
    Counter counter;
    Histogram histogram;
    std::function<double()> gauge;
  };
  struct Family {
    std::string help;
    int type = 0;  // prometheus::MetricType
    std::deque<Row> rows;
  };
  mutable std::mutex mutex_;  // guards families_
  std::map<std::string, Family> families_;
};

}  // namespace shrike
