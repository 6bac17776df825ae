#include "shrike/sinks/live.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "shrike/sinks/archive.hpp"
#include "support/events.hpp"

namespace shrike::sinks {
namespace {

domain::DecisionPtr decision(domain::Seq seq, domain::RiskLevel level, domain::Outcome outcome,
                             std::int64_t cents = 1000) {
  auto out = std::make_shared<domain::Decision>();
  out->event = testing::payment("t-" + std::to_string(seq), cents);
  out->event.seq = seq;
  out->level = level;
  out->outcome = outcome;
  out->timings.total = 40;
  return out;
}

std::shared_ptr<domain::DecisionBatch> batch_of(std::vector<domain::DecisionPtr> decisions) {
  auto batch = std::make_shared<domain::DecisionBatch>();
  batch->first_seq = decisions.empty() ? 1 : decisions.front()->seq();
  batch->last_seq = decisions.empty() ? 1 : decisions.back()->seq();
  batch->decisions = std::move(decisions);
  return batch;
}

class LiveTest : public ::testing::Test {
 protected:
  nlohmann::json totals(const std::string& tenant = "default") {
    std::string text;
    JsonWriter out(text);
    out.begin_object();
    live_.write_totals(out, tenant);
    out.end_object();
    return nlohmann::json::parse(text);
  }
  ManualClock clock_{1'790'000'000 * kSecondUs};
  Live live_{clock_, {}};
};

TEST_F(LiveTest, CountsByLevelOutcomeAndMoneyHeld) {
  live_.accept(batch_of({decision(1, domain::RiskLevel::low, domain::Outcome::approve),
                         decision(2, domain::RiskLevel::high, domain::Outcome::review, 2550),
                         decision(3, domain::RiskLevel::critical, domain::Outcome::decline, 100)}));
  const auto json = totals();
  EXPECT_EQ(json["totals"]["decisions"], 3);
  EXPECT_EQ(json["totals"]["by_level"]["Critical"], 1);
  EXPECT_EQ(json["totals"]["by_outcome"]["approve"], 1);
  EXPECT_EQ(json["totals"]["amount_held"][0]["amount"], "26.50");
  EXPECT_EQ(json["totals"]["alerts"], 1);
  EXPECT_NEAR(json["rates"]["flagged_share"].get<double>(), 2.0 / 3, 1e-9);
  EXPECT_GE(json["latency_us"]["p50"].get<int>(), 40);
}

TEST_F(LiveTest, ASecondIsToldOnceAfterItHasEnded) {
  const auto points = [this] { return nlohmann::json::parse(live_.tick("default").points); };
  live_.accept(batch_of({decision(1, domain::RiskLevel::low, domain::Outcome::approve)}));
  EXPECT_TRUE(points().empty()) << "it still runs";
  clock_.advance(kSecondUs);
  const auto ended = points();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0]["decisions"], 1);
  EXPECT_GE(ended[0]["p99_us"].get<int>(), 40);
  EXPECT_TRUE(points().empty()) << "told already";
  clock_.advance(kSecondUs);
  EXPECT_EQ(points()[0]["decisions"], 0) << "a quiet second is one too";
}

TEST_F(LiveTest, DuplicatesDoNotCount) {
  auto twice = std::make_shared<domain::Decision>(*decision(2, domain::RiskLevel::low, domain::Outcome::approve));
  twice->evaluation = domain::Evaluation::duplicate;
  live_.accept(batch_of({twice}));
  EXPECT_EQ(totals()["totals"]["decisions"], 0);
}

TEST_F(LiveTest, LabelsTellHowMuchFraudWasCaught) {
  const auto caught = decision(1, domain::RiskLevel::high, domain::Outcome::review);
  const auto missed = decision(2, domain::RiskLevel::low, domain::Outcome::approve);
  auto batch = batch_of({caught, missed});
  batch->labels = {testing::fraud_label(caught->event, 1), testing::fraud_label(missed->event, 1)};
  live_.accept(batch);
  EXPECT_EQ(totals()["totals"]["labelled_fraud"], 2);
  EXPECT_EQ(totals()["totals"]["labelled_fraud_caught"], 1);
}

TEST_F(LiveTest, ATickKeepsFlaggedRowsAndSaysWhatItLeftOut) {
  std::vector<domain::DecisionPtr> many;
  for (domain::Seq seq = 1; seq <= 500; ++seq) {
    many.push_back(seq == 3 ? decision(seq, domain::RiskLevel::critical, domain::Outcome::decline)
                            : decision(seq, domain::RiskLevel::low, domain::Outcome::approve));
  }
  live_.accept(batch_of(many));
  const auto tick = live_.tick("default");
  ASSERT_TRUE(tick.decisions.has_value());
  EXPECT_EQ(tick.alerts.size(), 1U);
  const auto json = nlohmann::json::parse(*tick.decisions);
  ASSERT_EQ(json["rows"].size(), kLiveRowsPerTick);
  EXPECT_EQ(json["rows"].back()["seq"], 3) << "the old flagged one is there";
  EXPECT_EQ(json["rows"].front()["seq"], 500);
  EXPECT_EQ(json["skipped"], 500 - kLiveRowsPerTick);
  EXPECT_FALSE(live_.tick("default").decisions.has_value());
}

TEST_F(LiveTest, HistoryHasAPointPerSecondAndIsBounded) {
  for (domain::Seq second = 0; second < kLiveHistorySeconds + 50; ++second) {
    live_.accept(batch_of({decision(second + 1, domain::RiskLevel::low, domain::Outcome::approve)}));
    clock_.advance(kSecondUs);
  }
  std::string text;
  JsonWriter out(text);
  live_.write_history(out, "default");
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json.size(), kLiveHistorySeconds);
  EXPECT_EQ(json[0]["decisions"], 1);
  EXPECT_DOUBLE_EQ(live_.decision_rate("default"), 1.0);
}

