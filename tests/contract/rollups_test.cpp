#include "shrike/store/rollups.hpp"

#include <map>

#include "samples.hpp"
#include "shrike/store/blocklist.hpp"
#include "shrike/store/labels.hpp"
#include "store_fixture.hpp"

namespace shrike::store {

STORE_SUITE(Rollups);

TEST_P(Rollups, totals_are_what_counting_gives) {
  const auto decisions = sample::mixed(1, 3'000);  // two days
  for (std::size_t first = 0; first < decisions.size(); first += 500) {
    ASSERT_OK(sample::insert(db(), {decisions.begin() + static_cast<std::ptrdiff_t>(first),
                                    decisions.begin() + static_cast<std::ptrdiff_t>(first + 500)}));
  }
  ASSERT_OK(sample::insert(db(), sample::mixed(3'001, 3'050, "other")));
  Totals expected;
  std::int64_t held = 0;
  for (const auto& decision : decisions) {
    ++expected.decisions;
    ++(decision->transaction() != nullptr ? expected.transactions : expected.messages);
    ++expected.by_level[static_cast<std::size_t>(decision->level)];
    ++expected.by_outcome[static_cast<std::size_t>(decision->outcome)];
    if (decision->transaction() != nullptr && decision->outcome != domain::Outcome::approve)
      held += decision->transaction()->amount.minor;
  }
  const auto found = *totals(db(), "default");
  EXPECT_EQ(found.decisions, expected.decisions);
  EXPECT_EQ(found.transactions, expected.transactions);
  EXPECT_EQ(found.messages, expected.messages);
  EXPECT_EQ(found.by_level, expected.by_level);
  EXPECT_EQ(found.by_outcome, expected.by_outcome);
  ASSERT_EQ(found.amount_held.size(), 1U);
  EXPECT_EQ(found.amount_held[0].minor, held);
  EXPECT_EQ(found.amount_held[0].currency.text(), "EUR");
  EXPECT_EQ(totals(db(), "other")->decisions, 50U);
  EXPECT_EQ(totals(db(), "nobody")->decisions, 0U);
}

TEST_P(Rollups, days_are_those_of_the_events) {
  const auto decisions = sample::mixed(1, 3'000);
  ASSERT_OK(sample::insert(db(), decisions));
  std::map<TimeUs, std::uint64_t> expected;
  for (const auto& decision : decisions) ++expected[decision->event.time_us / kDayUs * kDayUs];
  ASSERT_EQ(expected.size(), 3U);
  std::map<TimeUs, std::uint64_t> found;
  const auto all = *daily_counts(db(), "default", 0, sample::kStart + 10 * kDayUs);
  for (const DailyCount& row : all) found[row.day_us] += row.decisions;
  EXPECT_EQ(found, expected);
  const TimeUs second = std::next(expected.begin())->first;
  const auto one = *daily_counts(db(), "default", second, second + 1);
  EXPECT_FALSE(one.empty());
  for (const DailyCount& row : one) EXPECT_EQ(row.day_us, second);
}

TEST_P(Rollups, absurd_amounts_saturate) {
  std::vector<domain::DecisionPtr> decisions;
  for (domain::Seq seq = 1; seq <= 40; ++seq) {
    auto decision = sample::payment(seq);
    std::get<domain::Transaction>(decision.event.body).amount.minor = INT64_MAX;
    decision.event.time_us = sample::kStart + static_cast<TimeUs>(seq % 2) * kDayUs;
    decision.outcome = domain::Outcome::decline;
    decisions.push_back(sample::shared(std::move(decision)));
  }
  ASSERT_OK(sample::insert(db(), {decisions.begin(), decisions.begin() + 20}));
  ASSERT_OK(sample::insert(db(), {decisions.begin() + 20, decisions.end()}));
  const auto found = totals(db(), "default");
  ASSERT_OK(found);
  EXPECT_EQ(found->decisions, 40U);
  EXPECT_GT(found->amount_held.at(0).minor, INT64_MAX - 10);
}

TEST_P(Rollups, labels_alerts_and_blocked_entities) {
  auto caught = sample::payment(1);
  caught.outcome = domain::Outcome::decline;
  auto missed = sample::payment(2);
  missed.outcome = domain::Outcome::approve;
  ASSERT_OK(sample::insert(db(), {sample::shared(caught), sample::shared(missed), sample::shared(sample::payment(3))}));
  ASSERT_OK(insert_labels(db(), std::vector{sample::label(4, "t-1", true), sample::label(5, "t-2", true),
                                            sample::label(6, "t-3", false), sample::label(7, "t-unknown", true)}));
  ASSERT_OK(
      upsert_blocked(db(), {"default", {domain::EntityKind::ip, "192.0.2.1", "", domain::ListSource::rule, 1, 0}}));
  const auto found = *totals(db(), "default");
  EXPECT_EQ(found.labels, 4U);
  EXPECT_EQ(found.labelled_fraud, 3U);
  EXPECT_EQ(found.labelled_fraud_caught, 1U);
  EXPECT_EQ(found.blocked_entities, 1U);
  EXPECT_EQ(totals(db(), "other")->labels, 0U);
}

}  // namespace shrike::store
