// Cases from an alert to the labels that they leave, through the whole program, on both stores.
#include <fmt/format.h>

#include "service_fixture.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/store/case_changes.hpp"

namespace shrike {
namespace {

using nlohmann::json;
using testing::Answer;
using testing::kAdminKey;
using testing::kPublicKey;
using testing::RunningService;
using testing::ServiceTest;

class CasesTest : public ServiceTest {
 protected:
  /// Every payment gives an alert, so that a test says by itself what it is about.
  void start_alerting() {
    service_.reset();
    service_ = std::make_unique<RunningService>(dir_.file("data"), database_, false, [](app::Config& config) {
      config.alerts.min_level = domain::RiskLevel::low;
      config.monitoring_interval_us = kSecondUs;
    });
  }
  void pay(int number, const std::string& card) {
    const auto paid = service_->post(
        "/analyze",
        fmt::format(
            R"({{"transaction":{{"transaction_id":"t-{}","amount":12.5,"currency":"EUR","card":"{}","terminal_id":"x"}}}})",
            number, card),
        kPublicKey);
    ASSERT_EQ(paid.status, 200) << paid.text;
  }
  json cases(const std::string& query = "") { return service_->get("/cases?" + query).json()["cases"]; }
  /// The only case, once it holds so many decisions.
  json only_case(int decisions) {
    json found;
    EXPECT_TRUE(service_->wait_for([&] {
      found = cases();
      return found.size() == 1 && found[0]["decisions"] == decisions;
    })) << found.dump();
    return found.empty() ? json() : found[0];
  }
  Answer patch(const json& seen, json change, std::string_view key = kAdminKey) {
    change["version"] = seen["version"];
    return service_->send("PATCH", "/cases/" + seen["id"].get<std::string>(), change.dump(), key);
  }
  json detail(const json& seen) { return service_->get("/cases/" + seen["id"].get<std::string>()).json(); }
  std::string make_key(const std::string& role) {
    return service_->post("/keys", fmt::format(R"({{"role":"{}"}})", role)).json()["key"];
  }
};

TEST_P(CasesTest, AnAlertOpensOneAndClosingItLabelsItsDecisions) {
  start_alerting();
  pay(1, "tok_a");
  pay(2, "tok_a");
  const json seen = only_case(2);
  EXPECT_EQ(seen["entity"], (json{{"kind", "card"}, {"id", "tok_a"}}));
  EXPECT_EQ(seen["state"], "open");
  EXPECT_EQ(seen["amounts"], json::parse(R"([{"currency":"EUR","amount":"25.00"}])"));
  EXPECT_TRUE(seen["outcome"].is_null());
  EXPECT_EQ(service_->get("/alerts").json()["data"][0]["case_id"], seen["id"]);
  const auto taken = patch(seen, {{"assigned_to", "me"}, {"state", "investigating"}, {"note", "4111 1111 1111 1111?"}});
  ASSERT_EQ(taken.status, 200) << taken.text;
  EXPECT_EQ(taken.json()["state"], "investigating");
  EXPECT_EQ(cases("assigned_to=me").size(), 1U);
  EXPECT_EQ(cases("assigned_to=unassigned").size(), 0U);
  EXPECT_EQ(cases("entity=card:tok_a").size(), 1U);
  EXPECT_EQ(cases("entity=customer:tok_a").size(), 0U);
  EXPECT_EQ(service_->get("/alerts").json()["data"][0]["state"], "acknowledged");
  const auto closed = patch(taken.json(), {{"outcome", "confirmed_fraud"}, {"note", "the owner called"}});
  ASSERT_EQ(closed.status, 200) << closed.text;
  EXPECT_EQ(closed.json()["state"], "closed");
  EXPECT_TRUE(cases().empty());
  EXPECT_EQ(service_->get("/alerts").json()["data"][0]["state"], "resolved");
  ASSERT_TRUE(service_->wait_for([&] {
    const json found = detail(seen);
    return found["items"][0]["labels"].size() == 1 && found["items"][1]["labels"].size() == 1;
  })) << detail(seen).dump();
  const json found = detail(seen);
  EXPECT_EQ(found["items"][0]["labels"][0]["label"], "fraud");
  EXPECT_EQ(found["items"][0]["labels"][0]["source"], "case");
  EXPECT_EQ(found["items"][0]["decision"]["label"], "fraud");
  EXPECT_EQ(found["notes"].size(), 2U);
  EXPECT_EQ(found["notes"][0]["text"].get<std::string>().find("4111 1111"), std::string::npos) << found["notes"].dump();
  EXPECT_EQ(found["history"][0]["what"], "closed");
  ASSERT_TRUE(service_->wait_for([&] { return detail(seen)["labels_due"] == false; }));
  const json quality = service_->get("/quality?days=1").json();
  EXPECT_EQ(quality["total"]["alerted"], 2);
  EXPECT_EQ(quality["total"]["fraud"], 2);
  EXPECT_EQ(quality["total"]["precision"], 1.0);
  ASSERT_EQ(quality["models"].size(), 1U);
  EXPECT_EQ(quality["models"][0]["alerted"], 2);
  EXPECT_EQ(service_->get("/quality?days=0").status, 422);
  // Monitoring looks at whole days of event time and counts what labels say.
  ASSERT_TRUE(service_->wait_for([&] {
    const json days = service_->get("/monitoring?days=90").json()["days"];
    std::uint64_t frauds = 0;
    for (const auto& day : days) frauds += day["frauds"].get<std::uint64_t>();
    return frauds == 2;
  })) << service_->get("/monitoring?days=90").text;
  pay(3, "tok_a");
  EXPECT_NE(only_case(1)["id"], seen["id"]) << "a later alert opens a new case";
}

TEST_P(CasesTest, TwoAnalystsDoNotOverwriteEachOther) {
  start_alerting();
  pay(1, "tok_a");
  const json seen = only_case(1);
  const std::string anna = make_key("analyst");
  const std::string bert = make_key("analyst");
  const auto first = patch(seen, {{"note", "mine"}}, anna);
  ASSERT_EQ(first.status, 200) << first.text;
  const auto second = patch(seen, {{"outcome", "false_positive"}}, bert);
  ASSERT_EQ(second.status, 409);
  EXPECT_EQ(second.json()["version"], first.json()["version"]);
  EXPECT_EQ(second.json()["changed_by"], first.json()["changed_by"]);
  EXPECT_FALSE(second.json()["changed_by"].is_null());
  pay(2, "tok_a");
  only_case(2);
  const auto late = patch(first.json(), {{"outcome", "false_positive"}}, bert);
  EXPECT_EQ(late.status, 409) << "a new alert has joined";
  EXPECT_TRUE(late.json()["changed_by"].is_null());
  EXPECT_EQ(patch(only_case(2), {{"outcome", "false_positive"}}, bert).status, 200);
  const auto after = patch(detail(seen), {{"assigned_to", "me"}}, anna);
  EXPECT_EQ(after.status, 409) << "it is closed";
  EXPECT_EQ(patch(detail(seen), {{"note", "one more word"}}, anna).status, 200);
  // Acts and refusals are in the audit chain, the outcomes a moment later.
  const auto outcomes = [&](const char* outcome) {
    const json rows = service_->get("/audit?action=case.change&limit=100").json()["data"];
    std::size_t count = 0;
    for (const auto& row : rows) count += row["outcome"] == outcome && row["object"] == seen["id"] ? 1 : 0;
    return count;
  };
  EXPECT_TRUE(service_->wait_for([&] { return outcomes("done") == 3 && outcomes("refused") == 3; }))
      << service_->get("/audit?action=case.change").text;
}

TEST_P(CasesTest, SnoozedOnesComeBackWithANewAlert) {
  start_alerting();
  pay(1, "tok_a");
  const std::string soon = format_time(SystemClock().now_us() + kHourUs);
  ASSERT_EQ(patch(only_case(1), {{"snoozed_until", soon}}).status, 200);
  EXPECT_TRUE(cases().empty());
  ASSERT_EQ(cases("state=snoozed").size(), 1U);
  EXPECT_EQ(cases("state=snoozed")[0]["snoozed_until"], soon);
  EXPECT_EQ(service_->get("/cases").json()["counts"]["snoozed"], 1);
  pay(2, "tok_a");
  EXPECT_TRUE(only_case(2)["snoozed_until"].is_null());
}

TEST_P(CasesTest, NonsenseIsRefusedAndChangesNothing) {
  start_alerting();
  pay(1, "tok_a");
  const json seen = only_case(1);
  const std::string path = "/cases/" + seen["id"].get<std::string>();
  const auto far = format_time(SystemClock().now_us() + 91 * kDayUs);
  const std::vector<std::pair<std::string, std::string>> bad{
      {R"({"note":"x"})", "/version"},
      {R"({"version":"1","note":"x"})", "/version"},
      {R"({"version":1.5,"note":"x"})", "/version"},
      {R"({"version":0,"note":"x"})", "/version"},
      {R"({"version":1})", ""},
      {R"({"version":1,"note":""})", "/note"},
      {R"({"version":1,"note":" \n"})", "/note"},
      {R"({"version":1,"note":7})", "/note"},
      {fmt::format(R"({{"version":1,"note":"{}"}})", std::string(2001, 'x')), "/note"},
      {R"({"version":1,"assigned_to":"nobody-here"})", "/assigned_to"},
      {R"({"version":1,"assigned_to":""})", "/assigned_to"},
      {R"({"version":1,"assigned_to":7})", "/assigned_to"},
      {R"({"version":1,"snoozed_until":"2020-01-01T00:00:00Z"})", "/snoozed_until"},
      {R"({"version":1,"snoozed_until":"soon"})", "/snoozed_until"},
      {fmt::format(R"({{"version":1,"snoozed_until":"{}"}})", far), "/snoozed_until"},
      {R"({"version":1,"outcome":"unclear"})", "/outcome"},
      {R"({"version":1,"outcome":null})", "/outcome"},
      {R"({"version":1,"state":"closed"})", "/state"},
      {R"({"version":1,"state":"investigating","outcome":"inconclusive"})", "/state"},
      {R"({"version":1,"boost":true})", "/boost"}};
  for (const auto& [body, pointer] : bad) {
    const auto answer = service_->send("PATCH", path, body, kAdminKey);
    EXPECT_EQ(answer.status, 422) << body << " " << answer.text;
    EXPECT_EQ(answer.json()["errors"][0]["pointer"], pointer) << body;
  }
  EXPECT_EQ(service_->send("PATCH", path, "{", kAdminKey).status, 400);
  EXPECT_EQ(service_->get("/cases/c-99999").status, 404);
  EXPECT_EQ(service_->get("/cases/12").status, 404);
  for (const char* query :
       {"state=odd", "entity=tok_a", "entity=card:", "entity=odd:x", "decision=c-1", "limit=0", "cursor=zz"})
    EXPECT_EQ(service_->get(std::string("/cases?") + query).status, 422) << query;
  EXPECT_EQ(detail(seen)["version"], seen["version"]);
  ASSERT_EQ(service_->post("/users", R"({"name":"vera","role":"viewer","password":"correct horse battery"})").status,
            201);
  ASSERT_EQ(service_->post("/users", R"({"name":"anna","role":"analyst","password":"correct horse battery"})").status,
            201);
  EXPECT_EQ(patch(seen, {{"assigned_to", "vera"}}).status, 422) << "a viewer cannot work on it";
  EXPECT_EQ(patch(seen, {{"assigned_to", "anna"}}).status, 200);
  EXPECT_EQ(detail(seen)["assignees"], json({"anna"}));
}

TEST_P(CasesTest, LabelsThatARestartCutOffAreSentAfterIt) {
  start_alerting();
  for (int number = 1; number <= 300; ++number) pay(number, "tok_a");
  const json seen = only_case(300);
  // The case is closed in the store by somebody whose program ended before it sent a label.
  service_.reset();
  {
    auto database =
        store::open_database(database_.empty() ? "sqlite://" + dir_.file("data") + "/shrike.db" : database_);
    ASSERT_TRUE(database.ok());
    store::CaseChange change;
    change.tenant = "default";
    change.number = *store::number_of_case_id(seen["id"].get<std::string>());
    change.version = seen["version"];
    change.by = "anna";
    change.at_us = SystemClock().now_us();
    change.outcome = "false_positive";
    ASSERT_TRUE(store::change_case(**database, change, {})->done);
  }
  start_alerting();
  ASSERT_TRUE(service_->wait_for([&] { return detail(seen)["labels_due"] == false; }));
  ASSERT_TRUE(service_->wait_for([&] { return service_->get("/quality").json()["total"]["legitimate"] == 300; }));
  const json items = detail(seen)["items"];
  ASSERT_EQ(items.size(), 100U);
  for (const auto& item : items) {
    ASSERT_EQ(item["labels"].size(), 1U);
    EXPECT_EQ(item["labels"][0]["label"], "legitimate");
  }
  service_.reset();
  start_alerting();
  EXPECT_EQ(service_->get("/quality").json()["total"]["legitimate"], 300);
}

TEST_P(CasesTest, LabelsWaitWhileTheSystemIsStopped) {
  start_alerting();
  pay(1, "tok_a");
  const json seen = only_case(1);
  ASSERT_EQ(service_->post("/stream/stop", "{}").status, 200);
  ASSERT_EQ(patch(seen, {{"outcome", "confirmed_fraud"}}).status, 200);
  EXPECT_EQ(detail(seen)["labels_due"], true);
  EXPECT_EQ(service_->get("/quality").json()["total"]["unlabelled"], 1);
  ASSERT_EQ(service_->post("/stream/start", "{}").status, 200);
  ASSERT_TRUE(service_->wait_for([&] { return detail(seen)["labels_due"] == false; }));
  EXPECT_TRUE(service_->wait_for([&] { return service_->get("/quality").json()["total"]["fraud"] == 1; }));
}

INSTANTIATE_TEST_SUITE_P(Stores, CasesTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& row) { return std::string(row.param); });

}  // namespace
}  // namespace shrike
