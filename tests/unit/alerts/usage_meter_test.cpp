#include "shrike/alerts/usage_meter.hpp"

#include <gtest/gtest.h>

namespace shrike::alerts {
namespace {

/// A meter that has seen `minutes` of steady use.
struct Used {
  UsageMeter meter;
  TimeUs now_us = kHourUs;
  double total = 1'000;
  std::optional<double> go(TimeUs length_us, double per_minute) {
    std::optional<double> last;
    for (const TimeUs end_us = now_us + length_us; now_us < end_us;) {
      now_us += kSecondUs;
      total += per_minute / 60;
      last = meter.ratio(total, now_us);
    }
    return last;
  }
};

TEST(UsageMeter, SaysNothingBeforeItKnowsEnough) {
  Used used;
  EXPECT_FALSE(used.go(10 * kMinuteUs, 600));
  EXPECT_TRUE(used.go(2 * kMinuteUs, 600));
}

TEST(UsageMeter, ComparesTheLastMinuteWithTheHourBefore) {
  Used used;
  EXPECT_NEAR(*used.go(2 * kHourUs, 600), 1, 0.02);
  EXPECT_NEAR(*used.go(kMinuteUs + 10 * kSecondUs, 3'000), 5, 0.8);
  EXPECT_NEAR(*used.go(3 * kHourUs, 3'000), 1, 0.02) << "the new use becomes the usual one";
}

TEST(UsageMeter, LittleUseSaysNothing) {
  Used used;
  EXPECT_FALSE(used.go(2 * kHourUs, 30));
}

TEST(UsageMeter, StartsAnewWhenTheClockIsPutBack) {
  Used used;
  used.go(kHourUs, 600);
  EXPECT_FALSE(used.meter.ratio(used.total, kMinuteUs));
}

}  // namespace
}  // namespace shrike::alerts
