// Who did what: the audit chain as the running program writes it, on both stores.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include "service_fixture.hpp"
#include "shrike/access/access.hpp"
#include "shrike/access/audit_verifier.hpp"

namespace shrike {
namespace {

using testing::kAdminKey;
using testing::kPublicKey;
using testing::ServiceTest;

class AuditTest : public ServiceTest {
 protected:
  nlohmann::json audit(const std::string& query) { return service_->get("/audit?" + query).json()["data"]; }
  std::unique_ptr<store::Database> open() {
    auto database =
        store::open_database(database_.empty() ? "sqlite://" + dir_.file("data") + "/shrike.db" : database_);
    return database ? std::move(*database) : nullptr;
  }
  std::string make_key(access::Role role) {
    const auto key = access::make_key(role, "default", "", SystemClock().now_us(), 0);
    EXPECT_TRUE(store::insert_api_key(*open(), key.row).ok());
    EXPECT_TRUE(service_->wait_for([&] {
      return service_->get("/ready", key.text).status == 200 && service_->get("/info", key.text).status != 401;
    }));
    return key.text;
  }
};

TEST_P(AuditTest, AnActHasItsIntentAndItsOutcome) {
  start();
  EXPECT_EQ(service_->post("/blocklist", R"({"kind":"card","value":"4111111111111111","reason":"stolen"})").status,
            202);
  EXPECT_EQ(service_->post("/blocklist", R"({"kind":"nonsense","value":"x"})").status, 422);
  const auto rows = audit("action=blocklist.add");
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(rows[3]["outcome"], "begun");
  EXPECT_EQ(rows[3]["actor"], "SHRIKE_ADMIN_KEY");
  EXPECT_EQ(rows[3]["role"], "admin");
  EXPECT_EQ(rows[3]["address"], "127.0.0.1");
  const auto detail = nlohmann::json::parse(rows[3]["detail"].get<std::string>());
  EXPECT_EQ(detail["value"], "…1111") << "no card number";
  EXPECT_FALSE(detail.contains("reason")) << "what is written about a person may have to be erased";
  EXPECT_EQ(rows[2]["outcome"], "done");
  EXPECT_EQ(nlohmann::json::parse(rows[2]["detail"].get<std::string>())["begun"], rows[3]["seq"]);
  EXPECT_EQ(rows[0]["outcome"], "refused");
  EXPECT_EQ(audit("action=audit.read").size(), 2U) << "reading it is recorded too, before the answer";
}

TEST_P(AuditTest, SignInsAndDenialsAreThereAndRepeatedOnesAreCounted) {
  start();
  EXPECT_EQ(service_->post("/session", R"({"key":"not-a-key-of-ours"})", "").status, 401);
  EXPECT_EQ(service_->post("/session", fmt::format(R"({{"key":"{}"}})", kAdminKey), "").status, 200);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(service_->get("/decisions", "wrong-key-wrong-key").status, 401);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(service_->get("/audit", kPublicKey).status, 403);
  const auto sign_ins = audit("action=session.open");
  ASSERT_EQ(sign_ins.size(), 2U);
  EXPECT_EQ(sign_ins[1]["outcome"], "denied");
  EXPECT_EQ(sign_ins[0]["outcome"], "done");
  EXPECT_EQ(sign_ins[0]["actor"], "SHRIKE_ADMIN_KEY");
  const auto denials = audit("action=denied");
  ASSERT_EQ(denials.size(), 2U) << denials.dump();
  EXPECT_EQ(denials[1]["object"], "GET /decisions");
  EXPECT_EQ(denials[0]["object"], "GET /audit");
  EXPECT_EQ(denials[0]["actor"], "SHRIKE_PUBLIC_KEY");
}

TEST_P(AuditTest, AnAuditorReadsAllAndChangesNothing) {
  start();
  const std::string key = make_key(access::Role::auditor);
  for (const char* path : {"/audit", "/audit/verify", "/decisions", "/blocklist", "/alerts", "/models", "/stream"})
    EXPECT_EQ(service_->get(path, key).status, 200) << path;
  EXPECT_EQ(service_->post("/blocklist", R"({"kind":"phone","value":"555"})", key).status, 403);
  EXPECT_EQ(service_->post("/analyze", R"({"transaction":{"amount":1}})", key).status, 403);
  EXPECT_EQ(service_->get("/audit", make_key(access::Role::analyst)).status, 403);
}

TEST_P(AuditTest, VerifyAndExportGiveTheSameChain) {
  start();
  service_->post("/stream/generator", R"({"rate":5})");
  const auto report = service_->get("/audit/verify").json();
  EXPECT_EQ(report["intact"], true) << report.dump();
  const std::string anchor = report["anchor"];
  EXPECT_EQ(service_->get("/audit/verify?anchor=" + anchor).json()["intact"], true);
  EXPECT_EQ(service_->get("/audit/verify?anchor=1:zz").status, 422);
  const auto lines = service_->get("/audit?format=ndjson&limit=2");
  EXPECT_EQ(std::ranges::count(lines.text, '\n'), 2);
  EXPECT_NE(lines.head.find("X-Next-Cursor"), std::string::npos);
  EXPECT_EQ(service_->get("/audit?from=yesterday").status, 422);
  EXPECT_EQ(service_->get("/audit?format=xml").status, 422);
  auto database = open();
  const auto offline = access::AuditVerifier(*access::parse_anchor(anchor)).run(*database);
  ASSERT_TRUE(offline.ok());
  EXPECT_TRUE(offline->intact) << offline->words;
}

TEST_P(AuditTest, WithoutARecordAdministrationIsRefusedAndDecisionsGoOn) {
  start();
  auto database = open();
  ASSERT_TRUE(database->script("ALTER TABLE audit_head RENAME TO audit_head_away").ok());
  const auto refused = service_->post("/blocklist", R"({"kind":"phone","value":"555-9"})");
  EXPECT_EQ(refused.status, 503) << refused.text;
  EXPECT_NE(refused.head.find("Retry-After"), std::string::npos);
  EXPECT_EQ(service_->post("/analyze", R"({"transaction":{"amount":1}})", kPublicKey).status, 200);
  EXPECT_EQ(service_->post("/transactions", R"([{"amount":1}])", kPublicKey).status, 202);
  const auto health = service_->get("/health");
  EXPECT_EQ(health.status, 200);
  const auto audit_health = [&] {
    const auto parts = service_->get("/health").json()["components"];
    for (const auto& part : parts)
      if (part["name"] == "audit") return part["status"].get<std::string>();
    return std::string();
  };
  EXPECT_EQ(audit_health(), "degraded");
  ASSERT_TRUE(database->script("ALTER TABLE audit_head_away RENAME TO audit_head").ok());
  EXPECT_TRUE(service_->wait_for([&] { return audit_health() == "ok"; }));
  EXPECT_EQ(service_->get("/blocklist").json()["data"].size(), 0U) << "the refused act was not carried out";
  EXPECT_EQ(service_->post("/blocklist", R"({"kind":"phone","value":"555-9"})").status, 202);
}

INSTANTIATE_TEST_SUITE_P(EveryStore, AuditTest, ::testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace shrike
