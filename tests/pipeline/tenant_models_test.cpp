// Models per tenant, over HTTP and on both stores: whose a version is, who judges for whom, and what the others see.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <thread>

#include "service_fixture.hpp"
#include "shrike/base/random.hpp"
#include "shrike/base/time_text.hpp"
#include "support/events.hpp"

namespace shrike {
namespace {

using testing::Answer;
using testing::kAdminKey;
using testing::ServiceTest;

constexpr const char* kTrees = "/models/transaction-gbt";

/// Transactions of 20 days with their truth: large amounts are fraud.
std::string training_transactions(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  nlohmann::json list = nlohmann::json::array();
  for (std::size_t i = 0; i < count; ++i) {
    const bool fraud = random.below(10) == 0;
    const TimeUs time_us = testing::kSomeTimeUs + static_cast<TimeUs>(i) * (20 * kDayUs / static_cast<TimeUs>(count));
    list.push_back({{"transaction_id", "train-" + std::to_string(i)},
                    {"amount", (fraud ? 700 : 20) + static_cast<int>(random.below(100))},
                    {"card", "tok_" + std::to_string(random.below(50))},
                    {"timestamp", format_time(time_us)},
                    {"is_fraud", fraud}});
  }
  return nlohmann::json{{"transactions", std::move(list)}}.dump();
}

class TenantModelsApiTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    start();
    ada_ = tenant("ada");
    bob_ = tenant("bob");
    base_ = state_of(ours_, "champion");
  }
  std::string tenant(const std::string& id) {
    const auto made = service_->post("/tenants", fmt::format(R"({{"id":"{0}","name":"{0} Ltd"}})", id));
    EXPECT_EQ(made.status, 201) << made.text;
    return made.json()["key"]["key"];
  }
  /// The version of the model of transactions that has that state; 0 where none has.
  int state_of(const std::string& key, const std::string& state) {
    const auto models = service_->get("/models", key).json();
    for (const auto& model : models["data"])
      if (model["about"] == "transaction" && model["state"] == state) return model["version"];
    return 0;
  }
  int previous(const std::string& key) {
    return service_->get("/models", key).json()["previous"]["transaction"].value("version", 0);
  }
  nlohmann::json decide(const std::string& key) {
    const auto body =
        fmt::format(R"({{"transaction":{{"transaction_id":"t-{}","amount":750,"card":"tok_x"}}}})", ++id_);
    return service_->post("/analyze", body, key).json();
  }
  int judge(const std::string& key) { return decide(key)["model"]["version"]; }
  Answer activate(const std::string& key, int version) {
    return service_->post(std::string(kTrees) + "/activate", fmt::format(R"({{"version":{}}})", version), key);
  }
  Answer roll_back(const std::string& key) { return service_->post(std::string(kTrees) + "/activate", "{}", key); }
  Answer challenge(const std::string& key, int version) {
    return service_->send("PUT", std::string(kTrees) + "/challenger", fmt::format(R"({{"version":{}}})", version), key);
  }
  Answer card(const std::string& key, int version) {
    return service_->get(fmt::format("{}/card?version={}", kTrees, version), key);
  }
  int retrain(const std::string& key, std::size_t count, std::uint64_t seed) {
    const auto answer = service_->post("/retrain", training_transactions(count, seed), key);
    EXPECT_EQ(answer.status, 200) << answer.text;
    EXPECT_EQ(answer.json().value("activated", false), true) << answer.text;
    return answer.json()["model"]["version"];
  }
  const std::string ours_{kAdminKey};
  std::string ada_, bob_;
  int base_ = 0;
  int id_ = 0;
};

