// The threshold of review, set by hand and held by a goal, through the running program on both stores.
#include <fmt/core.h>

#include "service_fixture.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike {
namespace {

using testing::kAdminKey;
using testing::kPublicKey;
using testing::RunningService;
using testing::ServiceTest;

class ThresholdsTest : public ServiceTest {
 protected:
  std::string pay(int number) {
    const std::string body =
        fmt::format(R"({{"transaction":{{"transaction_id":"t-{}","amount":12,"card":"tok_{}"}}}})", number, number);
    return service_->post("/analyze", body, kPublicKey).json()["outcome"];
  }
  testing::Answer put(const std::string& body) { return service_->send("PUT", "/thresholds", body, kAdminKey); }
  nlohmann::json thresholds() { return service_->get("/thresholds").json(); }
};

TEST_P(ThresholdsTest, OneSetByHandCountsFromTheNextEventAndSurvives) {
  start();
  EXPECT_EQ(pay(1), "approve");
  EXPECT_TRUE(thresholds()["transaction"].is_null());
  ASSERT_EQ(put(R"({"about":"transaction","review_from":0,"note":"look at all"})").status, 202);
  EXPECT_EQ(pay(2), "review");
  restart();
  EXPECT_EQ(pay(3), "review");
  const auto stored = rows("outcome=review", 2);
  for (const auto& row : stored) {
    EXPECT_EQ(row["review_from"], 0.0);
    const auto replay = service_->get("/decisions/" + row["id"].get<std::string>() + "/replay").json();
    EXPECT_EQ(replay["identical"], true) << replay.dump();
  }
  const auto detail = service_->get("/decisions/" + stored[0]["id"].get<std::string>()).json();
  EXPECT_GT(detail["anomaly_score"].get<double>(), 0.2);
  EXPECT_LT(detail["anomaly_score"].get<double>(), 0.9);
  ASSERT_EQ(put(R"({"about":"transaction","review_from":null})").status, 202);
  EXPECT_EQ(pay(4), "approve");
  ASSERT_TRUE(service_->wait_for([&] { return thresholds()["data"].size() == 2; }));
  const auto shown = thresholds();
  EXPECT_TRUE(shown["transaction"]["review_from"].is_null());
  EXPECT_EQ(shown["data"][1]["review_from"], 0.0);
  EXPECT_EQ(shown["data"][1]["note"], "look at all");
  EXPECT_TRUE(shown["goal"]["alerts_per_day"].is_null());
}

TEST_P(ThresholdsTest, NonsenseIsRefusedAndChangesNothing) {
  start();
  for (const char* body :
       {R"({"about":"payment","review_from":1})", R"({"about":"message"})", R"({"about":"message","review_from":101})",
        R"({"about":"message","review_from":"1"})", R"({"about":"message","review_from":1,"more":1})"}) {
    EXPECT_EQ(put(body).status, 422) << body;
  }
  EXPECT_EQ(service_->send("PUT", "/thresholds", R"({"about":"message","review_from":1})", kPublicKey).status, 403);
  EXPECT_TRUE(thresholds()["data"].empty());
}

TEST_P(ThresholdsTest, AnAlertBudgetHoldsIt) {
  constexpr int kDays = 4;
  constexpr int kPerDay = 500;
  const auto with_budget = [](app::Config& config) {
    config.monitoring_interval_us = kSecondUs;
    config.review_goal.alerts_per_day = 20;
  };
  service_ = std::make_unique<RunningService>(dir_.file("data"), database_, false, with_budget);
  const TimeUs first_us = parse_time("2026-03-01T00:00:00Z").value();
  std::string lines;
  for (int i = 0; i < kDays * kPerDay; ++i) {
    const TimeUs time_us = first_us + i * (kDayUs / kPerDay);
    lines += fmt::format(
        "{{\"transaction_id\":\"b-{}\",\"amount\":{},\"card\":\"tok_{}\",\"terminal_id\":\"t{}\",\"timestamp\":\"{}\"}}"
        "\n",
        i, 5 + i * 37 % 400, i % 50, i % 9, format_time(time_us));
  }
  ASSERT_EQ(service_->send("POST", "/transactions", lines, kPublicKey, "application/x-ndjson").status, 202);
  ASSERT_TRUE(service_->wait_for([&] { return !thresholds()["transaction"].is_null(); }));
  const auto shown = thresholds();
  EXPECT_EQ(shown["goal"]["alerts_per_day"], 20.0);
  EXPECT_EQ(shown["transaction"]["by"], "goal");
  EXPECT_EQ(put(R"({"about":"transaction","review_from":1})").status, 409) << "the goal holds it";
  EXPECT_EQ(put(R"({"about":"message","review_from":50})").status, 202);
  // Without the goal the settings' levels come back by themselves.
  service_ = nullptr;
  service_ = std::make_unique<RunningService>(dir_.file("data"), database_, false,
                                              [](app::Config& config) { config.monitoring_interval_us = kSecondUs; });
  EXPECT_TRUE(service_->wait_for([&] { return thresholds()["transaction"]["review_from"].is_null(); }));
}

INSTANTIATE_TEST_SUITE_P(Stores, ThresholdsTest, ::testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace shrike
