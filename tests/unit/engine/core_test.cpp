#include "shrike/engine/core.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/decision/policy.hpp"
#include "shrike/base/random.hpp"
#include "support/events.hpp"
#include "support/models.hpp"

namespace shrike::engine {
namespace {

constexpr std::string_view kScam = "URGENT! Bank suspended. Verify or legal action!";

class CoreTest : public ::testing::Test {
 protected:
  std::shared_ptr<domain::Decision> apply(domain::Event event) {
    event.seq = ++seq_;
    return core_.apply(std::move(event));
  }
  ManualClock clock_;
  Core core_{EngineSettings{}, testing::shipped_models(), clock_};
  domain::Seq seq_ = 0;
};

double contributions(const domain::Decision& decision) {
  double sum = decision.base_log_odds;
  for (const auto& reason : decision.reasons) sum += reason.contribution;
  return sum;
}

TEST_F(CoreTest, TheScamOfTheContractIsCriticalWithReasonsInWords) {
  const auto decision = apply(testing::message("555-0134", std::string(kScam)));
  EXPECT_EQ(decision->level, domain::RiskLevel::critical);
  EXPECT_EQ(decision->outcome, domain::Outcome::decline);
  EXPECT_EQ(decision->action, domain::Action::automatically_blacklisted);
  EXPECT_EQ(decision->threat_category, "Financial Scam");
  EXPECT_EQ(decision->primary_reason(), "Contains threatening language");
}

TEST_F(CoreTest, ASenderOnTheBlocklistIsDeclinedFromTheNextEventOn) {
  EXPECT_EQ(apply(testing::message("555-0134", "See you at lunch"))->outcome, domain::Outcome::approve);
  apply(testing::message("555-0134", std::string(kScam)));
  const auto next = apply(testing::message("555-0134", "See you at lunch"));
  EXPECT_EQ(next->outcome, domain::Outcome::decline);
  EXPECT_EQ(next->reasons.front().code, "blocklist");
  EXPECT_EQ(apply(testing::message("555-0135", "See you at lunch"))->outcome, domain::Outcome::approve);
}

TEST_F(CoreTest, BlocklistEntriesEndByEventTimeAndByHand) {
  auto late = testing::message("555-0134", "See you at lunch", {}, testing::kSomeTimeUs + kHourUs);
  apply(testing::block(domain::EntityKind::phone, "555-0134", true, testing::kSomeTimeUs + kMinuteUs));
  EXPECT_EQ(apply(testing::message("555-0134", "See you"))->outcome, domain::Outcome::decline);
  EXPECT_EQ(apply(late)->outcome, domain::Outcome::approve);
  apply(testing::block(domain::EntityKind::phone, "555-0134"));
  EXPECT_EQ(apply(late)->outcome, domain::Outcome::decline);
  apply(testing::block(domain::EntityKind::phone, "555-0134", false));
  EXPECT_EQ(apply(late)->outcome, domain::Outcome::approve);
}

TEST_F(CoreTest, EveryEntityKindOfATransactionCanBeBlocked) {
  auto event = testing::payment("", 100);
  auto& body = std::get<domain::Transaction>(event.body);
  body.customer_id = "cust-9";
  body.merchant_id = "shop-9";
  body.device_id = "dev-9";
  body.ip = "192.0.2.9";
  for (const auto& [kind, value] :
       {std::pair{domain::EntityKind::card, "tok_a"}, std::pair{domain::EntityKind::customer, "cust-9"},
        std::pair{domain::EntityKind::merchant, "shop-9"}, std::pair{domain::EntityKind::terminal, "term-1"},
        std::pair{domain::EntityKind::device, "dev-9"}, std::pair{domain::EntityKind::ip, "192.0.2.9"}}) {
    EXPECT_EQ(apply(event)->rules.size(), 0U);
    apply(testing::block(kind, value));
    EXPECT_EQ(apply(event)->outcome, domain::Outcome::decline) << to_string(kind);
    apply(testing::block(kind, value, false));
  }
}

TEST_F(CoreTest, TheAllowListOverridesWhatIsAutomatic) {
  using domain::EntityKind;
  using domain::ListSource;
  const auto put = [&](EntityKind kind, const char* value, domain::EntityList list, ListSource source) {
    auto event = testing::block(kind, value);
    auto& entry = std::get<domain::Control>(event.body).entry;
    entry.list = list;
    entry.source = source;
    apply(event);
  };
  const auto blocked = [&](const auto& decision) {
    return std::ranges::find(decision->rules, domain::kBlocklistRule, &domain::RuleHit::id) != decision->rules.end();
  };
  const auto event = testing::payment("", 100, "tok_a", "term-1");
  put(EntityKind::card, "tok_a", domain::EntityList::block, ListSource::automatic);
  EXPECT_TRUE(blocked(apply(event)));
  put(EntityKind::terminal, "term-1", domain::EntityList::allow, ListSource::analyst);
  const auto allowed = apply(event);
  EXPECT_FALSE(blocked(allowed)) << "another entity of the event is allowed";
  EXPECT_EQ(allowed->rules.front().id, domain::kAllowlistRule);
  put(EntityKind::card, "tok_a", domain::EntityList::block, ListSource::analyst);
  EXPECT_TRUE(blocked(apply(event))) << "a person's word counts";
  put(EntityKind::card, "tok_a", domain::EntityList::allow, ListSource::analyst);
  EXPECT_FALSE(blocked(apply(event))) << "the later entry takes the place of the earlier";
}

TEST_F(CoreTest, TheSameIdIsADuplicateAndAnotherBodyAConflict) {
  const auto first = apply(testing::payment("t-1", 1000));
  EXPECT_EQ(first->evaluation, domain::Evaluation::fresh);
  const auto again = apply(testing::payment("t-1", 1000));
  EXPECT_EQ(again->evaluation, domain::Evaluation::duplicate);
  EXPECT_EQ(again->first_seq, first->seq());
  const auto other = apply(testing::payment("t-1", 1001));
  EXPECT_EQ(other->evaluation, domain::Evaluation::conflict);
  const auto next = apply(testing::payment("t-2", 1000, "tok_a", "term-1", testing::kSomeTimeUs + 1));
  EXPECT_EQ(next->features[static_cast<std::size_t>(feature("card_count_30d"))], 1) << "only the first one counted";
}

TEST_F(CoreTest, ContributionsAddUpToTheLogOdds) {
  Random random(3);
  for (int i = 0; i < 300; ++i) {
    const auto payment = apply(testing::payment(
        "", static_cast<std::int64_t>(random.below(300'000)), "tok_" + std::to_string(random.below(20)),
        "term-" + std::to_string(random.below(9)), testing::kSomeTimeUs + i * kHourUs));
    EXPECT_NEAR(contributions(*payment), payment->log_odds, 1e-4);
    const double calibrated = core_.model_choice().champions().transactions->calibration()(payment->log_odds);
    EXPECT_NEAR(payment->fraud_probability, 1 / (1 + std::exp(-calibrated)), 1e-12);
  }
  for (const char* text :
       {"See you at lunch", "Claim your free prize now at http://x.example, call 555-010-0123", "ok", ""}) {
    const auto message = apply(testing::message("", text));
    EXPECT_NEAR(contributions(*message), message->log_odds, 1e-4) << text;
  }
}

TEST_F(CoreTest, WithoutModelsItStillDecidesAndAddsUp) {
  Core cold(EngineSettings{}, {}, clock_);
  auto event = testing::payment("t", 100'000);
  std::get<domain::Transaction>(event.body).card_present = false;
  const auto decision = cold.apply(event);
  EXPECT_EQ(decision->model.id, "base-risk");
  EXPECT_NEAR(contributions(*decision), decision->log_odds, 1e-6);
  EXPECT_GT(cold.apply(testing::message("", std::string(kScam)))->fraud_probability, 0.5);
}

TEST_F(CoreTest, TheSameLogGivesTheSameDecisions) {
  const auto run = [&] {
    Core core(EngineSettings{}, testing::shipped_models(), clock_);
    Random random(11);
    std::string all;
    for (domain::Seq seq = 1; seq <= 500; ++seq) {
      auto event = random.below(5) == 0 ? testing::message("555-01" + std::to_string(10 + random.below(20)),
                                                           random.below(2) == 0 ? std::string(kScam) : "hello")
                                        : testing::payment("t" + std::to_string(random.below(400)),
                                                           static_cast<std::int64_t>(random.below(90'000)),
                                                           "tok_" + std::to_string(random.below(9)), "term-1",
                                                           testing::kSomeTimeUs + static_cast<TimeUs>(seq) * kMinuteUs);
      event.seq = seq;
      const auto decision = core.apply(event);
      all += std::to_string(decision->log_odds) + std::to_string(decision->risk_score) +
             std::string(decision->primary_reason());
    }
    return all;
  };
  EXPECT_EQ(run(), run());
}

TEST(Policy, LevelsAndOutcomesFollowTheThresholds) {
  const PolicySettings policy;
  struct Row {
    double probability;
    domain::RiskLevel level;
    domain::Outcome outcome;
  };
  for (const Row& row : {Row{0.294, domain::RiskLevel::low, domain::Outcome::approve},
                         Row{0.295, domain::RiskLevel::medium, domain::Outcome::approve},
                         Row{0.6, domain::RiskLevel::high, domain::Outcome::review},
                         Row{0.849, domain::RiskLevel::critical, domain::Outcome::decline}}) {
    domain::Decision decision;
    decision.event = testing::payment("t", 100);
    decision.fraud_probability = row.probability;
    apply_policy(policy, false, false, decision);
    EXPECT_EQ(decision.level, row.level) << row.probability;
    EXPECT_EQ(decision.outcome, row.outcome) << row.probability;
  }
}

TEST(Policy, AThresholdMovesReviewAndLeavesDeclineAlone) {
  struct Row {
    double review_from;
    double probability;
    domain::Outcome outcome;
  };
  using domain::Outcome;
  for (const Row& row :
       {Row{12.5, 0.124, Outcome::approve}, Row{12.5, 0.125, Outcome::review}, Row{72.25, 0.7, Outcome::approve},
        Row{72.25, 0.7225, Outcome::review}, Row{99, 0.9, Outcome::decline}, Row{0, 0, Outcome::review}}) {
    domain::Decision decision;
    decision.event = testing::payment("t", 100);
    decision.fraud_probability = row.probability;
    decision.review_from = row.review_from;
    apply_policy({}, false, false, decision);
    EXPECT_EQ(decision.outcome, row.outcome) << row.probability;
  }
  EXPECT_EQ(verdict_of({}, false, 25, 0.1, {{"rule", 20}}).outcome, Outcome::review) << "points of rules count";
  EXPECT_EQ(verdict_of({}, true, 99, 0, {}).outcome, Outcome::decline);
}

TEST(Policy, RulePointsNeverPassAHundred) {
  domain::Decision decision;
  decision.event = testing::payment("t", 100);
  decision.fraud_probability = 0.95;
  decision.rules = {{"a", 20}, {"b", 20}};
  apply_policy({}, false, false, decision);
  EXPECT_EQ(decision.risk_score, 100);
}

}  // namespace
}  // namespace shrike::engine
