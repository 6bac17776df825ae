// Alerts from a decision to a receiver, through the whole program, on both stores.
#include <fmt/format.h>

#include "alerts/channels/signature.hpp"
#include "service_fixture.hpp"
#include "support/http_receiver.hpp"

namespace shrike {
namespace {

using testing::HttpReceiver;
using testing::kAdminKey;
using testing::kPublicKey;
using testing::RunningService;
using testing::ServiceTest;

constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

std::string scam_from(const std::string& phone) {
  return fmt::format(
      R"({{"message_content":"URGENT! Bank suspended. Verify or legal action!","phone_number":"{}","channel":"sms"}})",
      phone);
}

class AlertsTest : public ServiceTest {
 protected:
  void start_with(const std::function<void(alerts::AlertSettings&)>& adjust) {
    service_.reset();
    service_ = std::make_unique<RunningService>(dir_.file("data"), database_, false, [&](app::Config& config) {
      config.alerts.allow_private = true;
      config.alerts.watch = alerts::WatchSettings{0, 0, 0, 0, 0, 0, 0, false, 0, 0};
      adjust(config.alerts);
    });
  }
  void start_to(const HttpReceiver& receiver) {
    start_with([&](alerts::AlertSettings& settings) {
      settings.webhook = {receiver.url("/hook"), {kSecret}};
      settings.pagerduty = {"R0UT1NG", receiver.url("/pagerduty")};
    });
  }
  [[nodiscard]] bool comes(const HttpReceiver& receiver, std::size_t count) {
    return service_->wait_for([&] { return receiver.posts().size() >= count; });
  }
};

TEST_P(AlertsTest, ACriticalDecisionIsToldSignedAndOnce) {
  const HttpReceiver receiver;
  start_to(receiver);
  const auto decision = service_->post("/analyze", scam_from("555-1234"), kPublicKey).json();
  ASSERT_TRUE(comes(receiver, 2));
  for (const auto& post : receiver.posts()) {
    const auto body = nlohmann::json::parse(post.body);
    if (post.path == "/pagerduty") {
      EXPECT_EQ(body["event_action"], "trigger");
      continue;
    }
    EXPECT_EQ(body["decision_id"], decision["id"]);
    EXPECT_EQ(body["phone_number"], "555-1234");
    const std::string id = post.header("webhook-id");
    const auto time_s = std::stoll(post.header("webhook-timestamp"));
    EXPECT_EQ(post.header("webhook-signature"),
              alerts::sign_webhook(*alerts::read_webhook_secret(kSecret), id, time_s, post.body));
  }
  start_to(receiver);
  service_->post("/analyze", scam_from("555-9999"), kPublicKey);
  ASSERT_TRUE(comes(receiver, 4));
  EXPECT_EQ(receiver.posts().size(), 4U) << "the first is not told again after the restart";
}

TEST_P(AlertsTest, TheIncidentFollowsWhatPeopleDo) {
  const HttpReceiver receiver;
  start_to(receiver);
  service_->post("/analyze", scam_from("555-1234"), kPublicKey);
  ASSERT_TRUE(comes(receiver, 2));
  ASSERT_TRUE(service_->wait_for([&] { return !service_->get("/alerts").json()["data"].empty(); }));
  const std::string id = service_->get("/alerts").json()["data"][0]["id"];
  EXPECT_EQ(service_->post("/alerts/" + id + "/acknowledge", "{}").status, 204);
  EXPECT_EQ(service_->post("/alerts/" + id + "/resolve", "{}").status, 204);
  EXPECT_EQ(service_->post("/alerts/" + id + "/resolve", "{}").status, 409);
  EXPECT_EQ(service_->post("/alerts/sys_0000000000001/resolve", "{}").status, 404);
  ASSERT_TRUE(comes(receiver, 4));
  const auto posts = receiver.posts();
  EXPECT_EQ(nlohmann::json::parse(posts[2].body)["event_action"], "acknowledge");
  EXPECT_EQ(nlohmann::json::parse(posts[3].body)["event_action"], "resolve");
  EXPECT_EQ(nlohmann::json::parse(posts[3].body)["dedup_key"], id);
}

TEST_P(AlertsTest, AReceiverThatFailsIsSeenInHealthAndInTheList) {
  const HttpReceiver receiver("HTTP/1.1 500 Oh\r\nContent-Length: 3\r\n\r\nno!");
  start_with([&](alerts::AlertSettings& settings) {
    settings.webhook.url = receiver.url("/hook");
    settings.retry_factor = 0.001;
  });
  service_->post("/analyze", scam_from("555-1234"), kPublicKey);
  const auto channel = [&] { return service_->get("/alerts/channels").json()["data"][0]; };
  ASSERT_TRUE(service_->wait_for([&] { return channel()["state"] == "failing" && channel()["backlog"] == 1; }));
  EXPECT_EQ(channel()["last_result"], "answered 500: no!");
  const auto health = service_->get("/health").json();
  for (const auto& component : health["components"]) {
    if (component["name"] == "alerts") {
      EXPECT_EQ(component["status"], "degraded");
    }
  }
  const auto said = service_->post("/alerts/channels/webhook/test", "{}").json();
  EXPECT_EQ(said["delivered"], false);
  EXPECT_EQ(said["status"], 500);
  EXPECT_EQ(said["answer"], "no!");
  EXPECT_EQ(service_->post("/alerts/channels/slack/test", "{}").status, 404) << "it is not set up";
}

TEST_P(AlertsTest, PrivateAddressesAreRefusedWithoutTheSetting) {
  const HttpReceiver receiver;
  start_with([&](alerts::AlertSettings& settings) {
    settings.webhook.url = receiver.url("/hook");
    settings.allow_private = false;
  });
  const auto said = service_->post("/alerts/channels/webhook/test", "{}").json();
  EXPECT_EQ(said["delivered"], false);
  EXPECT_EQ(said["error"], "127.0.0.1 is a private address; alerts.allow_private allows it");
  EXPECT_TRUE(receiver.posts().empty());
}

TEST_P(AlertsTest, TheSystemTellsOfItself) {
  const HttpReceiver receiver;
  start_with([&](alerts::AlertSettings& settings) {
    settings.webhook.url = receiver.url("/hook");
    settings.watch.memory_percent = 0.1;
  });
  ASSERT_TRUE(comes(receiver, 1));
  const auto sent = nlohmann::json::parse(receiver.posts().front().body);
  EXPECT_EQ(sent["alert_type"], "memory_usage");
  const auto listed = service_->get("/alerts?class=system").json()["data"];
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]["id"], sent["alert_id"]);
  EXPECT_EQ(listed[0]["state"], "open");
  EXPECT_EQ(service_->get("/alerts?class=odd").status, 422);
}

INSTANTIATE_TEST_SUITE_P(Stores, AlertsTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& row) { return std::string(row.param); });

}  // namespace
}  // namespace shrike
