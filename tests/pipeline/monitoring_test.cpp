// Monitoring of the running program, against figures worked out here from the decisions that the API shows.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <map>

#include "shrike/base/random.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/training/auc_comparison.hpp"
#include "shrike/training/evaluation.hpp"
#include "shrike/training/monitoring.hpp"
#include "support/events.hpp"
#include "support/postgres_cluster.hpp"
#include "support/running_service.hpp"
#include "support/temp_dir.hpp"

namespace shrike {
namespace {

using testing::kAdminKey;
using testing::kPublicKey;
using testing::RunningService;

constexpr int kDays = 40;
constexpr int kPerDay = 40;
constexpr int kFraudEvery = 25;
constexpr TimeUs kFirstDayUs = testing::kSomeTimeUs / kDayUs * kDayUs;

bool is_fraud(int number) { return number % kFraudEvery == 7; }

/// Payments of forty days, frauds among them of larger amounts; with their truth where a training wants it.
nlohmann::json payments(const std::string& prefix, TimeUs first_us, bool with_truth) {
  Random random(with_truth ? 3 : 4);
  nlohmann::json out = nlohmann::json::array();
  for (int i = 0; i < kDays * kPerDay; ++i) {
    const bool fraud = is_fraud(i);
    nlohmann::json one = {{"transaction_id", prefix + std::to_string(i)},
                          {"amount", (fraud ? 120 : 20) + static_cast<int>(random.below(150))},
                          {"card", "tok_" + std::to_string(random.below(60))},
                          {"terminal_id", "term-" + std::to_string(random.below(20))},
                          {"timestamp", format_time(first_us + i * (kDayUs / kPerDay))}};
    if (with_truth) one["is_fraud"] = fraud;
    out.push_back(std::move(one));
  }
  return out;
}

class MonitoringTest : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (std::string_view(GetParam()) == "postgres") database_ = test::PostgresCluster::shared().create_database();
    service_ = std::make_unique<RunningService>(dir_.file("data"), database_, false,
                                                [](app::Config& config) { config.monitoring_interval_us = kSecondUs; });
  }
  nlohmann::json get(const std::string& path) { return service_->get(path).json(); }
  /// Trains another model, so that the shipped one can challenge it.
  void set_challenger() {
    const nlohmann::json body = {{"transactions", payments("train-", kFirstDayUs - 100 * kDayUs, true)}};
    const auto trained = service_->post("/retrain", body.dump());
    ASSERT_EQ(trained.status, 200) << trained.text;
    const int version = trained.json()["model"]["version"].get<int>();
    ASSERT_EQ(service_->post("/models/transaction-gbt/activate", fmt::format(R"({{"version":{}}})", version)).status,
              202);
    ASSERT_EQ(service_
                  ->send("PUT", "/models/transaction-gbt/challenger",
                         fmt::format(R"({{"version":{},"share_percent":30}})", version - 1), kAdminKey)
                  .status,
              202);
    champion_ = version;
  }
  /// Every stored decision, by the number in its id.
  std::map<int, nlohmann::json> decisions() {
    std::map<int, nlohmann::json> out;
    std::string cursor;
    do {
      const auto page = get("/decisions?kind=transaction&limit=500" + cursor);
      for (const auto& row : page["data"]) {
        const std::string id = row["event_id"];
        if (id.starts_with("live-")) out[std::stoi(id.substr(5))] = row;
      }
      cursor = page["next_cursor"].is_null() ? "" : "&cursor=" + page["next_cursor"].get<std::string>();
    } while (!cursor.empty());
    return out;
  }
  void label_frauds(const std::map<int, nlohmann::json>& all) {
    for (const auto& [number, row] : all) {
      if (!is_fraud(number)) continue;
      const auto done = service_->post("/decisions/" + row["id"].get<std::string>() + "/label",
                                       R"({"label":"fraud","source":"chargeback"})");
      ASSERT_EQ(done.status, 202) << done.text;
    }
  }

  const test::TempDir dir_;
  std::string database_;
  std::unique_ptr<RunningService> service_;
  int champion_ = 0;
};

training::Evaluation expected_of(const std::map<int, nlohmann::json>& all, int first, int last) {
  std::vector<training::Scored> scored;
  for (const auto& [number, row] : all) {
    if (number < first || number >= last) continue;
    scored.push_back({row["fraud_probability"], row["outcome"] != "approve", is_fraud(number)});
  }
  return training::evaluate(scored);
}

void expect_figures(const nlohmann::json& shown, const training::Evaluation& expected) {
  EXPECT_EQ(shown["decisions"], expected.events);
  EXPECT_EQ(shown["labelled"], expected.events);
  EXPECT_EQ(shown["frauds"], expected.frauds);
  EXPECT_EQ(shown["flagged"], expected.true_positives + expected.false_positives);
  if (shown["flagged"] > 0) {
    EXPECT_NEAR(shown["precision"], expected.precision, 1e-9);
  }
  EXPECT_NEAR(shown["recall"], expected.recall, 1e-9);
  EXPECT_NEAR(shown["false_positive_rate"], expected.false_positive_rate, 1e-9);
  EXPECT_NEAR(shown["auc"], expected.auc, 1e-9);
  EXPECT_NEAR(shown["average_precision"], expected.average_precision, 1e-9);
}

