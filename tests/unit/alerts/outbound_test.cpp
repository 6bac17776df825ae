#include "shrike/alerts/outbound.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "shrike/store/alerts.hpp"
#include "shrike/store/decisions.hpp"
#include "shrike/store/migrate.hpp"
#include "support/temp_dir.hpp"

namespace shrike::alerts {
namespace {

using ::testing::ElementsAre;

constexpr TimeUs kStart = 1'777'807'200'000'000;

/// Keeps what is sent, and answers as the test says, at the next wait.
class RecordingTransport final : public Transport {
 public:
  void start(std::uint64_t token, const Request& request) override {
    sent.push_back(request);
    if (!silent) waiting.push_back({token, next});
  }
  std::vector<Finished> wait(TimeUs) override { return std::exchange(waiting, {}); }
  void wake() override {}

  std::vector<Request> sent;
  std::vector<Finished> waiting;
  Answer next{200, "ok", ""};
  bool silent = false;
};

/// A channel that tells the alert's id and event.
class PlainChannel final : public AlertChannel {
 public:
  PlainChannel(std::string name, bool follows, std::string tenant = {})
      : name_(std::move(name)), follows_(follows), tenant_(std::move(tenant)) {}
  [[nodiscard]] std::string_view name() const override { return name_; }
  [[nodiscard]] std::string_view tenant() const override { return tenant_; }
  [[nodiscard]] std::string target() const override { return "nowhere"; }
  [[nodiscard]] bool tells(Event event) const override { return follows_ || event != Event::acknowledge; }
  [[nodiscard]] Request build(const Notice& notice, const Attempt& attempt) const override {
    Request request;
    request.url = name_;
    request.headers = {{"id", attempt.message_id}};
    request.body =
        notice.alert_id + " " + std::string(to_string(notice.event)) + " " + std::to_string(notice.group_size);
    return request;
  }

 private:
  std::string name_;
  bool follows_;
  std::string tenant_;
};

class OutboundTest : public ::testing::Test {
 protected:
  OutboundTest() {
    database_ = std::move(*store::open_database("sqlite://" + dir_.file("a.db")));
    SHRIKE_ASSERT(store::migrate(*database_).ok());
    settings_.cooldown_us = 0;
    settings_.watch = WatchSettings{0, 0, 0, 0, 0, 0, 0, false, 0, 0};
    start();
  }

  void start() {
    OutboundParts parts{settings_, *database_, clock_, transport_, metrics_, "default", 1, {}, {}};
    parts.channels.push_back(std::make_unique<PlainChannel>("first", false));
    parts.channels.push_back(std::make_unique<PlainChannel>("second", true));
    parts.channels.push_back(std::make_unique<PlainChannel>("first@acme", false, "acme"));
    outbound_ = std::make_unique<Outbound>(std::move(parts));
  }

  void raise(domain::Seq seq, const std::string& phone, std::vector<std::string> channels = {"first"}) {
    domain::Decision decision;
    decision.event.seq = seq;
    decision.event.tenant = "default";
    decision.event.time_us = decision.event.ingested_at_us = clock_.now_us();
    decision.event.body = domain::Message{"m" + std::to_string(seq), "text", phone, domain::Channel::sms};
    decision.level = domain::RiskLevel::critical;
    const std::vector<domain::DecisionPtr> decisions{std::make_shared<const domain::Decision>(decision)};
    const std::vector alerts{*domain::alert_for(decisions.front())};
    SHRIKE_ASSERT(database_->begin().ok());
    SHRIKE_ASSERT(store::insert_decisions(*database_, decisions).ok());
    SHRIKE_ASSERT(store::insert_alerts(*database_, alerts).ok());
    SHRIKE_ASSERT(store::put_alerts_out(*database_, alerts, {std::move(channels), {}}).ok());
    SHRIKE_ASSERT(database_->commit().ok());
  }

