// Two tenants at once, on both stores: nothing of the one ever reaches the other.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <atomic>

#include "service_fixture.hpp"

namespace shrike {
namespace {

using testing::kAdminKey;
using testing::RawWebSocket;
using testing::ServiceTest;

constexpr int kPayments = 150;

/// Everything that one dashboard got, byte by byte, until it was told to stop.
class Listener {
 public:
  Listener(std::uint16_t port, const std::string& key) : socket_(port) {
    status_ = socket_.connect("/ws/dashboard", fmt::format("X-API-KEY: {}\r\n", key));
    thread_ = std::jthread([this] {
      while (!done_) {
        auto frame = socket_.read_frame();
        if (!frame) break;
        bytes_ += frame->payload;
        messages_.push_back(std::move(frame->payload));
      }
    });
  }
  /// Ends with the next message, of which there are two a second.
  void finish() {
    done_ = true;
    thread_.join();
  }
  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] const std::vector<std::string>& messages() const { return messages_; }

 private:
  RawWebSocket socket_;
  int status_ = 0;
  std::atomic<bool> done_{false};
  std::string bytes_;
  std::vector<std::string> messages_;
  std::jthread thread_;
};

class TenantsApiTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    start();
    const auto made = service_->post("/tenants", R"({"id":"globex","name":"Globex Ltd"})");
    ASSERT_EQ(made.status, 201) << made.text;
    theirs_ = made.json()["key"]["key"];
  }
  void send(const std::string& word, const std::string& key) {
    for (int i = 0; i < kPayments; ++i) {
      const std::string payment = fmt::format(
          R"({{"transaction":{{"transaction_id":"{0}-{1}","amount":12.5,"card":"tok_{0}_{2}","customer_id":"c_{0}"}}}})",
          word, i, i % 7);
      const std::string message = fmt::format(
          R"({{"message_id":"{0}-m{1}","message_content":"URGENT {0}! Bank suspended. Verify or legal action!",)"
          R"("phone_number":"{0}-{1}"}})",
          word, i);
      EXPECT_EQ(service_->post("/analyze", i % 10 == 0 ? message : payment, key).status, 200);
    }
  }
  testing::Answer patch(const std::string& id, const std::string& body, std::string_view key = kAdminKey) {
    return service_->send("PATCH", "/tenants/" + id, body, key);
  }
  std::string theirs_;
};

void expect_clean(const Listener& listener, const std::string& own, const std::string& other) {
  EXPECT_EQ(listener.status(), 101);
  EXPECT_NE(listener.bytes().find(own), std::string::npos);
  EXPECT_EQ(listener.bytes().find(other), std::string::npos);
  std::uint64_t seq = 0;
  nlohmann::json totals;
  for (const std::string& text : listener.messages()) {
    const auto message = nlohmann::json::parse(text);
    if (message["type"] != "hello")
      EXPECT_EQ(message["seq"].get<std::uint64_t>(), seq + 1) << "a gap would tell of others";
    seq = message["seq"];
    if (message["type"] == "stats") totals = message["data"]["totals"];
  }
  EXPECT_EQ(totals["decisions"], kPayments);
  EXPECT_EQ(totals["messages"], kPayments / 10);
}

