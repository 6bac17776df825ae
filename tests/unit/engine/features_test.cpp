#include <gtest/gtest.h>

#include <cmath>

#include "engine/features/feature_state.hpp"
#include "shrike/base/time_text.hpp"
#include "support/events.hpp"

namespace shrike::engine {
namespace {

using domain::Event;
using domain::Transaction;

FeatureVector features(const FeatureState& state, const Event& event) {
  const auto& payment = std::get<Transaction>(event.body);
  return state.features(state.find(event, payment), payment);
}
void add(FeatureState& state, const Event& event) {
  state.add(state.find(event, std::get<Transaction>(event.body)), event.seq);
}

TEST(BasicFeatures, CalendarIsUtc) {
  FeatureState state({});
  struct Row {
    const char* time;
    float hour, weekend, night;
  };
  for (const Row& row : {Row{"2026-05-03T11:20:00Z", 11, 1, 0}, Row{"2026-05-04T06:59:59Z", 6, 0, 1},
                         Row{"2026-05-04T07:00:00Z", 7, 0, 0}, Row{"2026-05-02T00:00:00Z", 0, 1, 1},
                         Row{"1969-12-31T23:00:00Z", 23, 0, 0}}) {
    auto event = testing::payment("t", 100, "tok_a", "term-1", *parse_time(row.time));
    const auto values = features(state, event);
    EXPECT_EQ(at(values, feature("hour")), row.hour) << row.time;
    EXPECT_EQ(at(values, feature("weekend")), row.weekend) << row.time;
    EXPECT_EQ(at(values, feature("night")), row.night) << row.time;
  }
}

TEST(BasicFeatures, BaseRiskScoreAddsItsParts) {
  // All sixteen combinations against the formula, worked out apart from the code under test.
  for (int bits = 0; bits < 16; ++bits) {
    const bool high = (bits & 1) != 0, abroad = (bits & 2) != 0, absent = (bits & 4) != 0, night = (bits & 8) != 0;
    FeatureState state({.high_value_amount = 500, .home_country = "DE"});
    auto event = testing::payment("t", high ? 50'000 : 49'999, "tok_a", "term-1",
                                  *parse_time(night ? "2026-05-04T03:00:00Z" : "2026-05-04T12:00:00Z"));
    auto& body = std::get<Transaction>(event.body);
    body.country = abroad ? "FR" : "DE";
    body.card_present = !absent;
    const float expected =
        (high ? 2.0F : 0.0F) + (abroad ? 3.0F : 0.0F) + (absent ? 2.0F : 0.0F) + (night ? 1.0F : 0.0F);
    EXPECT_EQ(at(features(state, event), feature("base_risk_score")), expected) << bits;
  }
}

TEST(BasicFeatures, HomeIsTheFirstCountrySeenUnlessSet) {
  FeatureState state({});
  auto first = testing::payment("t", 100);
  std::get<Transaction>(first.body).country = "PL";
  EXPECT_EQ(at(features(state, first), feature("international")), 0);
  add(state, first);
  auto abroad = first;
  std::get<Transaction>(abroad.body).country = "US";
  EXPECT_EQ(at(features(state, abroad), feature("international")), 1);
  EXPECT_EQ(at(features(state, first), feature("international")), 0);
}

TEST(WindowFeatures, ALabelCountsFromTheMomentItComes) {
  FeatureState state({});
  const auto fraud = testing::payment("t-1", 100);
  add(state, fraud);
  const auto later = testing::payment("t-2", 100, "tok_b", "term-1", fraud.time_us + 2 * kDayUs);
  EXPECT_EQ(at(features(state, later), feature("terminal_known_frauds_14d")), 0);
  const auto label = testing::fraud_label(fraud, later.time_us);
  state.learn(label, std::get<domain::Label>(label.body));
  EXPECT_EQ(at(features(state, later), feature("terminal_known_frauds_14d")), 1);
  EXPECT_EQ(at(features(state, later), feature("terminal_fraud_share_30d")), 1);
  EXPECT_FLOAT_EQ(at(features(state, later), feature("terminal_hours_since_known_fraud")), 48);
}

TEST(WindowFeatures, TenantsDoNotMeet) {
  FeatureState state({});
  auto mine = testing::payment("t", 100);
  add(state, mine);
  mine.tenant = "other";
  EXPECT_EQ(at(features(state, mine), feature("card_count_30d")), 0);
}

}  // namespace
}  // namespace shrike::engine
