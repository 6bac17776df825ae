#pragma once
// Latency distributions that every thread may record into and any thread may read.
#include <array>
#include <atomic>
#include <cstdint>

namespace shrike {

/// Log-linear histogram of microseconds (the idea of HdrHistogram): 8 linear steps per power of two, so a quantile is
/// at most 12.5 % above the true value. Range 0 to about 2^36 us; larger values count in the last bucket.
/// Recording is one relaxed atomic add.
class Histogram {
 public:
  static constexpr unsigned kStepBits = 3;
  static constexpr unsigned kBuckets = 36U << kStepBits;

  void record(std::uint64_t value_us, std::uint64_t times = 1);

  struct Snapshot {
    std::array<std::uint64_t, kBuckets> counts{};
    std::uint64_t count = 0;
    std::uint64_t sum_us = 0;
    std::uint64_t max_us = 0;  ///< upper bound of the highest filled bucket

    /// Upper bound in microseconds of the bucket that holds the quantile; 0 when empty. `q` in [0, 1].
    [[nodiscard]] std::uint64_t quantile(double q) const;
    [[nodiscard]] double mean() const;
    void add(std::uint64_t value_us);
    void merge(const Snapshot& other);
    /// What was recorded since `earlier`, a snapshot of the same histogram.
    [[nodiscard]] Snapshot since(const Snapshot& earlier) const;
  };
  [[nodiscard]] Snapshot snapshot() const;

  /// Largest value that counts in `bucket`.
  static std::uint64_t upper_bound_us(unsigned bucket);

 private:
  std::array<std::atomic<std::uint64_t>, kBuckets> counts_{};
  std::atomic<std::uint64_t> sum_us_{0};
};

}  // namespace shrike
