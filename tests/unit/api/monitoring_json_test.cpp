#include "api/monitoring_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/events.hpp"

namespace shrike::api {
namespace {

constexpr std::int32_t kDay = testing::kSomeTimeUs / kDayUs;

training::MonitoringReport report() {
  training::MonitoringReport out;
  out.computed_at_us = testing::kSomeTimeUs;
  training::MonitoredDecision decision;
  decision.fraud_probability = 0.25;
  decision.day = kDay - 10;
  out.daily = training::daily_report(std::vector{decision}, kDay, kDay - 8);
  out.drift = training::Drift{{testing::kSomeTimeUs - 35 * kDayUs, testing::kSomeTimeUs - 7 * kDayUs, 900},
                              {testing::kSomeTimeUs - 7 * kDayUs, testing::kSomeTimeUs, 700},
                              0.02,
                              {{"amount", 0.31}, {"card_count_1h", 0.12}}};
  out.accuracy.text = "too few";
  return out;
}

TEST(MonitoringJson, HasEveryMemberAndNullWhereNothingIsKnown) {
  const auto shown = nlohmann::json::parse(monitoring_json(report(), 30));
  EXPECT_EQ(shown["about"], "transaction");
  EXPECT_EQ(shown["computed_at"], "2026-05-03T11:20:00.000000Z");
  EXPECT_EQ(shown["maturity_days"], 7);
  ASSERT_EQ(shown["days"].size(), 11U);
  EXPECT_EQ(shown["days"][0]["day"], "2026-04-23");
  EXPECT_EQ(shown["days"][10]["day"], "2026-05-03");
  EXPECT_EQ(shown["days"][0]["mature"], true);
  EXPECT_EQ(shown["days"][0]["false_positive_rate"], 0);
  EXPECT_TRUE(shown["days"][0]["auc"].is_null());
  EXPECT_EQ(shown["total"]["decisions"], 1);
  ASSERT_EQ(shown["reliability"].size(), 1U) << "empty bins are left out";
  EXPECT_EQ(shown["reliability"][0]["low"], 0.2);
  EXPECT_EQ(shown["reliability"][0]["high"], 0.3);
  EXPECT_EQ(shown["reliability"][0]["mean_probability"], 0.25);
  EXPECT_EQ(shown["drift"]["reference"]["decisions"], 900);
  EXPECT_EQ(shown["drift"]["current"]["until"], "2026-05-03T11:20:00.000000Z");
  EXPECT_EQ(shown["drift"]["score"]["level"], "stable");
  EXPECT_EQ(shown["drift"]["features"][0]["name"], "amount");
  EXPECT_EQ(shown["drift"]["features"][0]["level"], "shifted");
  EXPECT_EQ(shown["drift"]["features"][1]["level"], "moving");
  EXPECT_EQ(shown["accuracy"]["state"], "unknown");
  EXPECT_TRUE(shown["challenger"].is_null());
  const auto fewer = nlohmann::json::parse(monitoring_json(report(), 5));
  EXPECT_EQ(fewer["days"].size(), 5U);
  EXPECT_EQ(fewer["total"]["decisions"], 0) << "only the days that are asked for";
  EXPECT_TRUE(fewer["reliability"].empty());
}

TEST(MonitoringJson, AChallengerWithoutLabelsHasNoFigures) {
  auto with = report();
  with.challenger =
      training::Challenge{.challenger = {"transaction-gbt", 3}, .decisions = 12, .text = "too few labels"};
  const auto shown = nlohmann::json::parse(monitoring_json(with, 30))["challenger"];
  EXPECT_EQ(shown["id"], "transaction-gbt");
  EXPECT_EQ(shown["version"], 3);
  EXPECT_EQ(shown["decisions"], 12);
  EXPECT_TRUE(shown["champion"]["auc"].is_null());
  EXPECT_TRUE(shown["difference"].is_null());
  EXPECT_EQ(shown["significant"], false);
  with.challenger->comparison = training::AucComparison{0.8, 0.9, 0.1, 0.02, 0.06, 0.14};
  const auto compared = nlohmann::json::parse(monitoring_json(with, 30))["challenger"];
  EXPECT_EQ(compared["difference"], 0.1);
  EXPECT_EQ(compared["low"], 0.06);
  EXPECT_EQ(compared["high"], 0.14);
  EXPECT_EQ(compared["significant"], true);
}

TEST(MonitoringJson, BeforeTheFirstRoundEverythingIsEmpty) {
  const auto shown = nlohmann::json::parse(monitoring_json({}, 90));
  EXPECT_TRUE(shown["computed_at"].is_null());
  EXPECT_TRUE(shown["days"].empty());
  EXPECT_EQ(shown["total"]["frauds"], 0);
  EXPECT_TRUE(shown["drift"].is_null());
}

}  // namespace
}  // namespace shrike::api
