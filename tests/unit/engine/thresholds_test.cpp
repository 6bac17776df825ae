// A threshold of review set by an event: who it counts for, since when, and after a checkpoint.
#include <gtest/gtest.h>

#include "shrike/domain/decision_codec.hpp"
#include "shrike/engine/again.hpp"
#include "support/events.hpp"
#include "support/models.hpp"

namespace shrike::engine {
namespace {

using domain::EventKind;
using testing::threshold_change;

class ThresholdsTest : public ::testing::Test {
 protected:
  Core core() { return {{}, models_, clock_, nullptr}; }
  domain::Decision decide(Core& core, int number, const std::string& tenant = "default") {
    auto event = testing::payment("t-" + std::to_string(number), 1'000);
    event.tenant = tenant;
    event.seq = ++seq_;
    return *core.apply(std::move(event));
  }
  void set(Core& core, std::optional<double> review_from, EventKind about = EventKind::transaction) {
    auto event = threshold_change(review_from, about);
    event.seq = ++seq_;
    EXPECT_EQ(core.apply(std::move(event)), nullptr);
  }
  const ModelSet models_ = testing::shipped_models();
  SystemClock clock_;
  domain::Seq seq_ = 0;
};

TEST_F(ThresholdsTest, ItCountsFromTheNextEventUntilItIsTakenBack) {
  Core core = this->core();
  const auto before = decide(core, 1);
  EXPECT_EQ(before.outcome, domain::Outcome::approve);
  EXPECT_EQ(before.review_from, std::nullopt);
  set(core, 0.0);
  const auto during = decide(core, 2);
  EXPECT_EQ(during.outcome, domain::Outcome::review);
  EXPECT_EQ(during.action, domain::Action::queued_for_review);
  EXPECT_EQ(during.review_from, 0.0);
  set(core, std::nullopt);
  EXPECT_EQ(decide(core, 3).outcome, domain::Outcome::approve);
}

TEST_F(ThresholdsTest, ItIsOfOneTenantAndOneKindOfEvent) {
  Core core = this->core();
  set(core, 0.0);
  EXPECT_EQ(decide(core, 1, "other").review_from, std::nullopt);
  auto text = testing::message("555-0100", "See you at lunch", "m-1");
  text.seq = ++seq_;
  EXPECT_EQ(core.apply(text)->review_from, std::nullopt);
  set(core, 0.0, EventKind::message);
  text = testing::message("555-0100", "See you at dinner", "m-2");
  text.seq = ++seq_;
  EXPECT_EQ(core.apply(text)->outcome, domain::Outcome::review);
}

TEST_F(ThresholdsTest, ADecisionIsMadeAgainUnderItsOwnThreshold) {
  Core core = this->core();
  set(core, 0.0);
  const auto decision = decide(core, 1);
  std::string bytes;
  domain::append_decision(bytes, decision);
  const auto stored = domain::decode_decision(bytes);
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(stored->review_from, 0.0);
  const auto again = decide_again(*stored, {}, models_);
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(again->differences.empty());
  auto altered = *stored;
  altered.review_from = 99.0;
  const auto other = decide_again(altered, {}, models_);
  ASSERT_TRUE(other.ok());
  EXPECT_FALSE(other->differences.empty());
}

TEST_F(ThresholdsTest, ACheckpointKeepsIt) {
  Core core = this->core();
  set(core, 0.0);
  Snapshot snapshot = core.start_snapshot();
  Core restored = this->core();
  while (const auto part = core.next_part(snapshot)) ASSERT_TRUE(restored.load_part(*part).ok());
  EXPECT_EQ(decide(restored, 1).review_from, 0.0);
  auto old = threshold_change(50.0);
  old.seq = 1;  // known to the checkpoint
  EXPECT_EQ(restored.apply(std::move(old)), nullptr);
  EXPECT_EQ(decide(restored, 2).review_from, 0.0) << "replay behind a newer part must not bring an old value back";
}

}  // namespace
}  // namespace shrike::engine
