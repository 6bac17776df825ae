// The population stability index against values worked out by hand.
#include "shrike/training/drift.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "shrike/base/random.hpp"

namespace shrike::training {
namespace {

std::vector<double> times(std::initializer_list<std::pair<double, int>> values) {
  std::vector<double> out;
  for (const auto& [value, count] : values) out.insert(out.end(), static_cast<std::size_t>(count), value);
  return out;
}

const double kNan = std::nan("");

/// Shares .6 and .4 become .5 and .5: (.5 - .6) ln(.5 / .6) + (.5 - .4) ln(.5 / .4).
TEST(Drift, FewDifferentValuesAreABinEach) {
  const double expected = 0.1 * std::log(1.2) + 0.1 * std::log(1.25);
  EXPECT_NEAR(population_stability(times({{0, 60}, {1, 40}}), times({{0, 100}, {1, 100}})), expected, 1e-12);
  EXPECT_NEAR(expected, 0.0405, 1e-4);
}

/// A tenth of the reference in each bin; now half is in the first and half in the last.
TEST(Drift, ManyValuesGoIntoTheTenthsOfTheReference) {
  std::vector<double> reference, current;
  for (int i = 0; i < 1'000; ++i) reference.push_back(i);
  for (int i = 0; i < 500; ++i) current.insert(current.end(), {-5.0 - i, 2'000.0 + i});
  const double empty = (kDriftEmptyShare - 0.1) * std::log(kDriftEmptyShare / 0.1);
  const double expected = 2 * 0.4 * std::log(5) + 8 * empty;
  EXPECT_NEAR(population_stability(reference, current), expected, 1e-9);
  EXPECT_NEAR(population_stability(reference, reference), 0, 1e-12);
}

/// Three quarters are 0: the tenths there are one bin. 0 loses .25 to what lies above the first edge.
TEST(Drift, EqualValuesStayInOneBin) {
  auto reference = times({{0, 750}});
  auto current = times({{0, 500}});
  for (int i = 1; i <= 250; ++i) reference.push_back(i);
  for (int i = 1; i <= 250; ++i) current.insert(current.end(), {double(i), double(i)});
  // The edges above 0 are the 800th and the 900th value: 51 and 151. Bins: 0 to 50, 51 to 150, from 151.
  const auto term = [](double r, double a) { return (a - r) * std::log(a / r); };
  EXPECT_NEAR(population_stability(reference, current), term(0.8, 0.6) + term(0.1, 0.2) + term(0.1, 0.2), 1e-12);
}

TEST(Drift, WhatIsNotKnownIsABinOfItsOwn) {
  const double expected = (0.2 - 0.1) * std::log(0.2 / 0.1) + (0.8 - 0.9) * std::log(0.8 / 0.9);
  EXPECT_NEAR(population_stability(times({{kNan, 10}, {3, 90}}), times({{kNan, 20}, {3, 80}})), expected, 1e-12);
  std::vector<double> many = times({{kNan, 100}}), fewer = times({{kNan, 200}});
  for (int i = 0; i < 900; ++i) many.push_back(i);
  for (int i = 0; i < 800; ++i) fewer.push_back(i * 900.0 / 800);
  EXPECT_NEAR(population_stability(many, fewer), expected, 2e-3) << "the tenths keep their relation";
}

TEST(Drift, AValueThatTheReferenceNeverHadCounts) {
  const double expected = (0.5 - 1) * std::log(0.5 / 1) + (0.5 - kDriftEmptyShare) * std::log(0.5 / kDriftEmptyShare);
  EXPECT_NEAR(population_stability(times({{1, 10}}), times({{1, 5}, {2, 5}})), expected, 1e-12);
}

TEST(Drift, NothingOnOneSideIsNoDrift) {
  EXPECT_EQ(population_stability({}, times({{1, 5}})), 0);
  EXPECT_EQ(population_stability(times({{1, 5}}), {}), 0);
}

TEST(Drift, SamplesOfOnePopulationAreStableAndAMovedOneIsNot) {
  Random random(7);
  std::vector<double> reference, same, moved;
  for (int i = 0; i < 20'000; ++i) {
    reference.push_back(random.normal(0, 1));
    same.push_back(random.normal(0, 1));
    moved.push_back(random.normal(1, 1));
  }
  EXPECT_LT(population_stability(reference, same), 0.005);
  // Between two normal distributions a deviation apart the symmetric divergence is 1; bins lose some of it.
  EXPECT_NEAR(population_stability(reference, moved), 0.95, 0.1);
}

TEST(Drift, LevelsBeginAtTheirLimits) {
  EXPECT_EQ(drift_level(0.0999), "stable");
  EXPECT_EQ(drift_level(0.1), "moving");
  EXPECT_EQ(drift_level(0.2499), "moving");
  EXPECT_EQ(drift_level(0.25), "shifted");
}

TEST(Drift, FeaturesComeByFallingIndexAndOnlyFromEnoughRows) {
  FeatureSample reference(2), current(2);
  for (int i = 0; i < 100; ++i) {
    reference.add(std::array{static_cast<float>(i % 2), static_cast<float>(i % 2)});
    current.add(std::array{static_cast<float>(i % 2), 1.0F});
  }
  constexpr std::array<std::string_view, 2> kNames{"steady", "gone"};
  const auto found = feature_drift(reference, current, kNames, 100);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].name, "gone");
  EXPECT_GT(found[0].psi, kDriftShifted);
  EXPECT_EQ(found[1].name, "steady");
  EXPECT_NEAR(found[1].psi, 0, 1e-12);
  EXPECT_TRUE(feature_drift(reference, current, kNames, 101).empty());
}

}  // namespace
}  // namespace shrike::training
