#include "shrike/access/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace shrike::access {

RateLimit::Verdict RateLimit::take(const std::string& who) {
  if (per_second_ <= 0) return {};
  const double most = std::max(1.0, per_second_ * kBurstSeconds);
  const TimeUs now_us = clock_.steady_us();
  Bucket& bucket = buckets_.use(who);
  const double passed_s = static_cast<double>(now_us - bucket.at_us) / static_cast<double>(kSecondUs);
  bucket.tokens = bucket.tokens < 0 ? most : std::min(most, bucket.tokens + passed_s * per_second_);
  bucket.at_us = now_us;
  const bool passes = bucket.tokens >= 1;
  const double wait_s = passes ? 0 : (1 - bucket.tokens) / per_second_;
  if (passes) bucket.tokens -= 1;
  return {passes, most, wait_s, std::floor(bucket.tokens), (most - bucket.tokens) / per_second_};
}

}  // namespace shrike::access
