#include "alerts/retry.hpp"

#include <gtest/gtest.h>

namespace shrike::alerts {
namespace {

Answer failed(int status, std::optional<TimeUs> retry_after_us = {}) { return {status, "", "", retry_after_us}; }

TEST(Retry, FollowsTheTableWithSomeJitter) {
  Random random(1);
  TimeUs whole_us = 0;
  for (std::uint32_t attempts = 1; attempts < kAttemptPauses.size(); ++attempts) {
    const auto pause = pause_after(attempts, failed(500), 1, random);
    ASSERT_TRUE(pause);
    EXPECT_GE(*pause, kAttemptPauses.at(attempts));
    EXPECT_LE(*pause, kAttemptPauses.at(attempts) * 12 / 10);
    whole_us += *pause;
  }
  EXPECT_GT(whole_us, 24 * kHourUs) << "a receiver may be away for a day";
  EXPECT_FALSE(pause_after(kAttemptPauses.size(), failed(500), 1, random)) << "then it is given up";
}

TEST(Retry, ManyThatFailedTogetherDoNotComeBackTogether) {
  Random random(7);
  const auto first = pause_after(3, failed(500), 1, random);
  const auto second = pause_after(3, failed(500), 1, random);
  EXPECT_NE(*first, *second);
  Random again(7);
  EXPECT_EQ(pause_after(3, failed(500), 1, again), first) << "the same seed, the same pauses";
}

TEST(Retry, HonoursRetryAfterWhereItMayStand) {
  Random random(1);
  for (const int status : {429, 502, 503, 504})
    EXPECT_GE(*pause_after(1, failed(status, kMinuteUs), 1, random), kMinuteUs) << status;
  EXPECT_LT(*pause_after(1, failed(500, kMinuteUs), 1, random), kMinuteUs);
  EXPECT_GE(*pause_after(3, failed(429, kSecondUs), 1, random), 2 * kMinuteUs) << "never shorter than the table";
}

TEST(Retry, TheFactorStretches) {
  Random random(1);
  EXPECT_LT(*pause_after(5, failed(500), 0.001, random), 3 * kSecondUs);
}

}  // namespace
}  // namespace shrike::alerts
