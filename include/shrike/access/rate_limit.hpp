#pragma once
// Token buckets: how many requests a second one key, tenant or address may send.
#include <string>

#include "shrike/access/lru_map.hpp"
#include "shrike/base/clock.hpp"

namespace shrike::access {

/// Requests a second; 0 = no limit. Twice as many may come at once.
struct RateSettings {
  double per_key = 0;
  double per_tenant = 0;
  double per_address = 0;
};

/// One thread at a time.
class RateLimit {
 public:
  static constexpr std::size_t kBucketsMax = 10'000;
  static constexpr double kBurstSeconds = 2;

  RateLimit(const Clock& clock, double per_second) : clock_(clock), per_second_(per_second), buckets_(kBucketsMax) {}

  struct Verdict {
    bool passes = true;
    double limit = 0;   ///< of the burst
    double wait_s = 0;  ///< until one more passes
    double left = 0;    ///< that still pass at once
    double full_s = 0;  ///< until all do
  };
  /// Takes one token of that bucket where there is one.
  Verdict take(const std::string& who);

 private:
  struct Bucket {
    double tokens = -1;  ///< below 0: new, so full
    TimeUs at_us = 0;    // steady
  };
  const Clock& clock_;
  double per_second_;
  LruMap<Bucket> buckets_;
};

}  // namespace shrike::access
