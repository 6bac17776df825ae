// The whole program, driven over HTTP as users do, on both stores.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <set>

#include "service_fixture.hpp"
#include "shrike/api/routes.hpp"
#include "shrike/app/models.hpp"
#include "shrike/app/verify.hpp"
#include "shrike/base/random.hpp"
#include "shrike/base/time_text.hpp"
#include "support/events.hpp"
#include "support/postgres_cluster.hpp"
#include "support/running_service.hpp"
#include "support/temp_dir.hpp"

namespace shrike {
namespace {

using testing::kAdminKey;
using testing::kPublicKey;
using testing::RunningService;
using testing::ServiceTest;

constexpr const char* kScam =
    R"({"message_content":"URGENT! Bank suspended. Verify or legal action!","phone_number":"555-1234","channel":"sms"})";

TEST_P(ServiceTest, TheExampleIsCriticalAndItsSenderIsDeclinedFromThenOn) {
  start();
  const auto scam = service_->post("/analyze", kScam, kPublicKey);
  ASSERT_EQ(scam.status, 200) << scam.text;
  EXPECT_EQ(scam.json()["risk_level"], "Critical");
  EXPECT_EQ(scam.json()["outcome"], "decline");
  EXPECT_EQ(scam.json()["threat_category"], "Financial Scam");
  EXPECT_EQ(scam.json()["primary_reason"], "Contains threatening language");
  EXPECT_EQ(scam.json()["action"], "automatically_blacklisted");
  EXPECT_EQ(scam.json()["phone_number"], "555-1234");
  const auto reply = scam.json();
  double sum = reply["base_log_odds"];
  for (const auto& reason : reply["reasons"]) sum += reason["contribution"].get<double>();
  EXPECT_NEAR(sum, reply["log_odds"].get<double>(), 1e-4);

  const auto next =
      service_->post("/analyze", R"({"message_content":"See you at lunch","phone_number":"555-1234"})", kPublicKey);
  EXPECT_EQ(next.json()["outcome"], "decline");
  EXPECT_EQ(next.json()["rules"][0]["id"], "blocklist");
  EXPECT_TRUE(service_->wait_for([&] { return service_->get("/blocklist").json()["data"].size() == 1; }));
  EXPECT_EQ(service_->get("/blocklist").json()["data"][0]["value"], "555-1234");
  EXPECT_EQ(service_->get("/alerts").json()["data"].size(), 1U) << "one alert, not one per attempt";
}

TEST_P(ServiceTest, WhatWasAcknowledgedIsThereAfterARestart) {
  start();
  service_->post("/analyze", kScam, kPublicKey);
  const auto payment = service_->post(
      "/analyze", R"({"transaction":{"transaction_id":"t-1","amount":"12.50","card":"tok_a"}})", kPublicKey);
  const std::string id = payment.json()["id"];
  restart();
  EXPECT_EQ(rows("limit=10", 2).size(), 2U);
  const auto again = service_->get("/decisions/" + id);
  ASSERT_EQ(again.status, 200);
  EXPECT_EQ(again.json()["amount"], "12.50");
  EXPECT_EQ(again.json()["event_id"], "t-1");
  const auto declined =
      service_->post("/analyze", R"({"message_content":"See you","phone_number":"555-1234"})", kPublicKey);
  EXPECT_EQ(declined.json()["outcome"], "decline") << "the blocklist survives";
  const auto duplicate = service_->post(
      "/analyze", R"({"transaction":{"transaction_id":"t-1","amount":"12.50","card":"tok_a"}})", kPublicKey);
  EXPECT_EQ(duplicate.json()["evaluation"], "duplicate");
  EXPECT_EQ(duplicate.json()["id"], id);
}

TEST_P(ServiceTest, TheDemoGoesOnAfterARestart) {
  const auto decisions = [&] { return service_->get("/stream").json()["stages"][4]["total"].get<std::uint64_t>(); };
  const auto fresh_rows = [&] { return service_->get("/decisions?limit=500").json()["data"].size(); };
  start(true);
  ASSERT_TRUE(service_->wait_for([&] { return decisions() > 50; }));
  service_.reset();
  start(true);
  const auto before = fresh_rows();
  EXPECT_TRUE(service_->wait_for([&] { return fresh_rows() > before + 20; })) << "the generator repeats itself";
}

TEST_P(ServiceTest, DuplicatesGetTheSameDecisionAndConflictsAreRefused) {
  start();
  const std::string body = R"({"transaction":{"transaction_id":"t-9","amount":5}})";
  const auto first = service_->post("/analyze", body, kPublicKey);
  const auto second = service_->post("/analyze", body, kPublicKey);
  EXPECT_EQ(second.json()["evaluation"], "duplicate");
  EXPECT_EQ(second.json()["id"], first.json()["id"]);
  EXPECT_EQ(service_->post("/analyze", R"({"transaction":{"transaction_id":"t-9","amount":6}})", kPublicKey).status,
            409);
  EXPECT_EQ(rows("limit=10", 1).size(), 1U);
}

TEST_P(ServiceTest, BulkCountsAcceptedDuplicateConflictAndRejected) {
  start();
  const std::string lines =
      "{\"transaction_id\":\"a\",\"amount\":1}\n{\"transaction_id\":\"a\",\"amount\":1}\n{\"transaction_id\":\"a\","
      "\"amount\":2}\n{\"amount\":\"x\"}\n";
  const auto answer = service_->send("POST", "/transactions", lines, kPublicKey, "application/x-ndjson");
  ASSERT_EQ(answer.status, 202) << answer.text;
  EXPECT_EQ(answer.json()["accepted"], 1);
  EXPECT_EQ(answer.json()["duplicate"], 1);
  EXPECT_EQ(answer.json()["conflict"], 1);
  EXPECT_EQ(answer.json()["rejected"], 1);
  EXPECT_EQ(answer.json()["rejections"][0]["line"], 4);
}

TEST_P(ServiceTest, PagesHoldEveryDecisionOnceAndFiltersHold) {
  start();
  std::string lines;
  for (int i = 0; i < 120; ++i)
    lines += fmt::format("{{\"transaction_id\":\"t-{}\",\"amount\":{},\"card\":\"tok_{}\"}}\n", i, i + 1, i % 3);
  ASSERT_EQ(service_->send("POST", "/transactions", lines, kPublicKey, "application/x-ndjson").status, 202);
  rows("limit=200", 120);
  std::set<std::string> ids;
  std::string cursor;
  do {
    const auto page = service_->get("/decisions?limit=50" + (cursor.empty() ? "" : "&cursor=" + cursor)).json();
    for (const auto& row : page["data"]) EXPECT_TRUE(ids.insert(row["event_id"]).second);
    cursor = page["next_cursor"].is_null() ? "" : page["next_cursor"].get<std::string>();
  } while (!cursor.empty());
  EXPECT_EQ(ids.size(), 120U);
  EXPECT_EQ(service_->get("/decisions?limit=200&entity=card:tok_1").json()["data"].size(), 40U);
  EXPECT_EQ(service_->get("/decisions?amount_min=100&amount_max=110").json()["data"].size(), 11U);
  EXPECT_EQ(service_->get("/decisions?text=t-119").json()["data"].size(), 1U);
  EXPECT_EQ(service_->get("/decisions?level=Nope").status, 422);
  EXPECT_EQ(service_->get("/decisions?cursor=zz").status, 422);
  EXPECT_EQ(service_->get("/decisions?colour=red").status, 422);
}

TEST_P(ServiceTest, ALabelIsStoredWithItsDecision) {
  start();
  const auto decided = service_->post(
      "/analyze", R"({"transaction":{"transaction_id":"t-1","amount":5,"terminal_id":"term-1"}})", kPublicKey);
  const std::string path = "/decisions/" + decided.json()["id"].get<std::string>();
  rows("limit=1", 1);
  EXPECT_EQ(service_->post(path + "/label", R"({"label":"maybe"})").status, 422);
  EXPECT_EQ(service_->post(path + "/label", R"({"label":"fraud"})").status, 202);
  EXPECT_TRUE(service_->wait_for([&] { return service_->get(path).json()["label"] == "fraud"; }));
  EXPECT_EQ(service_->post("/decisions/dec_0000000000zzz/label", R"({"label":"fraud"})").status, 404);
}

TEST_P(ServiceTest, AChangeOfTheBlocklistAnswersWithItsEntryAndShowsUpInTheList) {
  start();
  const auto added = service_->post("/blocklist", R"({"kind":"card","value":"4111111111111111","reason":"stolen"})");
  ASSERT_EQ(added.status, 202) << added.text;
  const std::string token = added.json()["entry"]["value"];
  EXPECT_TRUE(token.starts_with("tok_") && token.ends_with("1111")) << token;
  EXPECT_EQ(added.json()["entry"]["source"], "analyst");
  const auto declined =
      service_->post("/analyze", R"({"transaction":{"amount":5,"card":"4111 1111 1111 1111"}})", kPublicKey);
  EXPECT_EQ(declined.json()["outcome"], "decline");
  EXPECT_TRUE(service_->wait_for([&] { return service_->get("/blocklist").json()["data"].size() == 1; }));
  const auto removed =
      service_->send("DELETE", "/blocklist", R"({"kind":"card","value":"4111111111111111"})", kAdminKey);
  ASSERT_EQ(removed.status, 202) << removed.text;
  EXPECT_EQ(removed.json()["entry"]["value"], token);
  EXPECT_TRUE(service_->wait_for([&] { return service_->get("/blocklist").json()["data"].empty(); }));
}

TEST_P(ServiceTest, APastDecisionIsReplayedToTheByteAlsoAfterARestart) {
  start();
  std::vector<std::string> ids;
  for (const char* body : {kScam, R"({"message_content":"See you at lunch","phone_number":"555-1234"})",
                           R"({"transaction":{"amount":"950.00","card":"tok_a","terminal_id":"t","channel":"online"}})",
                           R"({"transaction":{"amount":"9.50","card":"tok_a","terminal_id":"t"}})"}) {
    ids.push_back(service_->post("/analyze", body, kPublicKey).json()["id"]);
  }
  rows("limit=10", ids.size());
  for (const bool restarted : {false, true}) {
    if (restarted) restart();
    for (const std::string& id : ids) {
      const auto again = service_->get("/decisions/" + id + "/replay");
      ASSERT_EQ(again.status, 200) << again.text;
      EXPECT_EQ(again.json()["identical"], true) << again.text;
      EXPECT_EQ(again.json()["decision"]["reasons"], service_->get("/decisions/" + id).json()["reasons"]);
    }
  }
  EXPECT_EQ(service_->get("/decisions/dec_0000000000zzz/replay").status, 404);
  const std::string url = database_.empty() ? "sqlite://" + dir_.file("data") + "/shrike.db" : database_;
  const auto database = store::open_database(url, {.read_only = true});
  ASSERT_TRUE(database.ok());
  const auto models = app::load_models("", "");
  const auto all = app::verify(**database, {}, *models);
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(all->decisions, ids.size());
  EXPECT_EQ(all->different, 0U) << app::verification_text(*all);
  app::Config other;
  other.engine.policy.critical_from = 99;
  other.engine.policy.outcome_of_level[0] = domain::Outcome::review;
  EXPECT_GT(app::verify(**database, other, *models)->different, 0U) << "another policy must show";
}

INSTANTIATE_TEST_SUITE_P(Stores, ServiceTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& store) { return std::string(store.param); });

class OneServiceTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    dir_ = new test::TempDir;
    service_ = new RunningService(dir_->file("data"));
  }
  static void TearDownTestSuite() {
    delete service_;
    delete dir_;
  }
  static test::TempDir* dir_;
  static RunningService* service_;
};
test::TempDir* OneServiceTest::dir_ = nullptr;
RunningService* OneServiceTest::service_ = nullptr;