TEST_P(TenantsApiTest, NothingOfTheOneReachesTheOther) {
  Listener ours(service_->port(), std::string(kAdminKey));
  Listener theirs(service_->port(), theirs_);
  {
    std::jthread one([this] { send("aardvark", std::string(kAdminKey)); });
    std::jthread two([this] { send("zebra", theirs_); });
  }
  const auto stored = [this](const std::string& key) {
    return service_->get("/decisions?limit=200", key).json()["data"].size();
  };
  ASSERT_TRUE(
      service_->wait_for([&] { return stored(theirs_) == kPayments && stored(std::string(kAdminKey)) == kPayments; }));
  std::this_thread::sleep_for(std::chrono::milliseconds(1'200));  // two ticks of the live channel
  ours.finish();
  theirs.finish();
  expect_clean(ours, "aardvark", "zebra");
  expect_clean(theirs, "zebra", "aardvark");
  EXPECT_EQ(theirs.bytes().find("\"default\""), std::string::npos);
  const Listener late(service_->port(), theirs_);
  for (const char* path : {"/decisions?limit=500", "/alerts?limit=500", "/alerts?class=system", "/blocklist?limit=500",
                           "/users", "/keys", "/sessions", "/audit?limit=500", "/audit?format=ndjson", "/models",
                           "/stream", "/monitoring", "/thresholds", "/info", "/tenants", "/session", "/alerts/silences",
                           "/decisions?text=aardvark", "/decisions?entity=tok_aardvark_1"}) {
    const auto answer = service_->get(path, theirs_);
    EXPECT_EQ(answer.status, 200) << path << answer.text;
    EXPECT_EQ(answer.text.find("aardvark"), std::string::npos) << path;
  }
  const auto stream = service_->get("/stream", theirs_).json();
  EXPECT_TRUE(stream["stages"].empty()) << "the flow is the operator's";
  EXPECT_EQ(stream["generator"]["running"], false);
  EXPECT_EQ(service_->get("/metrics", theirs_).status, 403);
  EXPECT_TRUE(service_->wait_for([this] {
    return service_->get("/metrics").text.find("shrike_tenant_decisions_total{tenant=\"globex\"} 150") !=
           std::string::npos;
  }));
  service_->post("/session", R"({"name":"aardvark-of-nobody","password":"not the right one"})", "");
  EXPECT_TRUE(service_->wait_for(
      [this] { return service_->get("/audit?limit=500").text.find("aardvark-of-nobody") != std::string::npos; }));
  EXPECT_EQ(service_->get("/audit?limit=500", theirs_).text.find("aardvark-of-nobody"), std::string::npos)
      << "what nobody known did is the operator's to see";
  restart();
  Listener again(service_->port(), theirs_);
  std::this_thread::sleep_for(std::chrono::milliseconds(1'200));
  again.finish();
  EXPECT_EQ(nlohmann::json::parse(again.messages().front())["data"]["stats"]["totals"]["decisions"], kPayments)
      << "the totals of earlier runs are its own";
}

TEST_P(TenantsApiTest, ASuspendedTenantIsOutWithinSeconds) {
  EXPECT_EQ(
      service_->post("/users", R"({"name":"zoe","role":"viewer","password":"correct horse battery"})", theirs_).status,
      201);
  const std::string sign_in = R"({"name":"zoe","password":"correct horse battery"})";
  const auto session = service_->post("/session", sign_in, "");
  ASSERT_EQ(session.status, 200) << session.text;
  const std::size_t at = session.head.find("shrike_session=");
  const std::string cookie = "Cookie: " + session.head.substr(at, session.head.find(';', at) - at) + "\r\n";
  RawWebSocket live(service_->port());
  ASSERT_EQ(live.connect("/ws/dashboard", "X-API-KEY: " + theirs_ + "\r\n"), 101);
  EXPECT_EQ(service_->send("GET", "/info", "", "", "", cookie).status, 200);
  ASSERT_EQ(patch("globex", R"({"state":"suspended"})").json()["state"], "suspended");
  EXPECT_EQ(live.read_close_code(), 4401);
  EXPECT_EQ(service_->get("/info", theirs_).status, 401);
  EXPECT_EQ(service_->send("GET", "/info", "", "", "", cookie).status, 401);
  EXPECT_EQ(service_->post("/session", sign_in, "").status, 401);
  EXPECT_EQ(service_->post("/analyze", R"({"transaction":{"amount":1}})", theirs_).status, 401);
  restart();
  EXPECT_EQ(service_->get("/info", theirs_).status, 401) << "after a restart too";
  ASSERT_EQ(patch("globex", R"({"state":"active"})").status, 200);
  EXPECT_EQ(service_->get("/info", theirs_).status, 200);
}

TEST_P(TenantsApiTest, OnlyTheOperatorMakesAndChangesThem) {
  EXPECT_EQ(service_->post("/tenants", R"({"id":"third"})", theirs_).status, 403);
  EXPECT_EQ(patch("default", R"({"name":"x"})", theirs_).status, 403);
  EXPECT_EQ(patch("globex", R"({"name":"x"})", theirs_).status, 403);
  EXPECT_EQ(service_->post("/tenants", R"({"id":"globex"})").status, 409);
  for (const char* bad : {R"({})", R"({"id":"Upper"})", R"({"id":"*"})", R"({"id":"a","name":5})",
                          R"({"id":"a","colour":1})", R"({"id":"a","name":"line\nbreak"})", R"([])"})
    EXPECT_EQ(service_->post("/tenants", bad).status, 422) << bad;
  EXPECT_EQ(service_->post("/tenants", R"({"id":"a","id":"b"})").status, 400);
  EXPECT_EQ(patch("default", R"({"state":"suspended"})").status, 422);
  EXPECT_EQ(patch("nobody", R"({"name":"x"})").status, 404);
  EXPECT_EQ(patch("globex", R"({"branding":{"colour":"red"}})").status, 422);
  const auto changed = patch("globex", R"({"name":"Globex","branding":{"name":"G","colour":"#00aaff","logo":null}})");
  ASSERT_EQ(changed.status, 200) << changed.text;
  EXPECT_EQ(changed.json()["branding"]["colour"], "#00aaff");
  EXPECT_TRUE(changed.json()["branding"]["logo"].is_null());
  EXPECT_EQ(changed.json()["keys"], 1);
  EXPECT_EQ(service_->get("/session", theirs_).json()["branding"]["colour"], "#00aaff") << "how their dashboard looks";
  EXPECT_TRUE(service_->get("/session").json()["branding"]["colour"].is_null());
  const auto rows = service_->get("/audit?action=tenant.create").json()["data"];
  EXPECT_EQ(rows[rows.size() - 2]["object"], "globex") << rows.dump();
  const auto own = service_->get("/tenants", theirs_).json()["data"];
  ASSERT_EQ(own.size(), 1U);
  EXPECT_EQ(own[0]["name"], "Globex");
}

INSTANTIATE_TEST_SUITE_P(Every, TenantsApiTest, ::testing::Values("sqlite", "postgres"));

}  // namespace
}  // namespace shrike
