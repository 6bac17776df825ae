#include "shrike/access/rate_limit.hpp"

#include <algorithm>

namespace shrike::access {

RateLimit::Verdict RateLimit::take(const std::string& who) {
  if (per_second_ <= 0) return {};
  const double most = std::max(1.0, per_second_ * kBurstSeconds);
  const TimeUs now_us = clock_.steady_us();
  Bucket& bucket = buckets_.use(who);
  const double passed_s = static_cast<double>(now_us - bucket.at_us) / static_cast<double>(kSecondUs);
  bucket.tokens = bucket.tokens < 0 ? most : std::min(most, bucket.tokens + passed_s * per_second_);
  bucket.at_us = now_us;
  if (bucket.tokens < 1) return {false, most, (1 - bucket.tokens) / per_second_};
  bucket.tokens -= 1;
  return {true, most, 0};
}

}  // namespace shrike::access