std::string filled(std::string_view path) {
  std::string out(path);
  for (std::size_t open = out.find('{'); open != std::string::npos; open = out.find('{'))
    out.replace(open, out.find('}') - open + 1, "x");
  return out;
}

std::string word_of(server::Method method) { return std::string(to_string(method)); }

TEST_F(OneServiceTest, EveryRouteAsksForItsRole) {
  for (const auto& row : api::routes()) {
    const bool open = row.least == access::Role::none;
    const auto anonymous = service_->send(word_of(row.method), filled(row.path), "", "");
    EXPECT_EQ(anonymous.status == 401, !open && row.endpoint != api::Endpoint::session_open)
        << row.path << " " << anonymous.status;
    const auto wrong = service_->send(word_of(row.method), filled(row.path), "", "no-such-key-at-all");
    EXPECT_EQ(wrong.status == 401, !open && row.endpoint != api::Endpoint::session_open)
        << row.path << " " << wrong.status;
    const auto ingest = service_->send(word_of(row.method), filled(row.path), "", kPublicKey);
    const bool refused = !access::allows(access::Role::ingest, row.least, access::Manner::changes);
    const bool for_people = row.path == "/session/totp" || row.path == "/session/password";  // a key has neither
    EXPECT_EQ(ingest.status == 403, refused || for_people) << row.path << " " << ingest.status;
  }
}

