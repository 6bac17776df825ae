// A tenant's own policy, set by an event: who it counts for, since when, and after a checkpoint.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/decision/policy.hpp"
#include "shrike/domain/decision_codec.hpp"
#include "shrike/engine/again.hpp"
#include "support/events.hpp"
#include "support/models.hpp"

namespace shrike::engine {
namespace {

using domain::Outcome;
using domain::RiskLevel;

class PoliciesTest : public ::testing::Test {
 protected:
  Core core() { return {{}, models_, clock_, nullptr}; }
  domain::Decision decide(Core& core, int number, const std::string& tenant = "default") {
    auto event = testing::payment("t-" + std::to_string(number), 1'000);
    event.tenant = tenant;
    event.seq = ++seq_;
    return *core.apply(std::move(event));
  }
  domain::Decision scam(Core& core, int number) {
    auto event = testing::message("555-" + std::to_string(number), "URGENT! Bank suspended. Verify or legal action!",
                                  "m-" + std::to_string(number));
    event.seq = ++seq_;
    return *core.apply(std::move(event));
  }
  void set(Core& core, domain::SettingValues values) {
    auto event = testing::settings_change(std::move(values));
    event.seq = ++seq_;
    EXPECT_EQ(core.apply(std::move(event)), nullptr);
  }
  const ModelSet models_ = testing::shipped_models();
  SystemClock clock_;
  domain::Seq seq_ = 0;
};

TEST_F(PoliciesTest, LevelsAndOutcomesCountFromTheNextEventAndForThatTenantAlone) {
  Core core = this->core();
  EXPECT_EQ(decide(core, 1).policy, nullptr);
  set(core, {{"decision.low_outcome", "review"}});
  const auto during = decide(core, 2);
  EXPECT_EQ(during.level, RiskLevel::low);
  EXPECT_EQ(during.outcome, Outcome::review);
  EXPECT_EQ(decide(core, 3, "other").outcome, Outcome::approve);
  set(core, {{"decision.low_outcome", std::nullopt}});
  const auto after = decide(core, 4);
  EXPECT_EQ(after.outcome, Outcome::approve);
  EXPECT_EQ(after.policy, nullptr) << "nothing of its own is left";
}

TEST_F(PoliciesTest, ACriticalMessageBlocksNobodyWhereThatIsOff) {
  Core core = this->core();
  set(core, {{"decision.block_on_critical", "false"}});
  const auto first = scam(core, 1);
  ASSERT_EQ(first.level, RiskLevel::critical);
  EXPECT_FALSE(first.block);
  EXPECT_NE(first.action, domain::Action::automatically_blacklisted);
  EXPECT_EQ(core.blocklist_size(), 0U);
  set(core, {{"decision.block_on_critical", "true"}});
  EXPECT_TRUE(scam(core, 2).block);
  EXPECT_EQ(core.blocklist_size(), 1U);
}

TEST_F(PoliciesTest, PointsOfARuleAreTheTenantsOwnAndNoneTurnItOff) {
  EngineSettings settings;
  settings.features.home_country = "DE";
  Core core(settings, models_, clock_);
  const auto hit = [](const domain::Decision& decision, std::string_view rule) {
    const auto found = std::ranges::find(decision.rules, rule, &domain::RuleHit::id);
    return found == decision.rules.end() ? std::optional<std::int32_t>() : found->score;
  };
  const auto risky = [&](int number, const std::string& tenant) {
    auto event = testing::payment("risky-" + std::to_string(number), 90'000, "tok_risky_" + std::to_string(number));
    auto& payment = std::get<domain::Transaction>(event.body);
    payment.card_present = false;
    payment.country = "FR";
    event.tenant = tenant;
    event.seq = ++seq_;
    return *core.apply(std::move(event));
  };
  set(core, {{"decision.block_on_critical", "false"}});
  EXPECT_EQ(hit(scam(core, 1), "account_pressure"), 20);
  EXPECT_EQ(hit(risky(1, "default"), "base_risk"), 10);
  set(core, {{"rules.account_pressure.points", "0"}, {"rules.base_risk.points", "25"}});
  const auto off = scam(core, 2);
  EXPECT_TRUE(off.rules.empty());
  EXPECT_EQ(off.risk_score, std::lround(100 * off.fraud_probability));
  EXPECT_EQ(hit(risky(2, "default"), "base_risk"), 25);
  EXPECT_EQ(hit(risky(3, "other"), "base_risk"), 10) << "of another tenant";
  set(core, {{"rules.base_risk.points", "0"}});
  EXPECT_FALSE(hit(risky(4, "default"), "base_risk"));
}

TEST_F(PoliciesTest, AKnownSenderWithoutPointsIsNoReason) {
  Core core = this->core();
  const auto after_known_scam = [&](int number) {
    const std::string phone = "+4915" + std::to_string(number);
    for (const char* id : {"scam", "next"}) {
      const TimeUs time_us = testing::kSomeTimeUs + (id[0] == 'n' ? kHourUs : 0);
      auto event = testing::message(phone, "See you at noon", id + std::to_string(number), time_us);
      event.seq = ++seq_;
      const auto decision = core.apply(event);
      if (id[0] == 'n') return *decision;
      auto label = testing::fraud_label(event, event.time_us);
      label.seq = ++seq_;
      core.apply(std::move(label));
    }
    return domain::Decision();
  };
  const auto known = after_known_scam(1);
  ASSERT_EQ(known.rules.size(), 1U);
  ASSERT_FALSE(known.reasons.empty());
  EXPECT_EQ(known.reasons.front().code, domain::kKnownSenderRule);
  set(core, {{"rules.known_sender.points", "0"}});
  const auto off = after_known_scam(2);
  EXPECT_TRUE(off.rules.empty());
  EXPECT_TRUE(std::ranges::none_of(off.reasons, [](const auto& one) { return one.code == domain::kKnownSenderRule; }));
  EXPECT_EQ(off.threat_category, "");
  EXPECT_EQ(off.risk_score, known.risk_score - PolicySettings{}.known_sender_points);
}

TEST_F(PoliciesTest, TheLevelOfAlertsIsTheDecisionsOwn) {
  Core core = this->core();
  const auto alert_of = [](const domain::Decision& decision) {
    return domain::alert_for(std::make_shared<const domain::Decision>(decision));
  };
  EXPECT_FALSE(alert_of(decide(core, 1)));
  set(core, {{"alerts.min_level", "Low"}});
  const auto low = alert_of(decide(core, 2));
  ASSERT_TRUE(low);
  EXPECT_EQ(low->type, "low_risk");
}

TEST_F(PoliciesTest, ADecisionIsMadeAgainUnderItsOwnPolicy) {
  Core core = this->core();
  set(core, {{"decision.low_outcome", "decline"},
             {"decision.critical_from", "99"},
             {"rules.base_risk.points", "7"},
             {"rules.account_pressure.points", "0"}});
  const auto decision = decide(core, 1);
  std::string bytes;
  domain::append_decision(bytes, decision);
  auto stored = domain::decode_decision(bytes);
  ASSERT_TRUE(stored.ok());
  ASSERT_NE(stored->policy, nullptr);
  EXPECT_EQ(*stored->policy, *decision.policy);
  EXPECT_TRUE(decide_again(*stored, {}, models_)->differences.empty());
  stored->policy = nullptr;
  EXPECT_FALSE(decide_again(*stored, {}, models_)->differences.empty());
  for (std::size_t cut = 0; cut < bytes.size(); ++cut)
    EXPECT_FALSE(domain::decode_decision(std::string_view(bytes).substr(0, cut)).ok()) << cut;
}

TEST_F(PoliciesTest, ACheckpointKeepsIt) {
  Core core = this->core();
  set(core, {{"decision.low_outcome", "decline"}});
  Snapshot snapshot = core.start_snapshot();
  Core restored = this->core();
  while (const auto part = core.next_part(snapshot)) ASSERT_TRUE(restored.load_part(*part).ok());
  EXPECT_EQ(decide(restored, 1).outcome, Outcome::decline);
  auto old = testing::settings_change({{"decision.low_outcome", "review"}});
  old.seq = 1;  // known to the checkpoint
  EXPECT_EQ(restored.apply(std::move(old)), nullptr);
  EXPECT_EQ(decide(restored, 2).outcome, Outcome::decline) << "replay behind a newer part brings no old value back";
}

TEST(PolicyOf, WhatTheTenantDoesNotSayStays) {
  PolicySettings settings;
  domain::TenantPolicy own;
  own.high_from = 70;
  own.outcome_of_level[3] = Outcome::review;
  own.known_sender_points = 0;
  const auto policy = policy_of(settings, own);
  EXPECT_EQ(policy.high_from, 70);
  EXPECT_EQ(policy.medium_from, settings.medium_from);
  EXPECT_EQ(policy.known_sender_points, 0);
  EXPECT_EQ(policy.base_risk_points, settings.base_risk_points);
  EXPECT_EQ(policy.account_pressure_points, settings.account_pressure_points);
  EXPECT_EQ(policy.outcome_of_level[3], Outcome::review);
  EXPECT_EQ(policy.outcome_of_level[2], Outcome::review);
  EXPECT_TRUE(policy.block_on_critical);
}

}  // namespace
}  // namespace shrike::engine
