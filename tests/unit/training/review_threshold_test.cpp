// The threshold that holds a goal, against counting by hand.
#include "shrike/training/review_threshold.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "shrike/base/random.hpp"

namespace shrike::training {
namespace {

constexpr std::int32_t kToday = 20'000;
constexpr std::int32_t kMature = kToday - kMaturityDays - 1;

/// Eight days of 1,000 payments, most of low risk, some declined.
std::vector<MonitoredDecision> decisions(std::uint64_t seed, std::int32_t newest = kToday) {
  Random random(seed);
  std::vector<MonitoredDecision> out;
  for (std::int32_t day = newest - 8; day <= newest; ++day) {
    for (int i = 0; i < 1'000; ++i) {
      MonitoredDecision one;
      one.day = day;
      one.risk = static_cast<float>(100 * std::pow(random.uniform(), 4));
      one.declined = one.risk >= 85;
      one.said = random.uniform() < 0.02 ? Said::fraud : Said::nothing;
      out.push_back(one);
    }
  }
  return out;
}

std::size_t reviewed(const std::vector<MonitoredDecision>& all, double from, std::int32_t first, std::int32_t last) {
  return static_cast<std::size_t>(std::ranges::count_if(all, [&](const MonitoredDecision& one) {
    return one.day >= first && one.day <= last && !one.declined && one.risk >= from;
  }));
}

TEST(ReviewThreshold, ABudgetIsUsedUpAndNotPassed) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto all = decisions(seed);
    const auto proposed = propose_threshold({all, kToday, kMature, 1}, {.alerts_per_day = 40}, std::nullopt);
    ASSERT_TRUE(proposed.has_value());
    const std::size_t count = reviewed(all, proposed->review_from, kToday - 7, kToday - 1);
    EXPECT_EQ(count, 280U) << "seed " << seed;
  }
}

TEST(ReviewThreshold, ASampleStandsForAll) {
  const auto all = decisions(1);
  const auto proposed = propose_threshold({all, kToday, kMature, 0.25}, {.alerts_per_day = 40}, std::nullopt);
  EXPECT_EQ(reviewed(all, proposed->review_from, kToday - 7, kToday - 1), 70U);
}

TEST(ReviewThreshold, AnAmpleBudgetStopsWhereAskingMakesNoSense) {
  const auto all = decisions(1);
  const auto proposed = propose_threshold({all, kToday, kMature, 1}, {.alerts_per_day = 5'000}, std::nullopt);
  EXPECT_EQ(proposed->review_from, kReviewFromMin);
  EXPECT_EQ(propose_threshold({all, kToday, kMature, 1}, {.alerts_per_day = 5'000}, kReviewFromMin), std::nullopt);
}

TEST(ReviewThreshold, EqualRisksStayTogether) {
  std::vector<MonitoredDecision> all = decisions(1);
  for (auto& one : all) one.risk = one.risk >= 50 ? 60 : 10;
  const auto proposed = propose_threshold({all, kToday, kMature, 1}, {.alerts_per_day = 1}, std::nullopt);
  EXPECT_EQ(reviewed(all, proposed->review_from, kToday - 8, kToday), 0U);
}

TEST(ReviewThreshold, AThresholdThatDoesWellStays) {
  const auto all = decisions(1);
  const ReviewWindow window{all, kToday, kMature, 1};
  const ReviewGoal goal{.alerts_per_day = 40};
  const double lowest = propose_threshold(window, goal, std::nullopt)->review_from;
  EXPECT_EQ(propose_threshold(window, goal, lowest), std::nullopt);
  EXPECT_EQ(propose_threshold(window, goal, lowest + 0.5), std::nullopt) << "a little under the budget";
  EXPECT_TRUE(propose_threshold(window, goal, lowest - 1).has_value()) << "over it";
  EXPECT_TRUE(propose_threshold(window, goal, lowest + 20).has_value()) << "far under it";
}

TEST(ReviewThreshold, AFalsePositiveLimitCountsWhatIsDeclined) {
  auto all = decisions(1, kMature);
  const ReviewGoal goal{.false_positive_rate_max = 0.08};
  const auto proposed = propose_threshold({all, kToday, kMature, 1}, goal, std::nullopt);
  ASSERT_TRUE(proposed.has_value());
  double genuine = 0;
  double flagged = 0;
  for (const auto& one : all) {
    if (one.said == Said::fraud) continue;
    ++genuine;
    flagged += one.declined || one.risk >= proposed->review_from ? 1 : 0;
  }
  EXPECT_LE(flagged / genuine, 0.08);
  EXPECT_GT(flagged / genuine, 0.0795);
  for (auto& one : all) one.declined = one.risk >= 50;
  const auto none_left = propose_threshold({all, kToday, kMature, 1}, goal, std::nullopt);
  EXPECT_EQ(reviewed(all, none_left->review_from, 0, kToday), 0U) << "declines alone pass the limit";
}

TEST(ReviewThreshold, TooLittleChangesNothing) {
  const auto all = decisions(1);
  const std::span few(all.data(), 500);
  EXPECT_EQ(propose_threshold({few, kToday, kMature, 1}, {.alerts_per_day = 40}, std::nullopt), std::nullopt);
  EXPECT_EQ(propose_threshold({few, kToday, kMature, 1}, {.false_positive_rate_max = 0.1}, std::nullopt), std::nullopt);
  EXPECT_EQ(propose_threshold({all, kToday, kMature, 1}, {}, std::nullopt), std::nullopt) << "no goal";
  EXPECT_EQ(propose_threshold({{}, kToday, kMature, 1}, {.alerts_per_day = 40}, std::nullopt), std::nullopt);
}

}  // namespace
}  // namespace shrike::training