TEST_F(OneServiceTest, BadInputGetsItsStatusAndNamesTheField) {
  struct Row {
    const char* body;
    const char* type;
    int status;
    const char* part;
  };
  const std::string big = "{\"message_content\":\"" + std::string(100'000, 'x') + "\"}";
  for (const Row& row :
       {Row{"{", "application/json", 400, "JSON"},
        Row{R"({"transaction":{"amount":-1}})", "application/json", 422, "/transaction/amount"},
        Row{R"({"transaction":{"amount":1,"amount":2}})", "application/json", 400, "duplicate_key"},
        Row{R"({"message_content":"a"})", "text/plain", 415, ""}, Row{big.c_str(), "application/json", 413, ""}}) {
    const auto answer = service_->send("POST", "/analyze", row.body, kPublicKey, row.type);
    EXPECT_EQ(answer.status, row.status) << answer.text;
    EXPECT_NE(answer.text.find(row.part), std::string::npos) << answer.text;
    EXPECT_NE(answer.head.find("application/problem+json"), std::string::npos);
  }
  EXPECT_EQ(service_->get("/no/such/path").status, 404);
  EXPECT_EQ(service_->send("DELETE", "/analyze", "", kPublicKey).status, 405);
  EXPECT_EQ(service_->get("/decisions/nonsense").status, 404);
}

TEST_F(OneServiceTest, StreamControlsWorkAndRefuseNonsense) {
  EXPECT_EQ(service_->send("PUT", "/stream/generator", R"({"rate":0})", kAdminKey).status, 422);
  EXPECT_EQ(service_->send("PUT", "/stream/generator", R"({"rate":"fast"})", kAdminKey).status, 422);
  EXPECT_EQ(service_->send("PUT", "/stream/generator", R"({})", kAdminKey).status, 422);
  EXPECT_EQ(service_->get("/stream").json()["stages"][0]["state"], "idle") << "nothing was generated yet";
  const auto started = service_->send("PUT", "/stream/generator", R"({"rate":2000,"running":true})", kAdminKey);
  ASSERT_EQ(started.status, 200) << started.text;
  EXPECT_EQ(started.json()["generator"]["rate"], 2000);
  const auto total = [&] { return service_->get("/stream").json()["stages"][4]["total"].get<std::uint64_t>(); };
  EXPECT_TRUE(service_->wait_for([&] { return total() > 500; }));
  EXPECT_TRUE(service_->wait_for([&] { return service_->get("/stream").json()["stages"][4]["rate"] > 0.0; }))
      << "the ticks measure it";
  EXPECT_EQ(service_->post("/stream/stop", "").status, 200);
  EXPECT_EQ(service_->get("/ready").status, 503);
  const auto refused = service_->post("/analyze", R"({"message_content":"hi"})", kPublicKey);
  EXPECT_EQ(refused.status, 503);
  EXPECT_NE(refused.head.find("Retry-After"), std::string::npos);
  EXPECT_EQ(service_->post("/stream/start", "").status, 200);
  EXPECT_EQ(service_->post("/analyze", R"({"message_content":"hi"})", kPublicKey).status, 200);
  service_->send("PUT", "/stream/generator", R"({"running":false})", kAdminKey);
  const auto approved = service_->get("/decisions?outcome=approve&limit=20").json()["data"];
  ASSERT_FALSE(approved.empty());
  for (const auto& row : approved) {
    EXPECT_FALSE(row["reasons"].empty()) << row;
    const std::string id = row["id"];
    EXPECT_EQ(service_->get("/decisions/" + id).json()["reasons"], row["reasons"]);
    const auto again = service_->get("/decisions/" + id + "/replay").json();
    EXPECT_EQ(again["identical"], true) << again;
    EXPECT_EQ(again["decision"]["reasons"], row["reasons"]);
  }
}

TEST_F(OneServiceTest, OperationPagesAnswer) {
  EXPECT_EQ(service_->get("/health", "").json()["status"], "ok");
  const auto info = service_->get("/info").json();
  EXPECT_EQ(info["models"].size(), 2U);
  EXPECT_GT(info["features"].size(), 25U);
  const auto metrics = service_->get("/metrics");
  EXPECT_NE(metrics.text.find("shrike_eventlog_durable_seq"), std::string::npos);
  EXPECT_EQ(service_->get("/openapi.json", "").json()["openapi"], "3.1.0");
}

TEST_F(OneServiceTest, ALoginLinkOpensOneSessionAndOtherSitesMayNotUseItsCookie) {
  const std::string& greeting = service_->greeting();
  const std::size_t at = greeting.find("#login=") + 7;
  const std::string body = R"({"login":")" + greeting.substr(at, greeting.find('\n', at) - at) + "\"}";
  const auto signed_in = service_->post("/session", body, "");
  ASSERT_EQ(signed_in.status, 200) << signed_in.text;
  EXPECT_EQ(service_->post("/session", body, "").status, 401);
  const std::size_t cookie_at = signed_in.head.find("shrike_session=");
  ASSERT_NE(cookie_at, std::string::npos);
  EXPECT_NE(signed_in.head.find("HttpOnly; SameSite=Strict"), std::string::npos);
  const std::string cookie =
      "Cookie: " + signed_in.head.substr(cookie_at, signed_in.head.find(';', cookie_at) - cookie_at) + "\r\n";
  EXPECT_EQ(service_->send("GET", "/session", "", "", "", cookie).json()["role"], "admin");
  EXPECT_EQ(
      service_->send("POST", "/stream/start", "", "", "application/json", cookie + "Origin: http://evil.example\r\n")
          .status,
      403);
  EXPECT_EQ(service_->send("POST", "/stream/start", "", "", "application/json", cookie).status, 403)
      << "browsers say where they come from";
  const std::string ours = fmt::format("{}Origin: http://127.0.0.1:{}\r\n", cookie, service_->port());
  EXPECT_EQ(service_->send("POST", "/stream/start", "", "", "application/json", ours).status, 200);
  EXPECT_EQ(service_->send("POST", "/stream/start", "", "", "application/json", ours + "Sec-Fetch-Site: same-site\r\n")
                .status,
            403);
  EXPECT_EQ(service_->send("DELETE", "/session", "", "", "", ours).status, 204);
  EXPECT_EQ(service_->send("GET", "/session", "", "", "", cookie).status, 401);
}

