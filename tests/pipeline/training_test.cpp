// Training while the service runs: candidates, guards, activation, rollback.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "service_fixture.hpp"
#include "shrike/base/random.hpp"
#include "shrike/base/time_text.hpp"
#include "support/events.hpp"

namespace shrike {
namespace {

using testing::kAdminKey;
using testing::kPublicKey;

using TrainingTest = testing::ServiceTest;

/// Transactions with their truth: large amounts by night are mostly fraud.
std::string training_transactions(std::size_t count) {
  Random random(5);
  nlohmann::json list = nlohmann::json::array();
  for (std::size_t i = 0; i < count; ++i) {
    const bool fraud = random.below(10) == 0;
    const TimeUs day_us = testing::kSomeTimeUs + static_cast<TimeUs>(i) * 10 * kMinuteUs;
    list.push_back({{"transaction_id", "train-" + std::to_string(i)},
                    {"amount", (fraud ? 700 : 20) + static_cast<int>(random.below(100))},
                    {"card", "tok_" + std::to_string(random.below(50))},
                    {"timestamp", format_time(day_us)},
                    {"is_fraud", fraud}});
  }
  return nlohmann::json{{"transactions", std::move(list)}}.dump();
}

TEST_P(TrainingTest, AUsersOwnNumbersBecomeInputsAndReasons) {
  start();
  Random random(6);
  nlohmann::json list = nlohmann::json::array();
  for (int i = 0; i < 3'000; ++i) {
    const bool fraud = random.below(10) == 0;
    list.push_back({{"transaction_id", "own-" + std::to_string(i)},
                    {"amount", 20 + static_cast<int>(random.below(100))},
                    {"card", "tok_" + std::to_string(random.below(50))},
                    {"timestamp", format_time(testing::kSomeTimeUs + static_cast<TimeUs>(i) * 10 * kMinuteUs)},
                    {"attributes", {{"device_risk", fraud ? 0.9 : 0.1 + 0.2 * random.uniform()}}},
                    {"is_fraud", fraud}});
  }
  const auto trained = service_->post("/retrain", nlohmann::json{{"transactions", std::move(list)}}.dump());
  ASSERT_EQ(trained.status, 200) << trained.text;
  ASSERT_TRUE(trained.json()["activated"].get<bool>()) << trained.text;
  const auto decide = [&](double risk) {
    return service_
        ->post(
            "/analyze",
            fmt::format(
                R"({{"transaction":{{"amount":50,"card":"tok_1","transaction_id":"o{}","attributes":{{"device_risk":{}}}}}}})",
                risk, risk),
            kPublicKey)
        .json();
  };
  const auto risky = decide(0.9);
  const auto usual = decide(0.15);
  EXPECT_GT(risky["fraud_probability"].get<double>(), usual["fraud_probability"].get<double>() + 0.5);
  const auto reasons = risky["reasons"];
  EXPECT_TRUE(std::ranges::any_of(reasons, [](const auto& reason) {
    return reason["code"] == "attributes.device_risk" && reason["text"] == "The attribute device_risk is 0.9";
  })) << reasons.dump();
  const std::string id = risky["id"];
  EXPECT_TRUE(service_->wait_for([&] { return service_->get("/decisions/" + id).status == 200; }));
  restart();
  EXPECT_EQ(service_->get("/decisions/" + id + "/replay").json()["identical"], true);
}

TEST_P(TrainingTest, ARetrainedModelJudgesWithoutARestartAndCanBeTakenBack) {
  start();
  const auto models = [&](const std::string& state) {
    std::vector<nlohmann::json> found;
    const auto all = service_->get("/models").json();
    for (const auto& model : all["data"]) {
      if (model["state"] == state && model["about"] == "transaction") found.push_back(model);
    }
    return found;
  };
  const auto decide = [&](const std::string& id) {
    const std::string body = R"({"transaction":{"transaction_id":")" + id + R"(","amount":750,"card":"tok_x"}})";
    return service_->post("/analyze", body, kPublicKey).json();
  };
  const auto before = models("champion").at(0);
  const auto first = decide("t-before");
  EXPECT_EQ(first["model"]["version"], before["version"]);

  const auto retrained = service_->post("/retrain", training_transactions(3'000));
  ASSERT_EQ(retrained.status, 200) << retrained.text;
  const auto report = retrained.json();
  EXPECT_EQ(report["status"], "Model retrained successfully");
  EXPECT_EQ(report["new_training_samples"], 3'000);
  EXPECT_EQ(report["fraud_samples"].get<int>() + report["legitimate_samples"].get<int>(), 3'000);
  ASSERT_TRUE(report["activated"].get<bool>()) << retrained.text;
  EXPECT_GT(report["metrics"]["after"]["average_precision"].get<double>(), 0.9);
  EXPECT_EQ(report["model"]["version"], before["version"].get<int>() + 1);
  const auto card = service_->get("/models/transaction-gbt/card");
  EXPECT_NE(card.text.find("3000 transactions sent"), std::string::npos) << card.text;
  EXPECT_EQ(service_->get("/models/transaction-gbt/card?version=" + before["version"].dump()).status, 200);
  EXPECT_EQ(service_->get("/models/transaction-gbt/card?version=999").status, 404);
  EXPECT_EQ(service_->get("/models").json()["previous"]["transaction"]["version"], before["version"]);
  const auto second = decide("t-after");
  EXPECT_EQ(second["model"]["version"], report["model"]["version"]);
  EXPECT_NE(second["fraud_probability"], first["fraud_probability"]);
  EXPECT_EQ(models("champion").at(0)["training"]["trained_by"], "SHRIKE_ADMIN_KEY");

  // The old one beside it, deciding on nothing.
  const std::string old_version = before["version"].dump();
  ASSERT_EQ(service_->send("PUT", "/models/transaction-gbt/challenger", R"({"version":)" + old_version + "}", kAdminKey)
                .status,
            202);
  const auto third = decide("t-shadowed");
  EXPECT_TRUE(
      service_->wait_for([&] { return service_->get("/decisions/" + third["id"].get<std::string>()).status == 200; }));
  EXPECT_EQ(service_->get("/decisions/" + third["id"].get<std::string>()).json()["shadow"]["version"],
            before["version"]);
  EXPECT_EQ(models("challenger").at(0)["version"], before["version"]);

  restart();
  EXPECT_EQ(decide("t-restarted")["model"]["version"], report["model"]["version"]) << "the log remembers who judges";
  for (const auto& decision : {first, second, third}) {
    const auto again = service_->get("/decisions/" + decision["id"].get<std::string>() + "/replay");
    ASSERT_EQ(again.status, 200) << again.text;
    EXPECT_TRUE(again.json()["identical"].get<bool>()) << again.text;
  }
  ASSERT_EQ(service_->post("/models/transaction-gbt/activate", R"({"version":)" + old_version + "}").status, 202);
  EXPECT_EQ(decide("t-back")["model"]["version"], before["version"]);
  ASSERT_EQ(service_->post("/models/transaction-gbt/activate", "").status, 202) << "without a version: the one before";
  EXPECT_EQ(decide("t-forth")["model"]["version"], report["model"]["version"]);
}

TEST_P(TrainingTest, LabelsRefreshTheCalibrationAlone) {
  start();
  constexpr int kPayments = 400;
  std::string lines;
  const auto id = [](int number) { return "c-" + std::to_string(number); };
  for (int i = 0; i <= kPayments; ++i) {
    // One every three hours; the last comes when the truth about the others has had its seven days.
    const TimeUs at_us = (i == kPayments ? i + 200 : i) * 3 * kHourUs + 20'000 * kDayUs;
    lines += nlohmann::json{{"transaction_id", id(i)},
                            {"amount", i % 4 == 0 ? 900 : 20},
                            {"card", "tok_c" + std::to_string(i)},
                            {"timestamp", format_time(at_us)}}
                 .dump() +
             "\n";
  }
  ASSERT_EQ(service_->send("POST", "/transactions", lines, kPublicKey, "application/x-ndjson").status, 202);
  const auto found = [&](int number) { return service_->get("/decisions?text=" + id(number)).json()["data"]; };
  ASSERT_TRUE(service_->wait_for([&] { return !found(kPayments).empty(); }));
  for (int i = 0; i < kPayments; i += 8) {
    const std::string decision = found(i).at(0)["id"];
    ASSERT_EQ(service_->post("/decisions/" + decision + "/label", R"({"label":"fraud"})").status, 202);
  }
  const std::string body = R"({"source":"labels","days":90,"only":"calibration"})";
  const std::string all_stored = "shrike_consumer_lag_events{consumer=\"archive\"} 0\n";
  ASSERT_TRUE(service_->wait_for([&] { return service_->get("/metrics").text.find(all_stored) != std::string::npos; }));
  const auto report = service_->post("/retrain", body).json();
  EXPECT_EQ(report["fraud_samples"], kPayments / 8);
  ASSERT_TRUE(report["activated"].get<bool>()) << report.dump();
  EXPECT_LT(report["metrics"]["after"]["brier_score"], report["metrics"]["before"]["brier_score"]);
  EXPECT_EQ(report["metrics"]["after"]["auc"], report["metrics"]["before"]["auc"]) << "the order stays";
  const auto card = service_->get("/models/transaction-gbt/card");
  EXPECT_NE(card.text.find("calibrated_from"), std::string::npos) << card.text;
  const auto decided =
      service_->post("/analyze", R"({"transaction":{"amount":900,"card":"tok_later"}})", kPublicKey).json();
  EXPECT_EQ(decided["model"]["version"], report["model"]["version"]);
  EXPECT_NEAR(decided["fraud_probability"].get<double>(), 0.5, 0.2) << "every other large one was";
}

TEST_P(TrainingTest, TheMessageModelLearnsFromAFewMessagesAtOnce) {
  start();
  const auto probability = [&](const std::string& text) {
    const auto decided =
        service_->post("/analyze", nlohmann::json{{"message_content", text}}.dump(), kPublicKey).json();
    EXPECT_EQ(decided["model"]["id"], "message-lr");
    return std::pair{decided["fraud_probability"].get<double>(), decided["model"]["version"].get<int>()};
  };
  const std::string sample = "the wombat committee asks you to bring forward the velvet payment";
  const auto before = probability(sample);
  const auto answer =
      service_->post("/retrain", R"({"scam_messages":["the wombat committee wants the velvet payment today",
    "velvet payment is due, says the wombat committee"],"legitimate_messages":["see you at the station","dinner is ready"]})");
  ASSERT_EQ(answer.status, 200) << answer.text;
  const auto report = answer.json();
  ASSERT_TRUE(report["activated"].get<bool>()) << answer.text;
  EXPECT_EQ(report["status"], "Model retrained successfully");
  EXPECT_EQ(report["new_training_samples"], 4);
  EXPECT_EQ(report["scam_samples"], 2);
  EXPECT_EQ(report["legitimate_samples"], 2);
  EXPECT_EQ(report["model"]["version"], before.second + 1);
  const auto after = probability(sample);
  EXPECT_EQ(after.second, before.second + 1);
  EXPECT_GT(after.first, before.first);

  // What was said before counts again; what is said anew about the same message replaces it.
  const auto second = service_->post("/retrain", R"({"scam_messages":["another velvet payment of the wombat committee"],
    "legitimate_messages":["Velvet payment is due, says the WOMBAT committee!"]})");
  ASSERT_EQ(second.status, 200) << second.text;
  EXPECT_EQ(second.json()["model"]["version"], before.second + 2);
  const auto contradiction =
      service_->post("/retrain", R"({"scam_messages":["call me"],"legitimate_messages":["Call me!"]})");
  EXPECT_EQ(contradiction.status, 422) << contradiction.text;
  EXPECT_EQ(service_->post("/retrain", R"({"scam_messages":["only one kind"]})").status, 200)
      << "the corpus has the other kind";
}

TEST_P(TrainingTest, TrainingDataThatCannotBeRightIsRefusedByFieldAndChangesNothing) {
  start();
  const auto pointer = [&](const std::string& body) {
    const auto answer = service_->post("/retrain", body);
    EXPECT_GE(answer.status, 400) << body;
    EXPECT_LT(answer.status, 500) << body;
    const auto errors = answer.json()["errors"];
    return errors.empty() ? std::string("-") : errors[0]["pointer"].get<std::string>();
  };
  EXPECT_EQ(pointer("{"), "");
  EXPECT_EQ(pointer("{}"), "");
  EXPECT_EQ(pointer(R"({"source":"labels","transactions":[{"amount":1,"is_fraud":true}]})"), "");
  EXPECT_EQ(pointer(R"({"source":"guesses"})"), "/source");
  EXPECT_EQ(pointer(R"({"source":"labels","days":0})"), "/days");
  EXPECT_EQ(pointer(R"({"source":"labels","only":"trees"})"), "/only");
  EXPECT_EQ(pointer(R"({"only":"calibration","scam_messages":["a b"]})"), "/only");
  EXPECT_EQ(pointer(R"({"surprise":1})"), "/surprise");
  EXPECT_EQ(pointer(R"({"transactions":[{"amount":1}]})"), "/transactions/0/is_fraud");
  EXPECT_EQ(pointer(R"({"transactions":[{"amount":1,"is_fraud":1},{"amount":"x","is_fraud":0}]})"),
            "/transactions/1/amount");
  EXPECT_EQ(pointer(R"({"scam_messages":["a b",""]})"), "/scam_messages/1");
  EXPECT_EQ(pointer(R"({"legitimate_messages":7})"), "/legitimate_messages");
  EXPECT_EQ(pointer(R"({"transactions":)" + std::string(2'000, '[') + std::string(2'000, ']') + "}"), "");
  EXPECT_EQ(pointer(R"({"transactions":[{"amount":1,"is_fraud":true},{"amount":2,"is_fraud":true}]})"), "-")
      << "one class";
  EXPECT_EQ(service_->get("/models").json()["data"].size(), 3U) << "the built-in models alone";
  EXPECT_EQ(service_->get("/models").json()["training"]["state"], "failed");
  EXPECT_EQ(service_->post("/models/transaction-gbt/activate", R"({"version":77})").status, 422);
  EXPECT_EQ(service_->post("/models/transaction-gbt/activate", "").status, 409) << "nothing to go back to";
  EXPECT_EQ(service_->post("/models/nobody/activate", R"({"version":1})").status, 404);
  EXPECT_EQ(
      service_->send("PUT", "/models/transaction-gbt/challenger", R"({"version":2,"share_percent":101})", kAdminKey)
          .status,
      422);
}

INSTANTIATE_TEST_SUITE_P(Stores, TrainingTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& store) { return std::string(store.param); });

}  // namespace
}  // namespace shrike
