// What each channel sends, against the formats that its vendor documents.
#include "shrike/alerts/channel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "alerts/channels/signature.hpp"
#include "alerts/make_notice.hpp"

namespace shrike::alerts {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

constexpr TimeUs kTime = 1'777'807'200'000'000;  // 2026-05-03T11:20:00Z
const Attempt kAttempt{"msg_al_000000000000a_trigger", kTime + 5 * kSecondUs};
constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr const char* kOther = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

AlertSettings everything() {
  AlertSettings settings;
  settings.webhook = {"https://hooks.example/in?token=1", {kSecret, kOther}};
  settings.email = {true, "shrike@bank.example", {"soc@bank.example"}};
  settings.smtp = {"mail.example", 587, "user", "pass", MailTls::starttls};
  settings.slack_url = "https://hooks.slack.com/services/T/B/X";
  settings.teams_url = "https://prod.example/workflows/1";
  settings.pagerduty.routing_key = "R0UT1NG";
  return settings;
}

std::unique_ptr<AlertChannel> channel(std::string_view name, const AlertSettings& settings = everything()) {
  for (auto& made : make_channels(settings)) {
    if (made->name() == name) return std::move(made);
  }
  return nullptr;
}

domain::DecisionPtr scam() {
  domain::Decision decision;
  decision.event.seq = 10;
  decision.event.tenant = "default";
  decision.event.ingested_at_us = kTime;
  decision.event.body = domain::Message{"m1", "URGENT", "555-1234", domain::Channel::sms};
  decision.risk_score = 95;
  decision.level = domain::RiskLevel::critical;
  decision.action = domain::Action::automatically_blacklisted;
  decision.threat_category = "Financial Scam";
  decision.reasons = {{"threat_language", "Contains <threatening> & *bold* language\r\nBcc: x", 1.9F}};
  return std::make_shared<const domain::Decision>(decision);
}

domain::DecisionPtr payment() {
  domain::Decision decision = *scam();
  domain::Transaction body;
  body.id = "t-1";
  body.card = "tok_1";
  body.amount = {125'000, {{'E', 'U', 'R'}}};
  decision.event.body = body;
  decision.threat_category.clear();
  return std::make_shared<const domain::Decision>(decision);
}

Notice notice(const domain::DecisionPtr& decision = scam(), const std::string& event = "trigger",
              std::uint32_t group_size = 1) {
  store::OutboxRow row{.tenant = "default",
                       .alert_id = "al_000000000000a",
                       .channel = "",
                       .event = event,
                       .type = "critical_fraud",
                       .severity = "critical",
                       .group_key = "",
                       .group_size = group_size};
  store::StoredAlert stored;
  stored.alert.decision_seq = 10;
  stored.alert.time_us = kTime;
  stored.alert.decision = decision;
  return notice_of(row, stored, "https://shrike.example");
}

Notice system_notice(const std::string& event) {
  store::OutboxRow row{.tenant = "default",
                       .alert_id = "sys_0000000000001",
                       .channel = "",
                       .event = event,
                       .type = "cpu_usage",
                       .severity = "warning",
                       .group_key = ""};
  store::SystemAlert alert;
  alert.title = "Processor use is 91 % (threshold 80 %)";
  alert.value = 91;
  alert.threshold = 80;
  alert.raised_at_us = kTime;
  return notice_of(row, alert, "");
}

std::string header(const Request& request, std::string_view name) {
  for (const auto& [key, value] : request.headers) {
    if (key == name) return value;
  }
  return {};
}

TEST(Channels, ThoseThatAreSetUp) {
  EXPECT_TRUE(make_channels({}).empty());
  EXPECT_THAT(channel_names(everything()), ElementsAre("webhook", "email", "slack", "teams", "pagerduty"));
  for (const auto& made : make_channels(everything())) {
    const std::string target = made->target();
    for (const char* secret : {"token", "services", "workflows", "R0UT1NG", "pass"})
      EXPECT_EQ(target.find(secret), std::string::npos) << target;
  }
}

AlertSettings with_tenants() {
  AlertSettings settings = everything();
  settings.tenants["acme"].webhook = {"https://acme.example/in?token=2", {kOther}};
  settings.tenants["acme"].pagerduty_routing_key = "ACME";
  settings.tenants["globex"].email_to = {"a@globex.example", "b@globex.example"};
  settings.tenants["none"];
  return settings;
}

TEST(TenantChannels, HaveNamesOfTheirOwnAndTheReceiversOfTheTenantAlone) {
  std::vector<std::string> names;
  for (const auto& made : make_channels(with_tenants())) names.emplace_back(made->name());
  EXPECT_THAT(names, ElementsAre("webhook", "email", "slack", "teams", "pagerduty", "webhook@acme", "pagerduty@acme",
                                 "email@globex"));
  EXPECT_THAT(channel_names(with_tenants()), ElementsAre("webhook", "email", "slack", "teams", "pagerduty"));
  const auto hook = channel("webhook@acme", with_tenants());
  EXPECT_EQ(hook->tenant(), "acme");
  EXPECT_EQ(hook->target(), "acme.example");
  const Request request = hook->build(notice(), kAttempt);
  EXPECT_EQ(request.url, "https://acme.example/in?token=2");
  EXPECT_EQ(header(request, "webhook-signature").find(' '), std::string::npos) << "signed with its secret alone";
  const auto pager = channel("pagerduty@acme", with_tenants());
  EXPECT_EQ(json::parse(pager->build(notice(), kAttempt).body)["routing_key"], "ACME");
  EXPECT_TRUE(pager->tells(Event::acknowledge));
  EXPECT_FALSE(hook->tells(Event::acknowledge));
  const auto mail = channel("email@globex", with_tenants());
  EXPECT_EQ(mail->target(), "a@globex.example, b@globex.example") << "not the operator's mail server";
  const Request sent = mail->build(notice(), kAttempt);
  EXPECT_THAT(sent.mail->to, ElementsAre("a@globex.example", "b@globex.example"));
  EXPECT_EQ(sent.mail->from, "shrike@bank.example");
  EXPECT_EQ(sent.url, "smtp://mail.example:587");
  EXPECT_EQ(channel("webhook", with_tenants())->tenant(), "");
}

TEST(TenantChannels, MailOfATenantNeedsNoMailOfTheOperator) {
  AlertSettings settings = with_tenants();
  settings.email.enabled = false;
  EXPECT_EQ(channel("email", settings), nullptr);
  EXPECT_NE(channel("email@globex", settings), nullptr);
}

TEST(TenantChannels, AlertsGoToThemAloneWhereThereAreSome) {
  const auto routes = alert_routes(with_tenants());
  EXPECT_THAT(routes.of("acme"), ElementsAre("webhook@acme", "pagerduty@acme"));
  EXPECT_THAT(routes.of("globex"), ElementsAre("email@globex"));
  for (const char* tenant : {"default", "none", "acm", "acme2"})
    EXPECT_THAT(routes.of(tenant), ElementsAre("webhook", "email", "slack", "teams", "pagerduty")) << tenant;
}

TEST(TenantChannels, EscalationStaysWithTheTenant) {
  AlertSettings settings = with_tenants();
  EXPECT_TRUE(escalation_routes(settings).empty());
  settings.escalate_to = "pagerduty";
  auto routes = escalation_routes(settings);
  EXPECT_THAT(routes.of("none"), ElementsAre("pagerduty"));
  EXPECT_THAT(routes.of("acme"), ElementsAre("pagerduty@acme")) << "of the same kind";
  EXPECT_TRUE(routes.of("globex").empty()) << "it has none of that kind, and the operator's is not its";
  settings.tenants["acme"].escalate_to = "webhook";
  settings.escalate_to.clear();
  routes = escalation_routes(settings);
  EXPECT_THAT(routes.of("acme"), ElementsAre("webhook@acme"));
  EXPECT_TRUE(routes.of("none").empty());
  EXPECT_FALSE(routes.empty());
}

TEST(Webhook, SendsTheContractsPayload) {
  const Request request = channel("webhook")->build(notice(), kAttempt);
  EXPECT_EQ(request.url, "https://hooks.example/in?token=1");
  EXPECT_EQ(request.body,
            R"({"alert_type":"critical_fraud","phone_number":"555-1234","risk_score":95,"risk_level":"Critical",)"
            R"("threat_category":"Financial Scam",)"
            R"("primary_reason":"Contains <threatening> & *bold* language\r\nBcc: x",)"
            R"("action":"automatically_blacklisted","decision_id":"dec_000000000000a","alert_id":"al_000000000000a",)"
            R"("tenant":"default","time":"2026-05-03T11:20:00.000000Z"})");
}

TEST(Webhook, SignsWithEverySecret) {
  const Request request = channel("webhook")->build(notice(), kAttempt);
  EXPECT_EQ(header(request, "Content-Type"), "application/json");
  EXPECT_EQ(header(request, "webhook-id"), kAttempt.message_id);
  EXPECT_EQ(header(request, "webhook-timestamp"), "1777807205");
  std::string both;
  for (const char* secret : {kSecret, kOther}) {
    both += both.empty() ? "" : " ";
    both += sign_webhook(*read_webhook_secret(secret), kAttempt.message_id, 1'777'807'205, request.body);
  }
  EXPECT_EQ(header(request, "webhook-signature"), both);
  AlertSettings unsigned_ = everything();
  unsigned_.webhook.secrets.clear();
  EXPECT_EQ(header(channel("webhook", unsigned_)->build(notice(), kAttempt), "webhook-signature"), "");
}

TEST(Webhook, TellsMoreWhereThereIsMore) {
  const json of_payment = json::parse(channel("webhook")->build(notice(payment()), kAttempt).body);
  EXPECT_EQ(of_payment["phone_number"], nullptr);
  EXPECT_EQ(of_payment["transaction_id"], "t-1");
  EXPECT_EQ(of_payment["card"], "tok_1");
  EXPECT_EQ(of_payment["amount"], "1250.00");
  EXPECT_EQ(of_payment["currency"], "EUR");
  EXPECT_EQ(json::parse(channel("webhook")->build(notice(scam(), "trigger", 7), kAttempt).body)["alerts"], 7);
  EXPECT_EQ(json::parse(channel("webhook")->build(notice(scam(), "escalate"), kAttempt).body)["event"], "escalate");
  const json of_system = json::parse(channel("webhook")->build(system_notice("resolve"), kAttempt).body);
  EXPECT_EQ(of_system, (json{{"alert_type", "cpu_usage"},
                             {"severity", "warning"},
                             {"title", "Resolved: Processor use is 91 % (threshold 80 %)"},
                             {"value", 91},
                             {"threshold", 80},
                             {"alert_id", "sys_0000000000001"},
                             {"tenant", "default"},
                             {"time", "2026-05-03T11:20:00.000000Z"},
                             {"event", "resolve"}}));
}

TEST(Slack, SendsBlocksWithItsThreeCharactersEscaped) {
  const json body = json::parse(channel("slack")->build(notice(), kAttempt).body);
  EXPECT_EQ(body["text"], "Critical risk 95: Financial Scam");
  ASSERT_EQ(body["blocks"].size(), 3U);
  EXPECT_EQ(body["blocks"][0], json::parse(R"({"type": "header",
    "text": {"type": "plain_text", "text": "Critical risk 95: Financial Scam"}})"));
  EXPECT_EQ(body["blocks"][1]["type"], "section");
  EXPECT_EQ(
      body["blocks"][1]["fields"][2],
      json::parse(
          R"({"type": "mrkdwn", "text": "*Reason*\nContains &lt;threatening&gt; &amp; *bold* language  Bcc: x"})"));
  EXPECT_EQ(body["blocks"][2]["text"]["text"],
            "<https://shrike.example/dashboard/decisions/dec_000000000000a|Open in Shrike>");
  EXPECT_GE(channel("slack")->spacing_us(), kSecondUs) << "Slack takes one message a second";
}

TEST(Teams, SendsAnAdaptiveCard) {
  const json body = json::parse(channel("teams")->build(notice(), kAttempt).body);
  EXPECT_EQ(body["type"], "message");
  ASSERT_EQ(body["attachments"].size(), 1U);
  EXPECT_EQ(body["attachments"][0]["contentType"], "application/vnd.microsoft.card.adaptive");
  const json& card = body["attachments"][0]["content"];
  EXPECT_EQ(card["type"], "AdaptiveCard");
  EXPECT_EQ(card["body"][0]["type"], "TextBlock");
  EXPECT_EQ(card["body"][0]["color"], "Attention");
  EXPECT_EQ(card["body"][1]["facts"][2]["value"], R"(Contains \<threatening\> & \*bold\* language  Bcc: x)");
  EXPECT_EQ(card["actions"][0]["url"], "https://shrike.example/dashboard/decisions/dec_000000000000a");
  EXPECT_EQ(channel("teams")->build(notice(), kAttempt).body.find("MessageCard"), std::string::npos);
}

TEST(Pagerduty, TheIncidentFollowsTheAlert) {
  const auto made = channel("pagerduty");
  const json trigger = json::parse(made->build(notice(), kAttempt).body);
  EXPECT_EQ(trigger["routing_key"], "R0UT1NG");
  EXPECT_EQ(trigger["event_action"], "trigger");
  EXPECT_EQ(trigger["dedup_key"], "al_000000000000a");
  EXPECT_EQ(trigger["payload"]["summary"], "Critical risk 95: Financial Scam");
  EXPECT_EQ(trigger["payload"]["severity"], "critical");
  EXPECT_EQ(trigger["payload"]["source"], "shrike");
  EXPECT_EQ(trigger["payload"]["timestamp"], "2026-05-03T11:20:00.000000Z");
  EXPECT_EQ(trigger["payload"]["custom_details"]["Phone number"], "555-1234");
  for (const char* event : {"acknowledge", "resolve"}) {
    EXPECT_EQ(json::parse(made->build(notice(scam(), event), kAttempt).body),
              (json{{"routing_key", "R0UT1NG"}, {"event_action", event}, {"dedup_key", "al_000000000000a"}}));
  }
  EXPECT_EQ(made->build(notice(), kAttempt).url, "https://events.pagerduty.com/v2/enqueue");
  EXPECT_TRUE(made->tells(Event::acknowledge));
  EXPECT_FALSE(channel("slack")->tells(Event::acknowledge));
  EXPECT_TRUE(made->refused_for_good({400, "invalid event", ""}));
  EXPECT_FALSE(made->refused_for_good({429, "", ""}));
}

TEST(Email, IsAMailInAnEnvelope) {
  const Request request = channel("email")->build(notice(), kAttempt);
  EXPECT_EQ(request.url, "smtp://mail.example:587");
  ASSERT_TRUE(request.mail);
  EXPECT_EQ(request.mail->from, "shrike@bank.example");
  EXPECT_THAT(request.mail->to, ElementsAre("soc@bank.example"));
  EXPECT_EQ(request.mail->tls, MailTls::starttls);
  EXPECT_EQ(request.mail->user, "user");
  EXPECT_NE(request.body.find("Subject: [Shrike] Critical risk 95: Financial Scam\r\n"), std::string::npos);
  EXPECT_NE(request.body.find("Message-ID: <msg_al_000000000000a_trigger@bank.example>\r\n"), std::string::npos);
  EXPECT_NE(request.body.find("Importance: high\r\n"), std::string::npos);
  EXPECT_EQ(request.body.find("\r\nBcc:"), std::string::npos);
  AlertSettings implicit = everything();
  implicit.smtp.tls = MailTls::implicit;
  implicit.smtp.port = 465;
  EXPECT_EQ(channel("email", implicit)->build(notice(), kAttempt).url, "smtps://mail.example:465");
}

TEST(Email, PermanentRefusalsAreFinalButLoginsAreNot) {
  const auto made = channel("email");
  EXPECT_TRUE(made->refused_for_good({550, "", "RCPT failed: 550"}));
  for (const int status : {0, 421, 450, 451, 530, 535})
    EXPECT_FALSE(made->refused_for_good({status, "", "no"})) << status;
}

}  // namespace
}  // namespace shrike::alerts