TEST_F(OneServiceTest, CardNumbersReachNoFile) {
  service_->post("/analyze", R"({"transaction":{"amount":1,"card":"4111111111111111"}})", kPublicKey);
  service_->post("/analyze", R"({"message_content":"my card is 4111 1111 1111 1111"})", kPublicKey);
  service_->post("/blocklist", R"({"kind":"card","value":"4111111111111111","reason":"test"})");
  service_->wait_for([&] { return service_->get("/blocklist").json()["data"].size() >= 1; });
  const std::string command = "grep -rlaE '4111 ?1111 ?1111 ?1111' " + dir_->file("data") + " >/dev/null";
  EXPECT_NE(std::system(command.c_str()), 0) << "a card number was written";
}

TEST_F(OneServiceTest, TheLiveChannelSaysHelloThenCounts) {
  testing::RawWebSocket socket(service_->port());
  ASSERT_EQ(socket.connect("/ws/dashboard", fmt::format("X-API-KEY: {}\r\n", kAdminKey)), 101);
  const auto hello = nlohmann::json::parse(socket.read_frame()->payload);
  EXPECT_EQ(hello["type"], "hello");
  for (const char* member : {"server", "session", "time", "stats", "history", "decisions", "alerts", "health"})
    EXPECT_TRUE(hello["data"].contains(member)) << member;
  std::uint64_t seq = hello["seq"];
  std::set<std::string> types;
  for (int i = 0; i < 60 && !types.contains("stats"); ++i) {
    const auto message = nlohmann::json::parse(socket.read_frame()->payload);
    types.insert(message["type"]);
    EXPECT_EQ(message["seq"].get<std::uint64_t>(), ++seq);
  }
  EXPECT_TRUE(types.contains("stats"));
  socket.send_text("nonsense");
  EXPECT_EQ(socket.read_close_code(), 1008);
  testing::RawWebSocket anonymous(service_->port());
  EXPECT_EQ(anonymous.connect("/ws/dashboard"), 401);
}

}  // namespace
}  // namespace shrike
