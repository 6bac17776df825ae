// What a tenant sets for itself, through the running program on both stores.
#include <fmt/core.h>

#include "service_fixture.hpp"

namespace shrike {
namespace {

using testing::kAdminKey;
using testing::ServiceTest;

class SettingsTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    start();
    theirs_ = service_->post("/tenants", R"({"id":"globex"})").json()["key"]["key"];
  }
  testing::Answer put(const std::string& settings, std::string_view key = kAdminKey) {
    return service_->send("PUT", "/settings", fmt::format(R"({{"settings":{}}})", settings), key);
  }
  nlohmann::json setting(const std::string& name, std::string_view key = kAdminKey) {
    const auto all = service_->get("/settings", key).json();
    for (const auto& row : all["settings"])
      if (row["key"] == name) return row;
    return {};
  }
  nlohmann::json pay(int number, std::string_view key = kAdminKey) {
    const std::string body =
        fmt::format(R"({{"transaction":{{"transaction_id":"t-{}","amount":12,"card":"tok_{}"}}}})", number, number);
    return service_->post("/analyze", body, key).json();
  }
  std::string theirs_;
};

TEST_P(SettingsTest, TheyAreOfOneTenantCountFromTheNextEventAndSurvive) {
  const auto level = setting("decision.high_from");
  EXPECT_EQ(level["value"], 60);
  EXPECT_EQ(level["source"], "file");
  EXPECT_EQ(level["type"], "integer");
  EXPECT_EQ(level["max"], 100);
  EXPECT_EQ(setting("decision.block_on_critical")["value"], true);
  EXPECT_EQ(setting("alerts.min_level")["choices"].size(), 4U);
  ASSERT_EQ(put(R"({"decision.low_outcome":"review","default_currency":"CHF","decision.high_from":70})").status, 202);
  EXPECT_EQ(setting("decision.high_from")["value"], 70) << "at once";
  EXPECT_EQ(setting("decision.high_from")["default"], 60);
  EXPECT_EQ(setting("decision.high_from")["source"], "tenant");
  EXPECT_EQ(setting("decision.high_from", theirs_)["source"], "file");
  EXPECT_EQ(pay(1)["outcome"], "review");
  EXPECT_EQ(pay(1, theirs_)["outcome"], "approve");
  const auto stored = rows("outcome=review", 1);
  EXPECT_EQ(stored[0]["currency"], "CHF");
  const std::string newest = "/decisions/" + stored[0]["id"].get<std::string>();
  EXPECT_FALSE(service_->get(newest).json()["settings"].empty()) << "what was set then is told with the decision";
  const auto replay = service_->get(newest + "/replay").json();
  EXPECT_EQ(replay["identical"], true) << replay.dump();
  restart();
  EXPECT_EQ(setting("decision.high_from")["value"], 70);
  EXPECT_EQ(pay(2)["outcome"], "review");
  ASSERT_EQ(put(R"({"decision.low_outcome":null})").status, 202);
  EXPECT_EQ(pay(3)["outcome"], "approve");
  const auto audit = service_->get("/audit?action=settings.change").json()["data"];
  EXPECT_EQ(audit[0]["object"], "decision.low_outcome") << audit.dump();
}

TEST_P(SettingsTest, HowLongThingsAreKeptIsToldAndNotSet) {
  service_.reset();
  service_ = std::make_unique<testing::RunningService>(
      dir_.file("data"), database_, false, [](app::Config& config) { config.retention.messages_days = 90; });
  std::map<std::string, int> days;
  const auto all = service_->get("/settings", theirs_).json();
  for (const auto& row : all["retention"]) {
    EXPECT_FALSE(row["doc"].get<std::string>().empty());
    days[row["key"]] = row["days"];
  }
  EXPECT_EQ(days, (std::map<std::string, int>{{"retention.decisions_days", 730},
                                              {"retention.messages_days", 90},
                                              {"retention.labels_days", 730},
                                              {"retention.alerts_days", 730},
                                              {"retention.audit_days", 0}}));
  EXPECT_EQ(put(R"({"retention.messages_days":1})").status, 422);
}

