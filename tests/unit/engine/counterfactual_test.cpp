#include "shrike/engine/counterfactual.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/decision/what_if.hpp"
#include "shrike/app/models.hpp"
#include "shrike/domain/money.hpp"
#include "shrike/engine/again.hpp"
#include "shrike/sources/generator.hpp"
#include "support/events.hpp"

namespace shrike::engine {
namespace {

using domain::Decision;
using domain::Outcome;

class CounterfactualTest : public ::testing::Test {
 protected:
  CounterfactualTest() : models_(*app::load_models("", "")), core_(settings_, models_, clock_) {}

  /// What the live path would have decided on the other event, at the same place in the stream.
  Decision instead_of(const Decision& stored, domain::Event event) const {
    Decision other = stored;
    other.event = std::move(event);
    if (other.transaction() != nullptr) {
      const FeatureVector features = core_.features_of(other.event);
      other.features.assign(features.begin(), features.end());
    }
    std::erase_if(other.rules, [](const auto& rule) { return rule.id == domain::kBlocklistRule; });
    return decide_again(other, settings_, models_)->decision;
  }

  EngineSettings settings_;
  ModelSet models_;
  SystemClock clock_;
  Core core_;
};

const Change* change_of(const Counterfactual& found, std::string_view input) {
  const auto change = std::ranges::find(found.changes, input, &Change::input);
  return change == found.changes.end() ? nullptr : &*change;
}

/// The event with the changes made to it.
domain::Event changed(domain::Event event, const Counterfactual& found) {
  auto& payment = std::get<domain::Transaction>(event.body);
  if (const Change* amount = change_of(found, "amount"))
    payment.amount.minor = *domain::parse_decimal(amount->to, payment.amount.currency);
  if (const Change* channel = change_of(found, "channel")) {
    payment.channel = *domain::channel_from(channel->to);
    payment.card_present = true;
  }
  if (change_of(found, "card_present") != nullptr) payment.card_present = true;
  return event;
}

TEST_F(CounterfactualTest, AnotherAmountHasTheFeaturesOfTheLivePath) {
  sources::EventStream stream({});
  std::size_t compared = 0;
  for (domain::Seq seq = 1; seq <= 4'000; ++seq) {
    domain::Event event = stream.next();
    event.seq = seq;
    if (auto* payment = std::get_if<domain::Transaction>(&event.body)) {
      domain::Event other = event;
      auto& amount = std::get<domain::Transaction>(other.body).amount;
      amount.minor = amount.minor * 37 / 100 + 1;
      const FeatureVector expected = core_.features_of(other);
      const FeatureVector actual = with_amount(core_.features_of(event), amount.major(), settings_.features);
      for (std::size_t i = 0; i < kFeatureCount; ++i) {
        ASSERT_EQ(std::isnan(actual[i]), std::isnan(expected[i])) << kFeatureTable[i].name;
        if (std::isnan(expected[i])) continue;
        ASSERT_NEAR(actual[i], expected[i], 1e-4 * std::max(1.0F, std::abs(expected[i])))
            << kFeatureTable[i].name << " of " << payment->id;
      }
      ++compared;
    }
    core_.apply(std::move(event), Effort::state_only);
  }
  EXPECT_GT(compared, 1'000U);
}

TEST_F(CounterfactualTest, OfPaymentsHoldOnTheLivePathAndAreTheNearest) {
  sources::EventStream stream({});
  std::size_t found_any = 0, amounts = 0;
  for (domain::Seq seq = 1; seq <= 12'000; ++seq) {
    domain::Event event = stream.next();
    event.seq = seq;
    if (!std::holds_alternative<domain::Transaction>(event.body)) {
      core_.apply(std::move(event), Effort::state_only);
      continue;
    }
    // Judged before it counts, as the engine does it, so that the history of the moment is still there to ask.
    Decision stored;
    stored.event = event;
    const FeatureVector features = core_.features_of(event);
    stored.features.assign(features.begin(), features.end());
    stored.feature_table = feature_table_id();
    stored.model = {models_.transactions->header().id, models_.transactions->header().version};
    stored = decide_again(stored, settings_, models_)->decision;
    if (stored.outcome != Outcome::approve) {
      const auto found = counterfactual(stored, settings_, models_);
      ASSERT_TRUE(found.has_value());
      EXPECT_FALSE(found->text.empty());
      if (!found->changes.empty()) {
        ++found_any;
        const Decision other = instead_of(stored, changed(event, *found));
        ASSERT_LT(other.outcome, stored.outcome) << found->text;
        ASSERT_EQ(other.outcome, found->outcome) << found->text;
        ASSERT_EQ(other.risk_score, found->risk_score) << found->text;
        if (const Change* amount = change_of(*found, "amount"); amount != nullptr && found->changes.size() == 1) {
          ++amounts;
          Counterfactual more = *found;
          const auto& currency = stored.transaction()->amount.currency;
          domain::Money next{*domain::parse_decimal(amount->to, currency) + 1, currency};
          more.changes[0].to = next.decimal();
          ASSERT_EQ(instead_of(stored, changed(event, more)).outcome, stored.outcome) << found->text;
        }
      }
    }
    core_.apply(std::move(event), Effort::state_only);
  }
  EXPECT_GT(found_any, 0U);
  EXPECT_GT(amounts, 0U);
}

TEST_F(CounterfactualTest, OfMessagesHoldOnTheText) {
  domain::Event event;
  event.seq = 1;
  event.time_us = testing::kSomeTimeUs;
  event.body =
      domain::Message{"m-1", "URGENT! Your bank account is suspended. Verify now at http://bit.ly/x1 or pay a fine",
                      "+15551234", domain::Channel::sms};
  const auto stored = core_.apply(event);
  ASSERT_NE(stored, nullptr);
  ASSERT_NE(stored->outcome, Outcome::approve);
  stored->block.reset();
  const auto found = counterfactual(*stored, settings_, models_);
  ASSERT_TRUE(found.has_value());
  ASSERT_FALSE(found->changes.empty()) << found->text;
  EXPECT_LE(found->changes.size(), 6U);
  std::string text = " " + stored->message()->content + " ";
  for (const Change& change : found->changes) {
    const auto at = text.find(" " + change.from + " ");
    ASSERT_NE(at, std::string::npos) << change.from;
    text.erase(at, change.from.size() + 1);
  }
  std::get<domain::Message>(event.body).content = text.substr(1, text.size() - 2);
  const Decision other = instead_of(*stored, event);
  EXPECT_LT(other.outcome, stored->outcome) << found->text;
  EXPECT_EQ(other.risk_score, found->risk_score);
}

TEST_F(CounterfactualTest, OfABlockedCardIsTheBlocklist) {
  domain::Event event = testing::payment("t-1", 1'000, "tok1", "term1", testing::kSomeTimeUs);
  event.seq = 1;
  core_.restore_blocklist(event.tenant, {domain::EntityKind::card, "tok1", "reported stolen"});
  const auto stored = core_.apply(event);
  ASSERT_EQ(stored->outcome, Outcome::decline);
  const auto found = counterfactual(*stored, settings_, models_);
  ASSERT_TRUE(found.has_value());
  ASSERT_EQ(found->changes.size(), 1U);
  EXPECT_EQ(found->changes[0].input, "blocklist");
  EXPECT_EQ(found->text, "Would be approved if it were not on the blocklist");
}

TEST_F(CounterfactualTest, OfWhatWasApprovedOrJudgedByOthersIsNone) {
  domain::Event event = testing::payment("t-1", 1'000, "tok1", "term1", testing::kSomeTimeUs);
  event.seq = 1;
  const auto approved = core_.apply(event);
  ASSERT_EQ(approved->outcome, Outcome::approve);
  EXPECT_FALSE(counterfactual(*approved, settings_, models_).has_value());
  Decision other = *approved;
  other.outcome = Outcome::decline;
  EXPECT_FALSE(counterfactual(other, settings_, models_).has_value()) << "now it would be approved";
  EngineSettings strict = settings_;
  strict.policy.outcome_of_level.fill(Outcome::review);
  other.outcome = Outcome::review;
  EXPECT_TRUE(counterfactual(other, strict, models_).has_value());
  other.model.version += 1;
  EXPECT_FALSE(counterfactual(other, strict, models_).has_value()) << "another model judged";
}

}  // namespace
}  // namespace shrike::engine
