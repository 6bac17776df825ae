#pragma once
// Counts of a busy entity by buckets of time.
#include <array>
#include <cstdint>

#include "shrike/base/byte_codec.hpp"
#include "shrike/base/clock.hpp"

namespace shrike::engine {

struct Window;

/// Three rings of buckets, each counting every payment: 10 seconds wide for an hour, 10 minutes for a day, 4 hours for
/// 40 days. A window is read from the finest ring that reaches back to its start. The bucket in which it starts counts
/// as a whole when the window begins in its first half, else not at all, and likewise the bucket in which it ends. So
/// the error is at most half a bucket of time at an edge: 0.8 % of 10 minutes, 0.1 % of an hour, 0.3 % of a day, 1.2 %
/// of 7 days, 0.3 % of 30 days, at an even pace. For payments that come late a coarser ring may have to answer.
class BusyBuckets {
 public:
  void add_payment(TimeUs time_us, float amount);
  void add_fraud(TimeUs time_us);
  /// Adds what lies in [from, to) to `sum`.
  void add_to(Window& sum, TimeUs from_us, TimeUs to_us) const;

  void save(ByteWriter& out) const;
  /// False on bytes that are not as written.
  bool load(ByteReader& in);

 private:
  struct Bucket {
    std::uint32_t count = 0;
    std::uint32_t frauds = 0;
    double sum = 0;
    double sum_of_squares = 0;
    float max = 0;
  };
  struct RingShape {
    TimeUs width_us;
    std::int64_t first;  // place of its first bucket
    std::int64_t count;
  };
  static constexpr std::array<RingShape, 3> kRings{
      {{10 * kSecondUs, 0, 372}, {10 * kMinuteUs, 372, 150}, {4 * kHourUs, 522, 242}}};
  static constexpr std::size_t kBuckets = 372 + 150 + 242;

  Bucket* bucket_of(std::size_t ring, TimeUs time_us);
  [[nodiscard]] std::size_t ring_for(TimeUs from_us) const;

  std::array<Bucket, kBuckets> buckets_{};
  std::array<std::int64_t, kRings.size()> newest_{};  // number of the newest bucket since 1970
  bool empty_ = true;
};

}  // namespace shrike::engine