domain::DecisionPtr of_tenant(const std::string& tenant, domain::Seq seq, domain::RiskLevel level) {
  auto out = std::make_shared<domain::Decision>(*decision(seq, level, domain::Outcome::decline));
  out->event.tenant = tenant;
  return out;
}

TEST_F(LiveTest, WhatIsSaidOfATenantComesFromItsOwnEvents) {
  auto batch = batch_of({of_tenant("a", 1, domain::RiskLevel::critical), of_tenant("b", 2, domain::RiskLevel::low),
                         of_tenant("a", 3, domain::RiskLevel::critical)});
  batch->labels = {testing::fraud_label(batch->decisions[0]->event, 1)};
  batch->labels[0].tenant = "a";
  live_.accept(batch);
  EXPECT_EQ(totals("a")["totals"]["decisions"], 2);
  EXPECT_EQ(totals("a")["totals"]["labelled_fraud_caught"], 1);
  EXPECT_EQ(totals("b")["totals"]["decisions"], 1);
  EXPECT_EQ(totals("b")["totals"]["labels"], 0);
  EXPECT_EQ(totals("b")["totals"]["alerts"], 0);
  EXPECT_EQ(totals("c")["totals"]["decisions"], 0);
  EXPECT_EQ(live_.event_time_us("c"), 0);
  EXPECT_EQ(live_.event_time_us("a"), testing::kSomeTimeUs);
  const auto ours = live_.tick("b");
  EXPECT_TRUE(ours.alerts.empty());
  const auto rows = nlohmann::json::parse(ours.decisions.value())["rows"];
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0]["seq"], 2);
  EXPECT_EQ(live_.tick("a").alerts.size(), 2U) << "another tenant's tick took nothing of it";
  EXPECT_EQ(live_.everything().decisions, 3U);
  EXPECT_EQ(live_.everything().alerts_raised, 2U);
}

TEST_F(LiveTest, TenantsAreBoundedAndTheRestIsCounted) {
  std::vector<domain::DecisionPtr> many;
  for (domain::Seq seq = 1; seq <= kLiveTenantsMax + 3; ++seq)
    many.push_back(of_tenant("t" + std::to_string(seq), seq, domain::RiskLevel::low));
  live_.accept(batch_of(many));
  EXPECT_EQ(live_.tenants().size(), kLiveTenantsMax);
  EXPECT_EQ(live_.everything().decisions, kLiveTenantsMax + 3);
  EXPECT_EQ(live_.everything().untold, 3U);
  EXPECT_FALSE(live_.admit("one more"));
  EXPECT_TRUE(live_.admit("t1"));
}

TEST_F(LiveTest, LatenciesOfOlderSecondsStayAsQuantiles) {
  for (domain::Seq second = 0; second < 200; ++second) {
    auto slow =
        std::make_shared<domain::Decision>(*decision(second + 1, domain::RiskLevel::low, domain::Outcome::approve));
    slow->timings.total = second < 100 ? 5'000 : 40;
    live_.accept(batch_of({slow}));
    clock_.advance(kSecondUs);
  }
  EXPECT_LT(totals()["latency_us"]["max"].get<int>(), 50) << "only the last minute counts";
  std::string text;
  JsonWriter out(text);
  live_.write_history(out, "default");
  const auto history = nlohmann::json::parse(text);
  EXPECT_GE(history[0]["p99_us"].get<int>(), 5'000);
  EXPECT_LT(history[199]["p99_us"].get<int>(), 50);
}

}  // namespace
}  // namespace shrike::sinks
