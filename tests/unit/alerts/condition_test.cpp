#include "shrike/alerts/condition.hpp"

#include <gtest/gtest.h>

namespace shrike::alerts {
namespace {

using Change = Condition::Change;
using State = Condition::State;
constexpr TimeUs kFor = 60;
constexpr TimeUs kKeep = 100;

TEST(Condition, FiresWhenItHasBeenBadLongEnough) {
  Condition condition;
  EXPECT_EQ(condition.advance(true, 0, kFor, kKeep), Change::none);
  EXPECT_EQ(condition.word(), "pending");
  EXPECT_EQ(condition.advance(true, 59, kFor, kKeep), Change::none);
  EXPECT_EQ(condition.advance(true, 60, kFor, kKeep), Change::fired);
  EXPECT_EQ(condition.word(), "firing");
  EXPECT_EQ(condition.advance(true, 1'000, kFor, kKeep), Change::none) << "once";
}

TEST(Condition, OneGoodMomentStartsAnew) {
  Condition condition;
  EXPECT_EQ(condition.advance(true, 0, kFor, kKeep), Change::none);
  EXPECT_EQ(condition.advance(false, 59, kFor, kKeep), Change::none);
  EXPECT_EQ(condition.word(), "normal");
  EXPECT_EQ(condition.advance(true, 60, kFor, kKeep), Change::none);
  EXPECT_EQ(condition.advance(true, 120, kFor, kKeep), Change::fired);
}

TEST(Condition, ResolvesWhenItHasBeenGoodLongEnough) {
  Condition condition{State::firing};
  EXPECT_EQ(condition.advance(false, 0, kFor, kKeep), Change::none);
  EXPECT_EQ(condition.word(), "recovering");
  EXPECT_EQ(condition.advance(false, 99, kFor, kKeep), Change::none);
  EXPECT_EQ(condition.advance(true, 100, kFor, kKeep), Change::none) << "bad again: it goes on firing, silently";
  EXPECT_EQ(condition.word(), "firing");
  EXPECT_EQ(condition.advance(false, 200, kFor, kKeep), Change::none);
  EXPECT_EQ(condition.advance(false, 300, kFor, kKeep), Change::resolved);
  EXPECT_EQ(condition.word(), "normal");
}

TEST(Condition, WithoutALengthItFiresAndResolvesAtOnce) {
  Condition condition;
  EXPECT_EQ(condition.advance(true, 5, 0, 0), Change::fired);
  EXPECT_EQ(condition.advance(false, 6, 0, 0), Change::resolved);
}

TEST(Condition, NoDataFiresNothingResolvesNothingAndProvesNothing) {
  Condition condition;
  EXPECT_EQ(condition.advance(std::nullopt, 0, 0, 0), Change::none);
  EXPECT_EQ(condition.word(), "no_data");
  EXPECT_EQ(condition.advance(true, 10, kFor, kKeep), Change::none);
  EXPECT_EQ(condition.advance(std::nullopt, 500, kFor, kKeep), Change::none);
  EXPECT_EQ(condition.state, State::pending) << "the state stays";
  EXPECT_EQ(condition.advance(true, 501, kFor, kKeep), Change::none) << "the gap does not count as bad";
  EXPECT_EQ(condition.advance(true, 561, kFor, kKeep), Change::fired);
  EXPECT_EQ(condition.advance(std::nullopt, 5'000, kFor, kKeep), Change::none);
  EXPECT_EQ(condition.state, State::firing);
  EXPECT_EQ(condition.advance(false, 5'001, kFor, kKeep), Change::none) << "nor as good";
  EXPECT_EQ(condition.advance(false, 5'101, kFor, kKeep), Change::resolved);
}

}  // namespace
}  // namespace shrike::alerts