TEST_P(MonitoringTest, ShowsWhatFollowsFromDecisionsAndLabels) {
  set_challenger();
  const auto taken = service_->post("/transactions", payments("live-", kFirstDayUs, false).dump(), kPublicKey);
  ASSERT_EQ(taken.status, 202) << taken.text;
  std::map<int, nlohmann::json> all;
  ASSERT_TRUE(service_->wait_for([&] { return (all = decisions()).size() == kDays * kPerDay; }));
  label_frauds(all);
  constexpr int kMatureDays = kDays - 8;  // the newest event is on the last day, which has not ended
  constexpr std::size_t kFrauds = kMatureDays * kPerDay / kFraudEvery + 1;
  nlohmann::json shown;
  ASSERT_TRUE(service_->wait_for([&] {
    shown = get("/monitoring?days=90");
    return shown["total"]["frauds"] >= kFrauds - 1 && shown["days"].back()["frauds"] > 0;
  })) << shown;
  ASSERT_EQ(shown["days"].size(), kDays);
  expect_figures(shown["total"], expected_of(all, 0, kMatureDays * kPerDay));
  for (const int day : {0, 10, kMatureDays - 1}) {
    const auto& row = shown["days"][static_cast<std::size_t>(day)];
    EXPECT_EQ(row["day"], format_time(kFirstDayUs + day * kDayUs).substr(0, 10));
    EXPECT_TRUE(row["mature"]);
    expect_figures(row, expected_of(all, day * kPerDay, (day + 1) * kPerDay));
  }
  EXPECT_FALSE(shown["days"][kMatureDays]["mature"]);
  EXPECT_TRUE(shown["days"][kMatureDays]["precision"].is_null());
  std::uint64_t in_bins = 0;
  for (const auto& bin : shown["reliability"]) in_bins += bin["count"].get<std::uint64_t>();
  EXPECT_EQ(in_bins, kMatureDays * kPerDay);
  const auto fewer = get("/monitoring?days=18");
  EXPECT_EQ(fewer["days"].size(), 18U);
  expect_figures(fewer["total"], expected_of(all, (kDays - 18) * kPerDay, kMatureDays * kPerDay));
  EXPECT_EQ(get("/monitoring")["days"].size(), 30U);
  EXPECT_TRUE(shown["drift"].is_null()) << "a week has too few decisions";

  const auto& challenger = shown["challenger"];
  ASSERT_FALSE(challenger.is_null()) << shown;
  EXPECT_EQ(challenger["version"], champion_ - 1);
  EXPECT_EQ(challenger["decisions"], kDays * kPerDay) << "all, whichever of the two decided";
  std::vector<training::PairedScore> pairs;
  int decided_by_challenger = 0;
  for (const auto& [number, row] : all) {
    const bool fraud = is_fraud(number);
    if (number >= kMatureDays * kPerDay && !fraud) continue;
    const auto detail = get("/decisions/" + row["id"].get<std::string>());
    const double own = detail["fraud_probability"], other = detail["shadow"]["fraud_probability"];
    const bool crossed = detail["model"]["version"] != champion_;
    decided_by_challenger += crossed ? 1 : 0;
    pairs.push_back(crossed ? training::PairedScore{other, own, fraud} : training::PairedScore{own, other, fraud});
  }
  EXPECT_GT(decided_by_challenger, 0);
  EXPECT_EQ(challenger["labelled"], pairs.size());
  const auto expected = training::compare_auc(pairs);
  EXPECT_NEAR(challenger["champion"]["auc"], expected.first_auc, 1e-9);
  EXPECT_NEAR(challenger["challenger"]["auc"], expected.second_auc, 1e-9);
  EXPECT_NEAR(challenger["difference"], expected.difference, 1e-9);
  EXPECT_NEAR(challenger["low"], expected.low, 1e-9);
  EXPECT_NEAR(challenger["high"], expected.high, 1e-9);
  EXPECT_EQ(challenger["significant"], expected.significant());
}

TEST_P(MonitoringTest, IsForAnalystsAndNamesABadParameter) {
  EXPECT_EQ(service_->get("/monitoring", kPublicKey).status, 403);
  for (const char* days : {"0", "91", "-1", "many", "7x", "99999999999999"}) {
    const auto answer = service_->get(fmt::format("/monitoring?days={}", days));
    EXPECT_EQ(answer.status, 422) << days;
    EXPECT_NE(answer.text.find("1 to 90"), std::string::npos) << answer.text;
  }
  ASSERT_TRUE(service_->wait_for([&] { return !get("/monitoring")["computed_at"].is_null(); }));
  const auto empty = get("/monitoring?days=");
  EXPECT_EQ(empty["about"], "transaction");
  EXPECT_EQ(empty["maturity_days"], 7);
  EXPECT_TRUE(empty["days"].empty());
  EXPECT_EQ(empty["total"]["decisions"], 0);
  EXPECT_TRUE(empty["total"]["auc"].is_null());
  EXPECT_EQ(empty["accuracy"]["state"], "unknown");
  EXPECT_TRUE(empty["challenger"].is_null());
  const auto health = get("/health");
  EXPECT_EQ(health["status"], "ok");
  EXPECT_EQ(health["components"].back()["name"], "accuracy");
  EXPECT_NE(service_->get("/metrics").text.find("shrike_model_auc"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Stores, MonitoringTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& store) { return std::string(store.param); });

}  // namespace
}  // namespace shrike
