#include <gtest/gtest.h>

#include <cmath>

#include "engine/features/feature_state.hpp"
#include "shrike/base/random.hpp"
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

/// What the contract says, computed the slow way from all events.
struct Oracle {
  std::vector<Event> events;
  [[nodiscard]] std::vector<double> amounts(const std::string& card, TimeUs from_us, TimeUs to_us) const {
    std::vector<double> out;
    for (const Event& event : events) {
      const auto& body = std::get<Transaction>(event.body);
      if (body.card == card && event.time_us >= from_us && event.time_us < to_us) out.push_back(body.amount.major());
    }
    return out;
  }
  [[nodiscard]] std::size_t at_terminal(const std::string& terminal, TimeUs from_us, TimeUs to_us) const {
    std::size_t count = 0;
    for (const Event& event : events) {
      count +=
          std::get<Transaction>(event.body).terminal_id == terminal && event.time_us >= from_us && event.time_us < to_us
              ? 1
              : 0;
    }
    return count;
  }
};

TEST(WindowFeatures, EqualABruteForceOracleOnRandomStreams) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Random random(seed);
    FeatureState state({});
    Oracle oracle;
    TimeUs now_us = testing::kSomeTimeUs;
    for (int i = 0; i < 600; ++i) {
      now_us += static_cast<TimeUs>(random.below(4 * kHourUs));
      // One in ten comes late.
      const TimeUs time_us = random.below(10) == 0 ? now_us - static_cast<TimeUs>(random.below(2 * kDayUs)) : now_us;
      const auto event = testing::payment("t", static_cast<std::int64_t>(random.below(100'000)),
                                          "tok_" + std::to_string(random.below(4)),
                                          "term-" + std::to_string(random.below(3)), time_us);
      const auto& body = std::get<Transaction>(event.body);
      const auto values = features(state, event);
      for (const auto& [feature, width_us] :
           {std::pair{feature("card_count_1h"), kHourUs}, std::pair{feature("card_count_24h"), kDayUs},
            std::pair{feature("card_count_7d"), 7 * kDayUs}, std::pair{feature("card_count_30d"), 30 * kDayUs}}) {
        ASSERT_EQ(at(values, feature),
                  static_cast<float>(oracle.amounts(body.card, time_us - width_us, time_us).size()))
            << "seed " << seed << " event " << i;
      }
      const auto month = oracle.amounts(body.card, time_us - 30 * kDayUs, time_us);
      if (month.empty()) {
        ASSERT_TRUE(std::isnan(at(values, feature("card_mean_30d"))));
      } else {
        double sum = 0, most = 0;
        for (const double amount : month) sum += amount, most = std::max(most, amount);
        ASSERT_NEAR(at(values, feature("card_mean_30d")), sum / static_cast<double>(month.size()), 1e-3 * (1 + sum));
        ASSERT_NEAR(at(values, feature("card_max_30d")), most, 1e-3 * (1 + most));
      }
      ASSERT_EQ(at(values, feature("terminal_count_7d")),
                static_cast<float>(oracle.at_terminal(body.terminal_id, time_us - 7 * kDayUs, time_us)));
      add(state, event);
      oracle.events.push_back(event);
    }
  }
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

TEST(WindowFeatures, MemoryOfABusyEntityIsBounded) {
  FeatureState state({});
  for (int i = 0; i < 3'000; ++i)
    add(state, testing::payment("t", 100, "tok_a", "term-1", testing::kSomeTimeUs + i * kSecondUs));
  const auto values =
      features(state, testing::payment("t", 100, "tok_a", "term-1", testing::kSomeTimeUs + 3'000 * kSecondUs));
  EXPECT_LE(at(values, feature("card_count_30d")), static_cast<float>(History::kEntriesMax));
  EXPECT_GT(at(values, feature("card_count_30d")), static_cast<float>(History::kEntriesMax * 3 / 4));
}

}  // namespace
}  // namespace shrike::engine