TEST_P(SettingsTest, AllOrNothingWithThePlaceOfWhatIsWrong) {
  const auto pointer = [this](const std::string& settings) {
    const auto answer = put(settings);
    EXPECT_EQ(answer.status, 422) << settings << answer.text;
    return answer.json()["errors"][0]["pointer"].get<std::string>();
  };
  EXPECT_EQ(pointer(R"({"decision.low_outcome":"review","decision.high_from":0})"), "/settings/decision.high_from");
  EXPECT_EQ(pointer(R"({"decision.high_from":"70"})"), "/settings/decision.high_from");
  EXPECT_EQ(pointer(R"({"no/such~one":1})"), "/settings/no~1such~0one");
  EXPECT_EQ(pointer(R"({"decision.medium_from":80})"), "/settings/decision.high_from") << "levels rise";
  EXPECT_EQ(pointer(R"({"decision.critical_from":10})"), "/settings/decision.critical_from");
  EXPECT_EQ(pointer(R"({"default_currency":"francs"})"), "/settings/default_currency");
  EXPECT_EQ(pointer(R"({"access.allowed_addresses":"10.0.0.0/8"})"), "/settings/access.allowed_addresses")
      << "nobody shuts himself out";
  EXPECT_EQ(pointer("{}"), "/settings");
  EXPECT_EQ(put(R"({"default_currency":"EUR","default_currency":"CHF"})").status, 400);
  EXPECT_EQ(setting("decision.low_outcome")["source"], "file");
  EXPECT_EQ(put(R"({"decision.medium_from":65,"decision.high_from":70})").status, 202) << "together they rise";
}

TEST_P(SettingsTest, AddressesKeepATenantsKeysOut) {
  ASSERT_EQ(put(R"({"access.allowed_addresses":"127.0.0.1"})", theirs_).status, 202);
  EXPECT_EQ(service_->get("/info", theirs_).status, 200);
  service_.reset();
  service_ = std::make_unique<testing::RunningService>(dir_.file("data"), database_, false, [](app::Config& config) {
    config.gate.trusted_proxies = access::AddressList::parse("127.0.0.1").value();
  });
  const auto from = [this](const std::string& address, std::string_view key) {
    return service_->send("GET", "/info", "", key, "", "X-Forwarded-For: " + address + "\r\n").status;
  };
  EXPECT_EQ(from("203.0.113.7", theirs_), 403);
  EXPECT_EQ(from("203.0.113.7", kAdminKey), 200) << "of another tenant";
  EXPECT_EQ(service_->get("/info", theirs_).status, 200);
}

TEST_P(SettingsTest, ADashboardFromAnAddressThatIsNoLongerAllowedIsClosed) {
  service_.reset();
  service_ = std::make_unique<testing::RunningService>(dir_.file("data"), database_, false, [](app::Config& config) {
    config.gate.trusted_proxies = access::AddressList::parse("127.0.0.1").value();
  });
  testing::RawWebSocket inside(service_->port());
  testing::RawWebSocket outside(service_->port());
  const auto headers = [this](const char* address) {
    return fmt::format("X-API-KEY: {}\r\nX-Forwarded-For: {}\r\n", theirs_, address);
  };
  ASSERT_EQ(inside.connect("/ws/dashboard", headers("203.0.113.1")), 101);
  ASSERT_EQ(outside.connect("/ws/dashboard", headers("198.51.100.7")), 101);
  ASSERT_EQ(put(R"({"access.allowed_addresses":"127.0.0.1, 203.0.113.0/24"})", theirs_).status, 202);
  EXPECT_EQ(outside.read_close_code(), 4403);
  const auto frame = inside.read_frame();
  ASSERT_TRUE(frame) << "this one goes on";
}

