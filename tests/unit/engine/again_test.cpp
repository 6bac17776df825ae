#include "shrike/engine/again.hpp"

#include <gtest/gtest.h>

#include "shrike/app/models.hpp"
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

TEST_F(AgainTest, NamesWhatDiffers) {
  Core core(settings_, models_, clock_);
  domain::Decision stored = *core.apply(testing::payment("t-1", 500));
  stored.risk_score += 1;
  stored.reasons.front().text = "another";
  const auto again = decide_again(stored, settings_, models_);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->differences, (std::vector<std::string>{"risk_score", "reasons"}));
}

TEST_F(AgainTest, AnotherModelIsAConflict) {
  Core core(settings_, models_, clock_);
  domain::Decision stored = *core.apply(testing::payment("t-1", 500));
  stored.model.version += 1;
  EXPECT_EQ(decide_again(stored, settings_, models_).error().kind, ErrorKind::conflict);
}

}  // namespace
}  // namespace shrike::engine
