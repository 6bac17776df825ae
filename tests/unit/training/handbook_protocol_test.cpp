#include "shrike/training/handbook_protocol.hpp"

#include <gtest/gtest.h>

#include "shrike/training/handbook_run.hpp"

namespace shrike::training {
namespace {

constexpr TimeUs kStart = 100 * kDayUs;
/// One training day, one day of delay, two test days.
const HandbookSplit kSplit{kStart, 1, 1, 2};

struct Payment {
  int day;
  std::uint64_t customer;
  bool fraud;
};

ExampleTable table_of(const std::vector<Payment>& payments) {
  ExampleTable table({});
  for (const auto& each : payments) table.add({kStart + each.day * kDayUs + kHourUs, each.customer, each.fraud}, {});
  return table;
}

/// Days: 0 training, 1 delay, 2 and 3 test. By the rule test day k adds the frauds of the day train end + k - 1: for
/// the first test day that is day 0, for the second day 1.
TEST(HandbookTestRows, LeavesOutCustomersWhoseFraudIsKnownWhenTheDayComes) {
  const auto table = table_of({{0, 1, true},     // 0: known from training
                               {1, 2, true},     // 1: known from the second test day on
                               {1, 3, false},    // 2
                               {2, 1, false},    // 3: left out
                               {2, 2, false},    // 4: stays
                               {2, 3, true},     // 5: stays, and is not known on day 3
                               {3, 1, true},     // 6: left out
                               {3, 2, false},    // 7: left out
                               {3, 3, false},    // 8: stays
                               {4, 4, false}});  // 9: after the test days
  EXPECT_EQ(handbook_test_rows(table, kSplit), (std::vector<std::size_t>{4, 5, 8}));
}

TEST(HandbookTestRows, ARowWithoutACustomerStays) {
  EXPECT_EQ(handbook_test_rows(table_of({{0, 0, true}, {2, 0, false}}), kSplit), (std::vector<std::size_t>{1}));
}

/// By hand with k = 2. Day 2: customers 1 (highest 9, fraud in its other payment), 2 (8), 3 (7): 1 of 2 found. Day 3:
/// customer 1 is detected and out; 3 (6, fraud), 2 (5): 1 of 2.
TEST(CardPrecision, ByHand) {
  const auto table =
      table_of({{2, 1, false}, {2, 1, true}, {2, 2, false}, {2, 3, true}, {3, 1, true}, {3, 2, false}, {3, 3, true}});
  const std::vector<std::size_t> rows{0, 1, 2, 3, 4, 5, 6};
  EXPECT_DOUBLE_EQ(card_precision(table, rows, {9, 1, 8, 7, 99, 5, 6}, 2), 0.5);
  EXPECT_DOUBLE_EQ(card_precision(table, rows, {9, 1, 0, 7, 99, 5, 6}, 2), (2.0 / 2 + 0) / 2)
      << "both detected on the first day: on the second only customer 2 is left";
  EXPECT_DOUBLE_EQ(card_precision(table, rows, {9, 1, 8, 7, 99, 5, 6}, 100), (2.0 / 100 + 0) / 2)
      << "fewer customers than k still count as k";
  EXPECT_DOUBLE_EQ(card_precision(table, {}, {}), 0);
}

TEST(MeanDeviation, ByHand) {
  EXPECT_DOUBLE_EQ(mean_deviation({1, 2, 6}).mean, 3);
  EXPECT_DOUBLE_EQ(mean_deviation({1, 2, 6}).deviation, std::sqrt(7.0));
  EXPECT_DOUBLE_EQ(mean_deviation({4}).deviation, 0);
}

TEST(HandbookRun, RefusesWhatTheDataDoNotCover) {
  HandbookSettings settings;
  settings.split = kSplit;
  const auto silent = [](double) {};
  for (const auto& table :
       {table_of({}), table_of({{0, 1, true}, {0, 2, false}}), table_of({{2, 1, true}, {3, 2, false}})})
    EXPECT_EQ(run_handbook(table, settings, silent).error().kind, ErrorKind::invalid);
  ExampleTable infinite({"a"});
  infinite.add({kStart, 1, true}, std::vector<float>{INFINITY});
  EXPECT_NE(run_handbook(infinite, settings, silent).error().message.find("infinite"), std::string::npos);
}

}  // namespace
}  // namespace shrike::training
