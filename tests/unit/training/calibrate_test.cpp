#include "shrike/training/calibrate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "shrike/base/random.hpp"
#include "shrike/training/evaluation.hpp"

namespace shrike::training {
namespace {

double probability(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

/// The truth goes by `slope` * score + `shift`.
std::vector<Outcome> outcomes(std::uint64_t seed, std::size_t count, double slope, double shift) {
  Random random(seed);
  std::vector<Outcome> out;
  for (std::size_t i = 0; i < count; ++i) {
    const double score = random.normal(-3, 3);
    out.push_back({score, random.uniform() < probability(slope * score + shift)});
  }
  return out;
}

double error_after(const engine::Calibration& map, const std::vector<Outcome>& later) {
  std::vector<Forecast> forecasts;
  for (const auto& each : later) forecasts.push_back({probability(map(each.log_odds)), each.fraud});
  return reliability(std::move(forecasts)).expected_calibration_error;
}

TEST(Calibrate, BothKindsMendOverconfidenceOnLaterData) {
  const auto earlier = outcomes(1, 40'000, 0.4, -1), later = outcomes(2, 40'000, 0.4, -1);
  const double before = error_after({}, later);
  EXPECT_GT(before, 0.05);
  EXPECT_LT(error_after(isotonic_calibration(earlier), later), 0.01);
  EXPECT_LT(error_after(platt_calibration(earlier), later), 0.01);
}

TEST(Calibrate, PlattFindsTheLine) {
  const auto map = platt_calibration(outcomes(3, 200'000, 0.7, -0.5));
  EXPECT_NEAR(map(0), -0.5, 0.05);
  EXPECT_NEAR(map(2) - map(0), 1.4, 0.05);
}

/// Scores of a model that knows little of these events: all far below even odds, and close together.
TEST(Calibrate, PlattFindsTheLineFarFromEvenOdds) {
  Random random(5);
  std::vector<Outcome> few;
  for (int i = 0; i < 400; ++i) {
    const bool large = i % 4 == 0;
    few.push_back({large ? -8.0 : -8.4, large && random.below(2) == 0});
  }
  const auto map = platt_calibration(few);
  EXPECT_NEAR(probability(map(-8.0)), 0.5, 0.1);
  EXPECT_LT(probability(map(-8.4)), 0.02);
}

TEST(Calibrate, IsotonicNeverFallsAndHasFewKnots) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    Random random(seed);
    std::vector<Outcome> noise;
    const std::uint64_t levels = 1 + random.below(500);
    for (std::uint64_t i = random.below(3'000); i > 0; --i)
      noise.push_back({static_cast<double>(random.below(levels)), random.below(1 + seed) == 0});
    const auto map = isotonic_calibration(noise);
    EXPECT_LE(map.knots().size(), engine::Calibration::kKnotsMax);
    for (double at = -1; at < 500; at += 0.25) EXPECT_LE(map(at), map(at + 0.25));
  }
}

/// Means of equal and falling neighbours are pooled: 0 1 0 1 gives 0, then 1/2, then 1.
TEST(Calibrate, PoolsAdjacentViolators) {
  const auto map = isotonic_calibration({{1, false}, {2, true}, {3, false}, {4, true}});
  ASSERT_EQ(map.knots().size(), 3U);
  EXPECT_DOUBLE_EQ(map.knots()[1].raw, 2.5);
  EXPECT_DOUBLE_EQ(map.knots()[1].calibrated, 0);
  EXPECT_NEAR(map.knots()[2].calibrated, std::log(1.5 / 0.5), 1e-12);
}

TEST(Calibrate, NothingToLearnFromIsTheIdentity) {
  EXPECT_TRUE(calibrate({}).knots().empty());
  EXPECT_TRUE(platt_calibration({{1, true}, {2, true}}).knots().empty());
  EXPECT_TRUE(platt_calibration({{1, true}, {1, false}}).knots().empty());
  EXPECT_DOUBLE_EQ(calibrate({{1, true}})(3.5), 3.5);
}

}  // namespace
}  // namespace shrike::training
