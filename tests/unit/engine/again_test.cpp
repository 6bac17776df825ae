#include "shrike/engine/again.hpp"

#include <gtest/gtest.h>

#include "shrike/app/models.hpp"
#include "shrike/domain/decision_codec.hpp"
#include "shrike/sources/generator.hpp"
#include "support/events.hpp"

namespace shrike::engine {
namespace {

class AgainTest : public ::testing::Test {
 protected:
  AgainTest() : models_(*app::load_models("", "")) {}
  EngineSettings settings_;
  ModelSet models_;
  SystemClock clock_;
};

TEST_F(AgainTest, EveryDecisionOfTheDemoComesOutTheSame) {
  sources::EventStream stream({});
  Core core(settings_, models_, clock_);
  std::size_t blocked = 0;
  for (domain::Seq seq = 1; seq <= 5'000; ++seq) {
    auto event = stream.next();
    event.seq = seq;
    const auto decision = core.apply(std::move(event));
    if (decision == nullptr) continue;
    blocked += decision->outcome == domain::Outcome::decline ? 1 : 0;
    domain::Decision stored = *decision;
    stored.block.reset();
    const auto again = decide_again(stored, settings_, models_);
    ASSERT_TRUE(again.ok());
    ASSERT_TRUE(again->differences.empty()) << seq << ": " << again->differences.front();
  }
  EXPECT_GT(blocked, 0U);
}

/// Two cores on the same events: one gives every reason at once, the other leaves out those of approvals.
TEST_F(AgainTest, ReasonsThatWereLeftOutComeOutTheSame) {
  sources::EventStream stream({});
  Core full(settings_, models_, clock_), flagged(settings_, models_, clock_);
  std::size_t left_out = 0;
  for (domain::Seq seq = 1; seq <= 5'000; ++seq) {
    auto event = stream.next();
    event.seq = seq;
    const auto expected = full.apply(event);
    const auto decision = flagged.apply(std::move(event), Effort::flagged);
    if (decision == nullptr) continue;
    domain::Decision stored = *decision;
    stored.block.reset();
    ASSERT_TRUE(decide_again(stored, settings_, models_)->differences.empty()) << seq;
    const bool approved = decision->outcome == domain::Outcome::approve;
    ASSERT_EQ(decision->reasons.empty(), approved && expected->evaluation == domain::Evaluation::fresh) << seq;
    left_out += approved ? 1 : 0;
    ASSERT_TRUE(explain(*decision, settings_, models_));
    std::string bytes, expected_bytes;
    domain::append_judgement(bytes, *decision);
    domain::append_judgement(expected_bytes, *expected);
    ASSERT_EQ(bytes, expected_bytes) << seq;
  }
  EXPECT_GT(left_out, 1'000U);
}

TEST_F(AgainTest, AnotherModelsReasonsAreLeftOut) {
  Core core(settings_, models_, clock_);
  const auto decision = core.apply(testing::payment("t-1", 500), Effort::flagged);
  ASSERT_EQ(decision->outcome, domain::Outcome::approve);
  decision->model.version += 1;
  EXPECT_FALSE(explain(*decision, settings_, models_));
  EXPECT_TRUE(decision->reasons.empty());
}

TEST_F(AgainTest, NamesWhatDiffers) {
  Core core(settings_, models_, clock_);
  domain::Decision stored = *core.apply(testing::payment("t-1", 500));
  stored.risk_score += 1;
  stored.reasons.front().text = "another";
  const auto again = decide_again(stored, settings_, models_);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->differences, (std::vector<std::string>{"risk_score", "reasons"}));
}

TEST_F(AgainTest, AnotherFeatureTableIsAConflict) {
  Core core(settings_, models_, clock_);
  const domain::Decision stored = *core.apply(testing::payment("t-1", 500));
  ASSERT_EQ(stored.feature_table, feature_table_id());
  domain::Decision shorter = stored, other = stored;
  shorter.features.resize(32);
  shorter.feature_table = 0;
  other.feature_table += 1;
  for (domain::Decision old : {shorter, other}) {
    const auto again = decide_again(old, settings_, models_);
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().kind, ErrorKind::conflict);
    EXPECT_EQ(again.error().message, "this decision was made with another feature table");
    old.reasons.clear();
    EXPECT_FALSE(explain(old, settings_, models_));
  }
}

TEST_F(AgainTest, AnotherModelIsAConflict) {
  Core core(settings_, models_, clock_);
  domain::Decision stored = *core.apply(testing::payment("t-1", 500));
  stored.model.version += 1;
  EXPECT_EQ(decide_again(stored, settings_, models_).error().kind, ErrorKind::conflict);
}

}  // namespace
}  // namespace shrike::engine