TEST_P(SettingsTest, RowsOfARetrainingAreOfTheTenantsCurrencyToo) {
  ASSERT_EQ(put(R"({"default_currency":"JPY"})", theirs_).status, 202);
  const auto pointer = [this](std::string_view key, const std::string& currency) {
    const std::string body = R"({"transactions":[{"transaction_id":"t","card":"tok_1","amount":"12.34",)" + currency +
                             R"("is_fraud":true}]})";
    const auto answer = service_->post("/retrain", body, key).json();
    return answer.contains("errors") && !answer["errors"].empty() ? answer["errors"][0]["pointer"].get<std::string>()
                                                                  : std::string();
  };
  EXPECT_EQ(pointer(theirs_, ""), "/transactions/0/amount") << "a yen has no hundredths";
  EXPECT_NE(pointer(theirs_, R"("currency":"EUR",)"), "/transactions/0/amount") << "what a row names counts";
  EXPECT_NE(pointer(kAdminKey, ""), "/transactions/0/amount") << "the operator's stay";
}

TEST_P(SettingsTest, AlertsAreRaisedFromTheTenantsLevelOn) {
  ASSERT_EQ(put(R"({"alerts.min_level":"Low"})", theirs_).status, 202);
  EXPECT_EQ(pay(1, theirs_)["risk_level"], "Low");
  EXPECT_EQ(pay(1)["risk_level"], "Low");
  ASSERT_TRUE(service_->wait_for([this] { return !service_->get("/alerts", theirs_).json()["data"].empty(); }));
  EXPECT_TRUE(service_->get("/alerts").json()["data"].empty());
}

TEST_P(SettingsTest, PointsOfRulesAreTheTenantsOwnAndEachDecisionReplaysUnderItsOwn) {
  const auto scam = [this](int number, std::string_view key) {
    const std::string body = fmt::format(
        R"({{"message_content":"URGENT! Bank suspended. Verify or legal action!","phone_number":"555-{}"}})", number);
    return service_->post("/analyze", body, key).json();
  };
  const auto has_rule = [](const nlohmann::json& decision) {
    return decision["rules"].dump().find("account_pressure") != std::string::npos;
  };
  EXPECT_EQ(setting("rules.account_pressure.points")["value"], 20);
  const auto before = scam(1, theirs_);
  ASSERT_TRUE(has_rule(before)) << before.dump();
  EXPECT_EQ(put(R"({"rules.account_pressure.points":101})", theirs_).status, 422);
  ASSERT_EQ(put(R"({"rules.account_pressure.points":0})", theirs_).status, 202);
  const auto after = scam(2, theirs_);
  EXPECT_FALSE(has_rule(after)) << after.dump();
  EXPECT_LT(after["risk_score"], before["risk_score"]);
  EXPECT_TRUE(has_rule(scam(3, kAdminKey))) << "the operator's stay";
  EXPECT_EQ(setting("rules.account_pressure.points")["value"], 20);
  for (const auto& decision : {before, after}) {
    const std::string id = decision["id"];
    ASSERT_TRUE(service_->wait_for([&] { return service_->get("/decisions/" + id, theirs_).status == 200; }));
    const auto replay = service_->get("/decisions/" + id + "/replay", theirs_).json();
    EXPECT_EQ(replay["identical"], true) << replay.dump();
  }
}

TEST_P(SettingsTest, AnAnswerTellsWhatIsLeftOfTheLimits) {
  EXPECT_EQ(service_->get("/info").head.find("RateLimit-"), std::string::npos) << "there is no limit";
  service_.reset();
  service_ = std::make_unique<testing::RunningService>(dir_.file("data"), database_, false,
                                                       [](app::Config& config) { config.gate.rates.per_tenant = 500; });
  const auto answer = service_->get("/settings");
  EXPECT_NE(answer.head.find("RateLimit-Limit: 1000\r\n"), std::string::npos) << answer.head;
  EXPECT_NE(answer.head.find("RateLimit-Remaining: "), std::string::npos);
  EXPECT_NE(service_->get("/nothing").head.find("404"), std::string::npos);
  EXPECT_NE(put("{}").head.find("RateLimit-Limit: 1000\r\n"), std::string::npos) << "a refusal too";
}

INSTANTIATE_TEST_SUITE_P(Stores, SettingsTest, ::testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace shrike