TEST_P(TenantModelsApiTest, WhatATenantTrainsJudgesForItAloneAndNobodyElseKnowsOfIt) {
  const int own = retrain(ada_, 3'000, 5);
  EXPECT_EQ(own, base_ + 1);
  const auto hers = decide(ada_);
  EXPECT_EQ(hers["model"]["version"], own);
  EXPECT_EQ(judge(bob_), base_);
  EXPECT_EQ(judge(ours_), base_);
  EXPECT_EQ(state_of(ada_, "champion"), own);
  EXPECT_EQ(previous(ada_), base_);
  EXPECT_EQ(card(ada_, own).status, 200);
  EXPECT_NE(card(ada_, own).text.find("3000 transactions sent"), std::string::npos);
  EXPECT_EQ(card(ada_, base_).status, 200) << "the operator's are for all";
  for (const std::string& other : {bob_, ours_}) {
    EXPECT_EQ(card(other, own).status, 404);
    EXPECT_EQ(activate(other, own).status, 422) << "as for a version that never was";
    EXPECT_EQ(challenge(other, own).status, 422);
    const auto seen = service_->get("/models", other);
    EXPECT_EQ(seen.json()["data"].size(), 3U) << seen.text;
    for (const char* word : {"3000 transactions sent", "\"ada\"", "trained_by"})
      EXPECT_EQ(seen.text.find(word), std::string::npos) << word;
    EXPECT_EQ(seen.json()["training"]["state"], "idle");
    EXPECT_TRUE(seen.json()["previous"]["transaction"].is_null());
    EXPECT_EQ(service_->get("/info", other).json()["models"][0]["version"], base_);
  }
  EXPECT_EQ(service_->get("/models", ada_).json()["training"]["state"], "done");
  EXPECT_EQ(service_->get("/info", ada_).json()["models"][0]["version"], own);
  EXPECT_NE(service_->get("/audit?action=model.retrain", ada_).json()["data"].size(), 0U);
  EXPECT_EQ(service_->get("/audit?action=model.retrain", bob_).json()["data"].size(), 0U);
  restart();
  EXPECT_EQ(judge(ada_), own);
  EXPECT_EQ(judge(bob_), base_);
  EXPECT_EQ(card(bob_, own).status, 404);
  const std::string path = "/decisions/" + hers["id"].get<std::string>() + "/replay";
  EXPECT_TRUE(service_->wait_for([&] { return service_->get(path, ada_).status == 200; }));
  EXPECT_EQ(service_->get(path, ada_).json()["identical"], true);
}

TEST_P(TenantModelsApiTest, TheOperatorsChangeReachesThoseWhoFollow) {
  const int own = retrain(ada_, 3'000, 5);
  const int fresh = retrain(ours_, 2'500, 6);
  EXPECT_EQ(judge(ours_), fresh);
  EXPECT_EQ(judge(bob_), fresh);
  EXPECT_EQ(judge(ada_), own) << "who chose keeps what it chose";
  EXPECT_EQ(service_->get("/models", ada_).text.find("SHRIKE_ADMIN_KEY"), std::string::npos)
      << "who trained the operator's is not told";
  EXPECT_NE(service_->get("/models").text.find("SHRIKE_ADMIN_KEY"), std::string::npos);
  ASSERT_EQ(roll_back(ada_).status, 202);
  EXPECT_EQ(judge(ada_), base_) << "what judged for it before";
  ASSERT_EQ(roll_back(ada_).status, 202);
  EXPECT_EQ(judge(ada_), own);
  ASSERT_EQ(activate(ada_, fresh).status, 202) << "the base's version: it follows again";
  ASSERT_EQ(roll_back(ours_).status, 202);
  for (const std::string& key : {ours_, bob_, ada_}) EXPECT_EQ(judge(key), base_);
  ASSERT_EQ(activate(bob_, fresh).status, 202);
  restart();
  EXPECT_EQ(judge(bob_), fresh);
  EXPECT_EQ(judge(ada_), base_);
  EXPECT_EQ(judge(ours_), base_);
}

TEST_P(TenantModelsApiTest, AChallengeIsEndedByWhoBeganIt) {
  const int fresh = retrain(ours_, 3'000, 5);
  ASSERT_EQ(challenge(ours_, base_).status, 202);
  EXPECT_EQ(state_of(ada_, "challenger"), base_) << "ada follows";
  const auto refused = challenge(ada_, 0);
  EXPECT_EQ(refused.status, 409) << refused.text;
  ASSERT_EQ(activate(ada_, base_).status, 202);
  EXPECT_EQ(state_of(ada_, "challenger"), 0) << "a champion of its own has no part in it";
  ASSERT_EQ(challenge(ada_, fresh).status, 202);
  EXPECT_EQ(state_of(ada_, "challenger"), fresh);
  EXPECT_EQ(state_of(bob_, "challenger"), base_);
  ASSERT_EQ(challenge(ours_, 0).status, 202);
  EXPECT_EQ(state_of(bob_, "challenger"), 0);
  EXPECT_EQ(state_of(ada_, "challenger"), fresh);
  ASSERT_EQ(challenge(ada_, 0).status, 202);
  EXPECT_EQ(state_of(ada_, "challenger"), 0);
}

TEST_P(TenantModelsApiTest, MessagesThatTenantsSendStayApart) {
  const auto version = [this](const std::string& key) -> int {
    const auto decided = service_->post("/analyze", R"({"message_content":"see you at the station"})", key).json();
    return decided["model"]["version"];
  };
  const int base = version(bob_);
  const std::string words = R"({"scam_messages":["the wombat committee wants the velvet payment today",
    "velvet payment is due, says the wombat committee"],"legitimate_messages":["see you at noon","dinner is ready"]})";
  const auto first = service_->post("/retrain", words, ada_);
  ASSERT_EQ(first.status, 200) << first.text;
  ASSERT_TRUE(first.json()["activated"].get<bool>()) << first.text;
  EXPECT_EQ(version(ada_), base + 1);
  EXPECT_EQ(version(bob_), base);
  ASSERT_EQ(service_->post("/retrain", words, ours_).json().value("activated", false), true);
  EXPECT_EQ(version(bob_), base + 2) << "bob follows";
  EXPECT_EQ(version(ada_), base + 1);
  const auto second = service_->post("/retrain",
                                     R"({"scam_messages":["a velvet payment is due","pay the blue committee"],)"
                                     R"("legitimate_messages":["a blue lamp","the train is late"]})",
                                     bob_);
  ASSERT_EQ(second.status, 200) << second.text;
  EXPECT_EQ(second.json()["model"]["version"], base + 3);
  const auto models = service_->get("/models", bob_).json();
  const auto& newest = models["data"][0];
  ASSERT_EQ(newest["version"], base + 3) << models.dump();
  EXPECT_EQ(newest["training"]["updated_with"], 4) << "others' messages are not among them";
  EXPECT_EQ(newest["training"]["moved_from"]["version"], base + 2) << "what the operator's knows is kept";
  EXPECT_EQ(judge(ada_), base_) << "of transactions nothing was chosen";
}

TEST_P(TenantModelsApiTest, OfAnotherTenantsTrainingOnlyThatItRunsIsTold) {
  const auto training_of = [this](const std::string& key) { return service_->get("/models", key).json()["training"]; };
  const std::string body = training_transactions(30'000, 7);
  Answer trained;
  std::jthread training([&] { trained = service_->post("/retrain", body, ada_); });
  nlohmann::json seen;
  EXPECT_TRUE(service_->wait_for([&] { return (seen = training_of(bob_))["state"] == "busy"; }));
  EXPECT_EQ(service_->post("/retrain", R"({"scam_messages":["a b"]})", bob_).status, 409);
  EXPECT_EQ(seen["job"], 0);
  for (const char* member : {"about", "started_at", "finished_at", "message", "result"})
    EXPECT_TRUE(seen[member].is_null()) << seen.dump();
  training.join();
  EXPECT_LT(trained.status, 300) << trained.text;
  EXPECT_TRUE(service_->wait_for([&] { return training_of(bob_)["state"] == "idle"; }));
  EXPECT_EQ(training_of(ada_)["state"], "done");
  EXPECT_EQ(training_of(ada_)["job"], 1);
}

INSTANTIATE_TEST_SUITE_P(Stores, TenantModelsApiTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& store) { return std::string(store.param); });

}  // namespace
}  // namespace shrike
