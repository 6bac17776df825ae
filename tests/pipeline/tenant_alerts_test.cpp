// Alerts of tenants with channels of their own, from a decision to real receivers, on both stores.
#include <fmt/format.h>

#include <set>

#include "service_fixture.hpp"
#include "support/http_receiver.hpp"

namespace shrike {
namespace {

using nlohmann::json;
using testing::HttpReceiver;
using testing::kAdminKey;
using testing::RunningService;
using testing::ServiceTest;

constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// acme has channels of its own, beta has none.
class TenantAlertsTest : public ServiceTest {
 protected:
  void start_with(const HttpReceiver& acmes, const std::function<void(alerts::AlertSettings&)>& adjust = {}) {
    service_ = std::make_unique<RunningService>(dir_.file("data"), database_, false, [&](app::Config& config) {
      alerts::AlertSettings& settings = config.alerts;
      settings.allow_private = true;
      settings.watch = alerts::WatchSettings{0, 0, 0, 0, 0, 0, 0, false, 0, 0};
      settings.webhook = {ours_.url("/hook"), {}};
      settings.pagerduty = {"OURS", ours_.url("/pagerduty")};
      settings.tenants["acme"].webhook = {acmes.url("/acme-hook"), {kSecret}};
      settings.tenants["acme"].pagerduty_routing_key = "ACMES";
      if (adjust) adjust(settings);
    });
    keys_ = {{"default", std::string(kAdminKey)}};
    for (const char* tenant : {"acme", "beta"})
      keys_[tenant] = service_->post("/tenants", fmt::format(R"({{"id":"{}"}})", tenant)).json()["key"]["key"];
  }
  json scam(const std::string& tenant, const std::string& phone) {
    const std::string body = fmt::format(
        R"({{"message_content":"URGENT! Bank suspended. Verify or legal action!","phone_number":"{}"}})", phone);
    return service_->post("/analyze", body, keys_[tenant]).json();
  }
  /// The newest alert of the tenant, once there is one.
  json alert_of(const std::string& tenant) {
    json alerts;
    service_->wait_for([&] { return !(alerts = service_->get("/alerts", keys_[tenant]).json()["data"]).empty(); });
    return alerts.empty() ? json() : alerts[0];
  }
  [[nodiscard]] bool comes(const HttpReceiver& receiver, std::size_t count) {
    return service_->wait_for([&] { return receiver.posts().size() >= count; });
  }
  json channels(const std::string& tenant) { return service_->get("/alerts/channels", keys_[tenant]).json()["data"]; }
  testing::Answer try_channel(const std::string& tenant, const std::string& name) {
    return service_->post("/alerts/channels/" + name + "/test", "{}", keys_[tenant]);
  }
  /// "TENANT PATH EVENT" of each that came; PagerDuty's name the tenant as the group of its payload.
  static std::multiset<std::string> told(const HttpReceiver& receiver) {
    std::multiset<std::string> out;
    for (const auto& post : receiver.posts()) {
      const json body = json::parse(post.body);
      const std::string routing = body.value("routing_key", "");
      out.insert(
          routing.empty()
              ? fmt::format("{} {} {}", body["tenant"].get<std::string>(), post.path, body.value("event", "trigger"))
              : fmt::format("{} {} {}", body.contains("payload") ? body["payload"].value("group", "") : "", routing,
                            body.value("event_action", "")));
    }
    return out;
  }
  const HttpReceiver ours_;
  std::map<std::string, std::string> keys_;
};

using Told = std::multiset<std::string>;

TEST_P(TenantAlertsTest, GoToItsOwnReceiverAloneAndSoDoesWhatPeopleDo) {
  // PagerDuty's address is the installation's, so its incidents come to the operator's receiver under acme's key.
  const HttpReceiver acmes;
  start_with(acmes);
  for (const char* tenant : {"acme", "beta", "default"}) scam(tenant, fmt::format("555-{}", tenant));
  ASSERT_TRUE(comes(acmes, 1));
  ASSERT_TRUE(comes(ours_, 5));
  EXPECT_EQ(told(acmes), Told{"acme /acme-hook trigger"});
  EXPECT_NE(acmes.posts().front().header("webhook-signature"), "");
  const Told before{"acme ACMES trigger", "beta OURS trigger", "beta /hook trigger", "default OURS trigger",
                    "default /hook trigger"};
  EXPECT_EQ(told(ours_), before);
  const auto act = [&](const std::string& tenant, const char* what) {
    const std::string id = alert_of(tenant)["id"];
    return service_->post("/alerts/" + id + "/" + what, "{}", keys_[tenant]).status;
  };
  EXPECT_EQ(act("acme", "acknowledge"), 204);
  EXPECT_EQ(act("beta", "acknowledge"), 204);
  ASSERT_TRUE(comes(ours_, 7));
  EXPECT_EQ(act("beta", "resolve"), 204);
  const auto case_id = alert_of("acme")["case_id"].get<std::string>();
  const auto seen = service_->get("/cases/" + case_id, keys_["acme"]).json();
  const std::string patch = fmt::format(R"({{"version":{},"outcome":"inconclusive"}})", seen["version"].dump());
  EXPECT_EQ(service_->send("PATCH", "/cases/" + case_id, patch, keys_["acme"]).status, 200);
  Told after = before;
  after.insert({" ACMES acknowledge", " OURS acknowledge", " ACMES resolve", " OURS resolve"});
  ASSERT_TRUE(comes(ours_, after.size()));
  EXPECT_EQ(told(ours_), after);
  EXPECT_EQ(acmes.posts().size(), 1U);
}

TEST_P(TenantAlertsTest, EscalationStaysWithTheTenant) {
  const HttpReceiver acmes;
  start_with(acmes, [](alerts::AlertSettings& settings) {
    settings.pagerduty.routing_key.clear();
    settings.tenants["acme"].pagerduty_routing_key.clear();
    settings.escalate_to = "webhook";
    settings.escalate_after_us = kSecondUs;
  });
  for (const char* tenant : {"acme", "beta"}) scam(tenant, fmt::format("555-{}", tenant));
  ASSERT_TRUE(comes(acmes, 2));
  ASSERT_TRUE(comes(ours_, 2));
  EXPECT_EQ(told(acmes), (Told{"acme /acme-hook trigger", "acme /acme-hook escalate"}));
  EXPECT_EQ(told(ours_), (Told{"beta /hook trigger", "beta /hook escalate"}));
}

TEST_P(TenantAlertsTest, ATenantSeesAndTriesItsOwnChannels) {
  const HttpReceiver acmes;
  start_with(acmes);
  const auto names = [&](const std::string& tenant) {
    std::vector<std::string> out;
    for (const auto& row : channels(tenant)) out.push_back(row["name"]);
    return out;
  };
  EXPECT_EQ(names("acme"), (std::vector<std::string>{"webhook@acme", "pagerduty@acme"}));
  EXPECT_TRUE(names("beta").empty());
  EXPECT_EQ(names("default"), (std::vector<std::string>{"webhook", "pagerduty", "webhook@acme", "pagerduty@acme"}));
  EXPECT_EQ(channels("acme")[0]["tenant"], "acme");
  const auto tried = try_channel("acme", "webhook@acme");
  EXPECT_EQ(tried.status, 200) << tried.text;
  EXPECT_EQ(tried.json()["delivered"], true);
  EXPECT_EQ(told(acmes), Told{"acme /acme-hook test"});
  EXPECT_EQ(try_channel("default", "webhook").status, 200);
  for (const auto& [tenant, name] :
       {std::pair{"acme", "webhook"}, std::pair{"beta", "webhook"}, std::pair{"beta", "webhook@acme"},
        std::pair{"default", "webhook@acme"}, std::pair{"acme", "webhook@nobody"}})
    EXPECT_EQ(try_channel(tenant, name).status, 404) << tenant << " " << name;
  EXPECT_EQ(acmes.posts().size(), 1U);
  EXPECT_EQ(ours_.posts().size(), 1U);
  for (const char* path : {"/alerts/channels", "/audit?limit=500", "/info", "/settings", "/health", "/tenants"}) {
    for (const char* tenant : {"acme", "beta", "default"}) {
      const std::string text = service_->get(path, keys_[tenant]).text;
      for (const char* secret : {"acme-hook", "ACMES", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"})
        EXPECT_EQ(text.find(secret), std::string::npos) << path << " of " << tenant;
    }
  }
}

TEST_P(TenantAlertsTest, AReceiverOfATenantThatFailsHoldsUpNobodyAndIsNotTheInstallationsTrouble) {
  const HttpReceiver broken("HTTP/1.1 500 Oh\r\nContent-Length: 3\r\n\r\nno!");
  start_with(broken, [](alerts::AlertSettings& settings) {
    settings.retry_factor = 0.001;
    settings.pagerduty.routing_key.clear();
    settings.tenants["acme"].pagerduty_routing_key.clear();
  });
  scam("acme", "555-1");
  ASSERT_TRUE(service_->wait_for([&] { return channels("acme")[0]["state"] == "failing"; }));
  EXPECT_EQ(channels("default")[1]["state"], "failing") << "the operator sees it";
  scam("beta", "555-2");
  ASSERT_TRUE(comes(ours_, 1));
  EXPECT_EQ(told(ours_), Told{"beta /hook trigger"});
  const auto health = service_->get("/health");
  const auto words = health.json();  // outlives the loop over a part of it
  for (const auto& component : words["components"]) {
    if (component["name"] == "alerts") {
      EXPECT_EQ(component["status"], "ok");
    }
  }
  EXPECT_EQ(health.text.find("acme"), std::string::npos);
  service_.reset();
  const HttpReceiver repaired;
  service_ = std::make_unique<RunningService>(dir_.file("data"), database_, false, [&](app::Config& config) {
    config.alerts.allow_private = true;
    config.alerts.retry_factor = 0.001;
    config.alerts.webhook.url = ours_.url("/hook");
    config.alerts.tenants["acme"].webhook.url = repaired.url("/acme-hook");
  });
  ASSERT_TRUE(comes(repaired, 1));
  EXPECT_EQ(told(repaired), Told{"acme /acme-hook trigger"}) << "it waited in the outbox";
}

INSTANTIATE_TEST_SUITE_P(Stores, TenantAlertsTest, ::testing::Values("sqlite", "postgres"),
                         [](const auto& row) { return std::string(row.param); });

}  // namespace
}  // namespace shrike