  /// Whether `seq` is due is asked at the present time.
  void steps(int count = 4) {
    for (int at = 0; at < count; ++at) outbound_->step(0);
  }
  /// Of what was sent since the last call.
  std::vector<std::string> bodies() {
    std::vector<std::string> out;
    for (const Request& request : std::exchange(transport_.sent, {})) out.push_back(request.body);
    return out;
  }
  [[nodiscard]] std::string state(std::int64_t id) {
    const auto rows = database_->query("SELECT state, result FROM outbox WHERE id = $1", {id});
    return rows->front().text(0) + (rows->front().is_null(1) ? "" : ": " + rows->front().text(1));
  }

  const test::TempDir dir_;
  ManualClock clock_{kStart};
  Metrics metrics_;
  AlertSettings settings_;
  RecordingTransport transport_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<Outbound> outbound_;
};

TEST_F(OutboundTest, EachAlertGoesOutOnce) {
  raise(1, "a");
  raise(2, "b");
  steps();
  EXPECT_THAT(bodies(), ElementsAre("al_0000000000001 trigger 1", "al_0000000000002 trigger 1"));
  EXPECT_EQ(state(1), "delivered: answered 200");
  start();
  steps();
  EXPECT_TRUE(bodies().empty()) << "after a restart nothing that was confirmed is sent again";
  EXPECT_EQ(metrics_.counter_sum("shrike_alert_deliveries_total",
                                 [](const auto& labels) { return labels.at("result") == "delivered"; }),
            2U);
}

TEST_F(OutboundTest, WhatIsUnderWayIsNotSentTwiceAndIsSentAgainAfterAKill) {
  transport_.silent = true;
  raise(1, "a");
  steps(10);
  EXPECT_EQ(transport_.sent.size(), 1U);
  const std::string id = transport_.sent.front().headers.front().second;
  start();  // nothing was written down
  steps();
  ASSERT_EQ(transport_.sent.size(), 2U);
  EXPECT_EQ(transport_.sent.back().headers.front().second, id) << "so that the receiver can drop the repeat";
}

TEST_F(OutboundTest, FailuresAreRepeatedWithGrowingPausesAndThenGivenUp) {
  transport_.next = {500, "broken", ""};
  raise(1, "a");
  steps();
  EXPECT_EQ(bodies().size(), 1U);
  EXPECT_EQ(state(1), "pending: answered 500: broken");
  clock_.advance(4 * kSecondUs);
  steps();
  EXPECT_TRUE(bodies().empty()) << "not yet";
  clock_.advance(3 * kSecondUs);
  steps();
  EXPECT_EQ(bodies().size(), 1U);
  EXPECT_EQ(outbound_->trouble(), "");
  for (int at = 0; at < 20; ++at) {
    clock_.advance(17 * kHourUs);
    steps();
  }
  EXPECT_EQ(bodies().size(), 8U) << "ten attempts in all";
  EXPECT_EQ(state(1), "dead: given up after 10 attempts: answered 500: broken");
  EXPECT_EQ(outbound_->channels().front().dead, 1U);
  EXPECT_EQ(outbound_->trouble(), "first is failing: answered 500: broken");
  transport_.next = {200, "", ""};
  raise(2, "b");
  steps();
  EXPECT_EQ(outbound_->trouble(), "") << "it works again";
}

TEST_F(OutboundTest, WhatWaitedForAWeekIsNoNews) {
  raise(1, "a");
  clock_.advance(8 * kDayUs);
  raise(2, "b");
  steps();
  EXPECT_THAT(bodies(), ElementsAre("al_0000000000002 trigger 1"));
  EXPECT_EQ(state(1), "dead: older than a week");
}

TEST_F(OutboundTest, AChannelThatHangsDelaysNoOther) {
  transport_.silent = true;
  for (domain::Seq seq = 1; seq <= 20; ++seq) raise(seq, std::to_string(seq), {"first"});
  steps(10);
  EXPECT_EQ(bodies().size(), Outbound::kInFlightMax) << "a bounded number waits for it";
  transport_.silent = false;
  raise(21, "x", {"second"});
  steps();
  EXPECT_THAT(bodies(), ElementsAre("al_000000000000n trigger 1"));
}

TEST_F(OutboundTest, RetryAfterHoldsUpTheWholeChannel) {
  transport_.next = {429, "", "", 30 * kSecondUs};
  raise(1, "a");
  steps();
  EXPECT_EQ(bodies().size(), 1U);
  transport_.next = {200, "", ""};
  raise(2, "b");
  clock_.advance(29 * kSecondUs);
  steps();
  EXPECT_TRUE(bodies().empty());
  clock_.advance(2 * kSecondUs);
  steps();
  EXPECT_EQ(bodies().size(), 2U);
}

TEST_F(OutboundTest, GoneDisablesTheChannelUntilARestart) {
  transport_.next = {410, "", ""};
  raise(1, "a", {"first", "second"});
  raise(2, "b");
  steps(1);
  transport_.next = {200, "", ""};
  raise(3, "c");
  steps();
  EXPECT_EQ(state(1), "dead: given up after 1 attempts: answered 410");
  EXPECT_EQ(outbound_->channels().front().state, "disabled");
  EXPECT_NE(outbound_->trouble().find("first is disabled"), std::string::npos);
  bodies();
  start();
  steps();
  EXPECT_THAT(bodies(), ElementsAre("al_0000000000003 trigger 1"));
}

TEST_F(OutboundTest, OneNotificationPerEntityWithinTheCoolDown) {
  settings_.cooldown_us = kMinuteUs;
  start();
  raise(1, "a");
  steps();
  EXPECT_THAT(bodies(), ElementsAre("al_0000000000001 trigger 1"));
  raise(2, "a");
  raise(3, "a");
  raise(4, "b");
  raise(5, "");
  raise(6, "");
  clock_.advance(30 * kSecondUs);
  steps();
  EXPECT_THAT(bodies(),
              ElementsAre("al_0000000000004 trigger 1", "al_0000000000005 trigger 1", "al_0000000000006 trigger 1"));
  clock_.advance(31 * kSecondUs);
  steps();
  EXPECT_THAT(bodies(), ElementsAre("al_0000000000002 trigger 2")) << "the third is counted in it";
}

TEST_F(OutboundTest, SilencedAlertsAreKeptAndNotSent) {
  store::Silence silence;
  silence.tenant = "default";
  silence.entity = "a";
  silence.reason = "known";
  silence.by = "anna";
  silence.created_at_us = kStart;
  silence.until_us = kStart + kHourUs;
  ASSERT_TRUE(store::add_silence(*database_, silence).ok());
  raise(1, "a");
  raise(2, "b");
  steps();
  EXPECT_THAT(bodies(), ElementsAre("al_0000000000002 trigger 1"));
  EXPECT_EQ(state(1), "silenced: silenced by anna: known");
}

TEST_F(OutboundTest, IncidentsFollowOnlyWhereTheTriggerWasSent) {
  EXPECT_THAT(outbound_->followers(), ElementsAre("second"));
  raise(1, "a", {"second"});
  const auto follow = [&](const std::string& alert, const std::string& event) {
    store::OutboxRow row;
    row.tenant = "default";
    row.alert_id = alert;
    row.channel = "second";
    row.event = event;
    row.due_at_us = row.created_at_us = clock_.now_us();
    ASSERT_TRUE(store::put_out(*database_, row).ok());
  };
  follow("al_0000000000001", "acknowledge");
  follow("al_0000000000009", "resolve");
  steps();
  EXPECT_THAT(bodies(), ElementsAre("al_0000000000001 trigger 1", "al_0000000000001 acknowledge 1"));
  EXPECT_EQ(state(3), "skipped: its trigger was not sent here");
}

TEST_F(OutboundTest, ATestTellsWhatTheReceiverSaid) {
  std::optional<Answer> said;
  EXPECT_EQ(outbound_->test("default", "third", [](const Answer&) {}).error().kind, ErrorKind::not_found);
  EXPECT_TRUE(outbound_->test("default", "first", [&](const Answer& answer) { said = answer; }).ok());
  transport_.next = {403, "no_service", ""};
  steps();
  ASSERT_TRUE(said);
  EXPECT_EQ(said->status, 403);
  EXPECT_EQ(said->body, "no_service");
  EXPECT_EQ(bodies().size(), 1U);
  EXPECT_EQ(outbound_->trouble(), "") << "a test is no failed alert";
}

TEST_F(OutboundTest, ATenantTriesItsOwnChannelsAlone) {
  const auto nothing = [](const Answer&) {};
  for (const auto& [tenant, channel] : {std::pair{"acme", "first"}, std::pair{"default", "first@acme"},
                                        std::pair{"globex", "first@acme"}, std::pair{"globex", "first"}})
    EXPECT_EQ(outbound_->test(tenant, channel, nothing).error().kind, ErrorKind::not_found) << tenant << channel;
  EXPECT_TRUE(outbound_->test("acme", "first@acme", nothing).ok());
  steps();
  EXPECT_EQ(transport_.sent.size(), 1U);
  EXPECT_EQ(transport_.sent.front().url, "first@acme");
  const auto channels = outbound_->channels();
  ASSERT_EQ(channels.size(), 3U);
  EXPECT_EQ(channels[0].tenant, "default");
  EXPECT_EQ(channels[2].tenant, "acme");
}

TEST_F(OutboundTest, AChannelOfATenantThatFailsIsNoTroubleOfTheInstallation) {
  transport_.next = {500, "no", ""};
  settings_.retry_factor = 0.001;
  start();
  raise(1, "a", {"first@acme"});
  for (int at = 0; at < 5; ++at) {
    steps(2);
    clock_.advance(kHourUs);
  }
  EXPECT_EQ(outbound_->channels()[2].state, "failing");
  EXPECT_EQ(outbound_->trouble(), "");
}

TEST_F(OutboundTest, AChannelOfATenantHasFewerRequestsUnderWay) {
  transport_.silent = true;
  for (domain::Seq seq = 1; seq <= 20; ++seq) raise(seq, std::to_string(seq), {"first@acme", "first"});
  steps();
  const auto count = [&](std::string_view url) { return std::ranges::count(transport_.sent, url, &Request::url); };
  EXPECT_EQ(count("first@acme"), static_cast<std::ptrdiff_t>(Outbound::kTenantInFlightMax));
  EXPECT_EQ(count("first"), static_cast<std::ptrdiff_t>(Outbound::kInFlightMax));
}

TEST_F(OutboundTest, TestsThatWaitAreBounded) {
  for (std::size_t at = 0; at < Outbound::kTestsMax; ++at)
    EXPECT_TRUE(outbound_->test("default", "first", [](const Answer&) {}).ok());
  EXPECT_EQ(outbound_->test("default", "first", [](const Answer&) {}).error().kind, ErrorKind::unavailable);
  EXPECT_TRUE(outbound_->test("default", "second", [](const Answer&) {}).ok()) << "each channel for itself";
  steps(1);
  EXPECT_EQ(bodies().size(), Outbound::kTestsMax + 1);
  EXPECT_TRUE(outbound_->test("default", "first", [](const Answer&) {}).ok()) << "they were answered";
}

TEST_F(OutboundTest, WhatNobodyAcknowledgesIsSentOnceMore) {
  settings_.escalate_to = "second";
  settings_.escalate_after_us = kMinuteUs;
  start();
  raise(1, "a");
  raise(2, "b");
  steps();
  bodies();
  ASSERT_TRUE(store::acknowledge_alert(*database_, {"default", 2, "anna", clock_.now_us()}).ok());
  clock_.advance(2 * kMinuteUs);
  steps();
  clock_.advance(2 * kMinuteUs);
  steps();
  EXPECT_THAT(bodies(), ElementsAre("al_0000000000001 escalate 1"));
}

}  // namespace
}  // namespace shrike::alerts
