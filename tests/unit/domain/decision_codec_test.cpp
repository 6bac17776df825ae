#include "shrike/domain/decision_codec.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/events.hpp"

namespace shrike::domain {
namespace {

Decision full() {
  Decision out;
  out.event = testing::payment("t-1", 1250);
  out.event.seq = 77;
  out.risk_score = 95;
  out.level = RiskLevel::critical;
  out.outcome = Outcome::decline;
  out.action = Action::automatically_blacklisted;
  out.fraud_probability = 0.1 + 0.2;
  out.base_log_odds = -4.5;
  out.log_odds = 3.25;
  out.block = BlocklistEntry{EntityKind::card, "tok_a", "Critical", ListSource::automatic, 5, 9};
  out.threat_category = "Financial Scam";
  out.reasons = {{"amount", "Amount 12.50", 1.5F}, {"other", "", -0.25F}};
  out.rules = {{"base_risk", 10}};
  out.model = {"boosted", 3};
  out.shadow = Shadow{{"boosted", 2}, 0.25, 25, Outcome::review};
  out.features = {1.0F, std::nanf(""), -0.0F};
  out.feature_table = 0xA1B2C3D4;
  out.timings = {1, 2, 3, 4, 5};
  return out;
}

std::string bytes_of(const Decision& decision) {
  std::string bytes;
  append_decision(bytes, decision);
  return bytes;
}

TEST(DecisionCodec, ReadsBackEveryBit) {
  const std::string bytes = bytes_of(full());
  const auto read = decode_decision(bytes);
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(bytes_of(*read), bytes);
  EXPECT_EQ(read->seq(), 77U);
  EXPECT_EQ(read->block->value, "tok_a");
  EXPECT_EQ(read->reasons[1].contribution, -0.25F);
  EXPECT_TRUE(std::isnan(read->features[1]));
  EXPECT_EQ(read->shadow->model, (ModelRef{"boosted", 2}));
  EXPECT_EQ(read->shadow->outcome, Outcome::review);
  EXPECT_EQ(read->feature_table, 0xA1B2C3D4U);
  EXPECT_EQ(read->timings.total, 5U);
}

TEST(DecisionCodec, JudgementLeavesOutMeasuredTimes) {
  Decision later = full();
  later.timings.total = 999;
  std::string one, other;
  append_judgement(one, full());
  append_judgement(other, later);
  EXPECT_EQ(one, other);
  later.rules[0].score = 11;
  other.clear();
  append_judgement(other, later);
  EXPECT_NE(one, other);
}

TEST(DecisionCodec, EveryCutAndALongerTextAreRefused) {
  const std::string bytes = bytes_of(full());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode_decision(std::string_view(bytes).substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(decode_decision(bytes + "x").ok());
}

TEST(DecisionCodec, AStepKeepsItsDecisionsLabelsAndControls) {
  DecisionBatch batch;
  batch.first_seq = 77;
  batch.last_seq = 79;
  batch.decisions = {std::make_shared<const Decision>(full())};
  batch.labels = {testing::fraud_label(full().event, 1)};
  batch.labels[0].seq = 78;
  batch.controls = {testing::block(EntityKind::phone, "555-1")};
  batch.controls[0].seq = 79;
  std::string bytes, again;
  append_batch(bytes, batch);
  const auto read = decode_batch(bytes);
  ASSERT_TRUE(read.ok());
  append_batch(again, *read);
  EXPECT_EQ(again, bytes);
  EXPECT_EQ(read->labels[0].seq, 78U);
  EXPECT_FALSE(decode_batch(bytes.substr(1)).ok());
}

}  // namespace
}  // namespace shrike::domain
