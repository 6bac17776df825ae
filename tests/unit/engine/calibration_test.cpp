#include "shrike/engine/calibration.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace shrike::engine {
namespace {

TEST(Calibration, IsTheIdentityWhenEmpty) {
  const Calibration none;
  for (const double x : {-40.0, -0.1, 0.0, 3.5}) EXPECT_EQ(none(x), x);
  EXPECT_EQ(none.to_json(), "[]");
}

TEST(Calibration, RunsStraightBetweenKnotsAndWithSlopeOneBeyond) {
  const auto map = Calibration::of({{-2, -4}, {0, 0}, {4, 1}});
  ASSERT_TRUE(map.ok());
  EXPECT_DOUBLE_EQ((*map)(-2), -4);
  EXPECT_DOUBLE_EQ((*map)(-1), -2);
  EXPECT_DOUBLE_EQ((*map)(2), 0.5);
  EXPECT_DOUBLE_EQ((*map)(4), 1);
  EXPECT_DOUBLE_EQ((*map)(-5), -7);
  EXPECT_DOUBLE_EQ((*map)(6), 3);
}

TEST(Calibration, NeverFalls) {
  const auto map = Calibration::of({{-3.1, -2}, {-0.7, -2}, {0.2, 0.9}, {0.3, 0.9}, {7, 1}});
  ASSERT_TRUE(map.ok());
  for (double x = -10; x < 10; x += 0.01) ASSERT_LE((*map)(x), (*map)(x + 0.01)) << x;
}

TEST(Calibration, ReadsBackToTheSameValue) {
  const auto map = Calibration::of({{-1.0 / 3, -0.1}, {0.1, 2.0 / 7}});
  const auto again = Calibration::from_json(map->to_json());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(*again, *map);
  EXPECT_EQ(again->to_json(), map->to_json());
}

TEST(Calibration, RefusesWhatIsNoMap) {
  EXPECT_FALSE(Calibration::of({{0, 0}, {0, 1}}).ok());
  EXPECT_FALSE(Calibration::of({{0, 1}, {1, 0}}).ok());
  EXPECT_FALSE(Calibration::of({{0, std::numeric_limits<double>::infinity()}}).ok());
  EXPECT_FALSE(Calibration::of({{std::numeric_limits<double>::quiet_NaN(), 0}}).ok());
  std::vector<Calibration::Knot> many;
  for (int i = 0; i < 65; ++i) many.push_back({static_cast<double>(i), static_cast<double>(i)});
  EXPECT_FALSE(Calibration::of(many).ok());
  many.pop_back();
  EXPECT_TRUE(Calibration::of(many).ok());
  for (const char* bad : {"", "{}", "[1]", "[[1]]", "[[1,\"2\"]]", "[[1,2,3]]", "[[1,2],[1,3]]"})
    EXPECT_FALSE(Calibration::from_json(bad).ok()) << bad;
}

}  // namespace
}  // namespace shrike::engine
