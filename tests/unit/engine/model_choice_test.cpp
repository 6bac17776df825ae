#include <gtest/gtest.h>

#include <set>

#include "shrike/engine/again.hpp"
#include "support/events.hpp"
#include "support/models.hpp"

namespace shrike::engine {
namespace {

using Action = domain::Control::Action;
using testing::model_change;

const std::string kId = "transaction-gbt";

class ModelChoiceTest : public ::testing::Test {
 protected:
  ModelChoiceTest() {
    for (const std::uint32_t version : {100U, 101U, 102U}) {
      EXPECT_TRUE(library_.add(testing::shipped_trees(version)).ok());
    }
  }
  Core core() { return {{}, models_, clock_, &library_}; }
  domain::Decision decide(Core& core, int number, const std::string& card = "tok_a") {
    auto event = testing::payment("t-" + std::to_string(number), 1'000 + number, card);
    event.seq = ++seq_;
    return *core.apply(std::move(event));
  }
  void change(Core& core, Action action, domain::ModelRef model, std::uint8_t share = 0) {
    auto event = model_change(action, std::move(model), share);
    event.seq = ++seq_;
    EXPECT_EQ(core.apply(std::move(event)), nullptr);
  }

  const ModelSet models_ = testing::shipped_models();
  ModelLibrary library_;
  SystemClock clock_;
  domain::Seq seq_ = 0;
};

TEST_F(ModelChoiceTest, TheStartingModelJudgesUntilAnotherIsActivated) {
  Core core = this->core();
  EXPECT_EQ(decide(core, 1).model.version, models_.transactions->header().version);
  change(core, Action::model_activate, {kId, 101});
  EXPECT_EQ(decide(core, 2).model, (domain::ModelRef{kId, 101}));
  const domain::ModelRef start{kId, models_.transactions->header().version};
  EXPECT_EQ(core.model_choice().of(domain::EventKind::transaction).previous, start)
      << "a first change can be taken back";
  change(core, Action::model_activate, {kId, 102});
  EXPECT_EQ(decide(core, 3).model, (domain::ModelRef{kId, 102}));
  EXPECT_EQ(core.model_choice().of(domain::EventKind::transaction).previous, (domain::ModelRef{kId, 101}));
  EXPECT_TRUE(core.model_choice().missing().empty());
}

TEST_F(ModelChoiceTest, ChoosingTheStartingModelLeavesNothingToGoBackTo) {
  Core core = this->core();
  change(core, Action::model_activate, {kId, models_.transactions->header().version});
  EXPECT_EQ(core.model_choice().of(domain::EventKind::transaction).previous.version, 0U);
}

TEST_F(ModelChoiceTest, ForAModelThatIsNotThereTheOneBeforeItJudgesAndThatIsTold) {
  Core core = this->core();
  change(core, Action::model_activate, {kId, 200});
  EXPECT_EQ(decide(core, 1).model, (domain::ModelRef{kId, 102}));
  EXPECT_NE(core.model_choice().missing().find("version 200"), std::string::npos);
  change(core, Action::model_activate, {"nobody-knows-it", 3});
  EXPECT_EQ(decide(core, 2).model, (domain::ModelRef{kId, 102})) << "what judged before goes on";
}

TEST_F(ModelChoiceTest, AShadowIsNotedAndDecidesNothing) {
  Core core = this->core();
  Core alone = this->core();
  change(core, Action::model_challenge, {kId, 101}, 0);
  const auto decision = decide(core, 1);
  ASSERT_TRUE(decision.shadow.has_value());
  EXPECT_EQ(decision.shadow->model, (domain::ModelRef{kId, 101}));
  EXPECT_EQ(decision.model.version, models_.transactions->header().version);
  // The same trees under another version say the same.
  EXPECT_EQ(decision.shadow->fraud_probability, decision.fraud_probability);
  EXPECT_EQ(decision.shadow->outcome, decision.outcome);
  change(core, Action::model_challenge, {kId, 0});
  EXPECT_FALSE(decide(core, 2).shadow.has_value());
}

TEST_F(ModelChoiceTest, AShareOfTheCardsIsDecidedByTheChallengerAlways) {
  Core core = this->core();
  change(core, Action::model_activate, {kId, 100});
  change(core, Action::model_challenge, {kId, 101}, 30);
  std::size_t challenged = 0;
  for (int card = 0; card < 1'000; ++card) {
    std::set<std::uint32_t> versions;
    for (int again = 0; again < 2; ++again) {
      const auto decision = decide(core, 2 * card + again, "tok_" + std::to_string(card));
      versions.insert(decision.model.version);
      ASSERT_TRUE(decision.shadow.has_value());
      EXPECT_EQ(decision.model.version + decision.shadow->model.version, 201U);
    }
    ASSERT_EQ(versions.size(), 1U) << "one card, two judges";
    challenged += versions.contains(101) ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(challenged), 300, 60);  // four standard deviations
  change(core, Action::model_activate, {kId, 101});
  EXPECT_FALSE(decide(core, 5'000).shadow.has_value()) << "a challenger that won challenges nobody";
}

TEST_F(ModelChoiceTest, ACheckpointKeepsIt) {
  Core core = this->core();
  change(core, Action::model_activate, {kId, 100});
  change(core, Action::model_challenge, {kId, 102}, 40);
  Core restored = this->core();
  Snapshot snapshot = core.start_snapshot();
  while (const auto part = core.next_part(snapshot)) ASSERT_TRUE(restored.load_part(*part).ok());
  for (int card = 0; card < 50; ++card) {
    const std::string token = "tok_" + std::to_string(card);
    const domain::Seq before = seq_;
    const auto expected = decide(core, 10 + card, token);
    seq_ = before;
    const auto decision = decide(restored, 10 + card, token);
    EXPECT_EQ(decision.model, expected.model);
    EXPECT_EQ(decision.shadow->model, expected.shadow->model);
  }
}

TEST_F(ModelChoiceTest, WhatOtherVersionsDecidedIsDecidedAgainByThem) {
  ASSERT_TRUE(library_.add(testing::shipped_trees(models_.transactions->header().version)).ok());
  Core core = this->core();
  std::vector<domain::Decision> stored{decide(core, 1)};
  change(core, Action::model_challenge, {kId, 102}, 50);
  for (int card = 0; card < 20; ++card) stored.push_back(decide(core, 10 + card, "tok_" + std::to_string(card)));
  change(core, Action::model_activate, {kId, 100});
  stored.push_back(decide(core, 100));
  for (const auto& decision : stored) {
    const auto again = decide_again(decision, {}, library_.judges_of(decision));
    ASSERT_TRUE(again.ok()) << again.error().message;
    EXPECT_TRUE(again->differences.empty()) << again->differences.front();
  }
}

TEST(ModelLibrary, OneModelPerIdAndVersion) {
  ModelLibrary library;
  ASSERT_TRUE(library.add(testing::shipped_trees(5)).ok());
  EXPECT_EQ(library.add(testing::shipped_trees(5)).error().kind, ErrorKind::conflict);
  ASSERT_TRUE(library.add(testing::shipped_trees(9)).ok());
  EXPECT_TRUE(library.find({kId, 5}).has_value());
  EXPECT_FALSE(library.find({kId, 6}).has_value());
  ASSERT_TRUE(library.add(testing::shipped_version(kId, 7, "ada")).ok());
  EXPECT_EQ(header_of(*library.newest_below({kId, 9}, "ada")).version, 7U);
  EXPECT_EQ(header_of(*library.newest_below({kId, 9}, domain::kOperatorTenant)).version, 5U);
  EXPECT_FALSE(library.newest_below({kId, 5}, "ada").has_value());
  EXPECT_EQ(about(library.all().front()), domain::EventKind::transaction);
}

}  // namespace
}  // namespace shrike::engine
