// The block and the allow list over HTTP, alone and in bulk, through the log and through a restart.
#include <fmt/core.h>

#include "pipeline/service_fixture.hpp"
#include "shrike/store/database.hpp"
#include "shrike/store/retention.hpp"

namespace shrike {
namespace {

using testing::kAdminKey;
using testing::kPublicKey;

constexpr const char* kScam =
    R"({{"message_content":"URGENT! Bank suspended. Verify or legal action!","phone_number":"{}"}})";

class ListsTest : public testing::ServiceTest {
 protected:
  nlohmann::json pay(const std::string& members) {
    return service_->post("/analyze", "{\"transaction\":{\"amount\":5," + members + "}}", kPublicKey).json();
  }
  nlohmann::json scam(const std::string& phone) {
    return service_->post("/analyze", fmt::format(kScam, phone), kPublicKey).json();
  }
  nlohmann::json list(const std::string& query, std::size_t count) {
    nlohmann::json found;
    service_->wait_for([&] {
      found = service_->get("/blocklist?" + query).json()["data"];
      return found.size() >= count;
    });
    return found;
  }
  static bool hits(const nlohmann::json& decision, const char* rule) {
    for (const auto& hit : decision["rules"]) {
      if (hit["id"] == rule) return true;
    }
    return false;
  }
};

TEST_P(ListsTest, AnAllowedEntityIsNotBlockedAutomatically) {
  start();
  EXPECT_EQ(scam("555-1")["action"], "automatically_blacklisted");
  EXPECT_EQ(
      service_->post("/blocklist", R"({"list":"allow","kind":"phone","value":"555-2","reason":"our own"})").status,
      202);
  const auto allowed = scam("555-2");
  EXPECT_NE(allowed["action"], "automatically_blacklisted");
  EXPECT_TRUE(hits(allowed, "allowlist"));
  EXPECT_FALSE(hits(scam("555-2"), "blocklist"));
  // It takes the place of the automatic block.
  EXPECT_TRUE(hits(scam("555-1"), "blocklist"));
  service_->post("/blocklist", R"({"list":"allow","kind":"phone","value":"555-1"})");
  EXPECT_FALSE(hits(scam("555-1"), "blocklist"));
  // What a person blocks is blocked, whatever else is allowed.
  service_->post("/blocklist", R"({"list":"allow","kind":"customer","value":"c-1"})");
  service_->post("/blocklist", R"({"kind":"terminal","value":"t-1"})");
  EXPECT_TRUE(hits(pay(R"("customer_id":"c-1","terminal_id":"t-1")"), "blocklist"));
  EXPECT_EQ(list("list=allow", 3).size(), 3U);
  EXPECT_EQ(list("list=block", 1).size(), 1U);
  EXPECT_EQ(list("", 4).size(), 4U);
  EXPECT_EQ(list("source=analyst", 4).size(), 4U) << "the automatic one was replaced";
  EXPECT_EQ(service_->get("/blocklist?list=grey").status, 422);
  EXPECT_EQ(service_->get("/blocklist?source=nobody").status, 422);
  EXPECT_EQ(service_->post("/blocklist", R"({"list":"grey","kind":"phone","value":"1"})").status, 422);
  restart();
  EXPECT_FALSE(hits(scam("555-1"), "blocklist"));
  EXPECT_TRUE(hits(scam("555-1"), "allowlist"));
  EXPECT_EQ(service_->send("DELETE", "/blocklist", R"({"kind":"phone","value":"555-1"})", kAdminKey).status, 202);
  EXPECT_FALSE(hits(scam("555-1"), "allowlist"));
}

TEST_P(ListsTest, ADecisionUnderTheAllowListIsReplayedTheSame) {
  start();
  service_->post("/blocklist", R"({"list":"allow","kind":"phone","value":"555-2"})");
  const std::string id = scam("555-2")["id"];
  rows("limit=1", 1);
  const auto replayed = service_->get("/decisions/" + id + "/replay").json();
  EXPECT_EQ(replayed["identical"], true) << replayed.dump();
}

TEST_P(ListsTest, ManyEntriesComeInAtOnce) {
  start();
  std::string lines;
  for (int i = 0; i < 9'997; ++i)
    lines += fmt::format("{{\"kind\":\"card\",\"value\":\"c-{}\",\"source\":\"rule\"}}\n", i);
  lines +=
      "{\"kind\":\"planet\",\"value\":\"x\"}\n\nnot json\n{\"kind\":\"ip\",\"value\":\"192.0.2.1\",\"cvv\":\"1\"}\n";
  const auto answer = service_->send("POST", "/blocklist/import", lines, kAdminKey, "application/x-ndjson");
  ASSERT_EQ(answer.status, 202) << answer.text;
  const auto said = answer.json();
  EXPECT_EQ(said["accepted"], 9'997);
  EXPECT_EQ(said["rejected"], 3);
  EXPECT_EQ(said["rejections"][0]["line"], 9'998);
  EXPECT_EQ(said["rejections"][0]["pointer"], "/kind");
  EXPECT_EQ(said["rejections"][1]["line"], 10'000) << "empty lines count";
  EXPECT_EQ(said["rejections"][2]["code"], "unknown_field");
  EXPECT_TRUE(hits(pay(R"("card":"c-9996")"), "blocklist")) << "from the next event on";
  lines += "{\"kind\":\"card\",\"value\":\"one too many\"}\n";
  EXPECT_EQ(service_->send("POST", "/blocklist/import", lines, kAdminKey, "application/x-ndjson").status, 422);
  restart();
  EXPECT_TRUE(hits(pay(R"("card":"c-17")"), "blocklist"));
  EXPECT_EQ(list("limit=500", 500).front()["source"], "rule");
}

TEST_P(ListsTest, CsvIsReadByItsColumns) {
  start();
  const std::string table =
      "kind,value,list,reason\ncard,4111 1111 1111 1111,block,\"stolen, said 5555555555554444\"\nphone,555-9,allow,\n"
      "phone,,block,\ncard,a\n";
  const auto answer = service_->send("POST", "/blocklist/import", table, kAdminKey, "text/csv");
  ASSERT_EQ(answer.status, 202) << answer.text;
  EXPECT_EQ(answer.json()["accepted"], 2);
  EXPECT_EQ(answer.json()["rejections"][0]["line"], 4);
  EXPECT_EQ(answer.json()["rejections"][1]["line"], 5);
  EXPECT_TRUE(hits(pay(R"("card":"4111111111111111")"), "blocklist"));
  EXPECT_TRUE(hits(scam("555-9"), "allowlist"));
  EXPECT_EQ(list("list=block", 1)[0]["reason"], "stolen, said ************4444");
  EXPECT_EQ(service_->send("POST", "/blocklist/import", "kind,cvv\ncard,1\n", kAdminKey, "text/csv").status, 422);
  EXPECT_EQ(service_->send("POST", "/blocklist/import", "", kPublicKey, "text/csv").status, 403);
}

TEST_P(ListsTest, APurgedDecisionIsGoneNotUnknown) {
  start();
  const std::string old = pay(R"("card":"a")")["id"];
  rows("limit=1", 1);
  auto database = store::open_database(database_.empty() ? "sqlite://" + dir_.file("data") + "/shrike.db" : database_);
  ASSERT_TRUE(database.ok());
  const TimeUs now_us = SystemClock().now_us() + kSecondUs;
  ASSERT_TRUE(store::purge(**database, store::Retained::transactions, now_us, now_us, 500).ok());
  EXPECT_EQ(service_->get("/decisions/" + old).status, 410);
  EXPECT_EQ(service_->get("/decisions/" + old + "/replay").status, 410);
  EXPECT_EQ(service_->post("/decisions/" + old + "/label", R"({"label":"fraud"})").status, 404);
  EXPECT_EQ(service_->get("/decisions/dec_zzzzzzzzzzzzz").status, 404);
  EXPECT_NE(service_->get("/metrics").text.find("shrike_retention_purged_rows_total{table=\"audit\"} 0"),
            std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Stores, ListsTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace shrike
