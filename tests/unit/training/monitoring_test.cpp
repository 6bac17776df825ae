// The figures of monitoring against their definitions.
#include "shrike/training/monitoring.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "shrike/base/random.hpp"
#include "shrike/training/evaluation.hpp"

namespace shrike::training {
namespace {

constexpr std::int32_t kToday = 20'000;
constexpr std::int32_t kMature = kToday - kMaturityDays - 1;

MonitoredDecision decision(std::int32_t day, double probability, bool flagged, Said said) {
  MonitoredDecision out;
  out.day = day;
  out.fraud_probability = probability;
  out.flagged = flagged;
  out.said = said;
  return out;
}

TEST(Monitoring, ADayIsMatureWhenSevenHaveGoneBySinceItsEnd) {
  EXPECT_EQ(last_mature_day(8 * kDayUs), 0);
  EXPECT_EQ(last_mature_day(8 * kDayUs - 1), -1);
  EXPECT_EQ(last_mature_day(TimeUs{kToday} * kDayUs + 5), kMature);
}

TEST(Monitoring, TruthFollowsTheLabelsAndThenTheAge) {
  EXPECT_EQ(truth_of(decision(kMature, 0, false, Said::nothing), kMature), false);
  EXPECT_EQ(truth_of(decision(kMature + 1, 0, false, Said::nothing), kMature), std::nullopt);
  EXPECT_EQ(truth_of(decision(kToday, 0, false, Said::fraud), kMature), true);
  EXPECT_EQ(truth_of(decision(kToday, 0, false, Said::genuine), kMature), false);
  EXPECT_EQ(truth_of(decision(kMature, 0, false, Said::both), kMature), std::nullopt) << "labels that disagree";
}

/// By hand, one mature day: flagged are a fraud and a genuine one; a fraud is missed; one is left out.
TEST(Monitoring, ADayByHand) {
  const std::vector<MonitoredDecision> decisions{
      decision(kMature, 0.9, true, Said::fraud),       decision(kMature, 0.8, true, Said::nothing),
      decision(kMature, 0.3, false, Said::fraud),      decision(kMature, 0.2, false, Said::genuine),
      decision(kMature, 0.1, false, Said::nothing),    decision(kMature, 0.7, true, Said::both),
      decision(kMature - 200, 0.9, true, Said::fraud), decision(kToday + 1, 0.9, true, Said::fraud)};
  const auto report = daily_report(decisions, kToday, kMature);
  ASSERT_EQ(report.days.size(), 9U) << "from the first day with a decision to today";
  const DayFigures& day = report.days.front();
  EXPECT_EQ(day.day, kMature);
  EXPECT_TRUE(day.mature);
  EXPECT_EQ(day.figures.decisions, 6U);
  EXPECT_EQ(day.figures.labelled, 5U);
  EXPECT_EQ(day.figures.frauds, 2U);
  EXPECT_EQ(day.figures.flagged, 3U);
  EXPECT_DOUBLE_EQ(*day.figures.precision, 0.5);
  EXPECT_DOUBLE_EQ(*day.figures.recall, 0.5);
  EXPECT_DOUBLE_EQ(*day.figures.false_positive_rate, 1.0 / 3);
  EXPECT_DOUBLE_EQ(*day.figures.auc, 5.0 / 6);
  EXPECT_DOUBLE_EQ(*day.figures.average_precision, (1 + 2.0 / 3) / 2);
  EXPECT_EQ(report.days.back().day, kToday);
  EXPECT_EQ(report.days.back().figures.decisions, 0U);
  EXPECT_EQ(report.totals[7].decisions, 0U) << "the newest eight days are not mature";
  EXPECT_EQ(report.totals[8].decisions, 6U);
  EXPECT_EQ(report.totals[89].average_precision, day.figures.average_precision);
}

TEST(Monitoring, WhatIsNotDefinedIsNotShown) {
  const auto genuine = daily_report(std::vector{decision(kMature, 0.1, false, Said::nothing)}, kToday, kMature);
  const Figures& none = genuine.days.front().figures;
  EXPECT_EQ(none.precision, std::nullopt);
  EXPECT_EQ(none.recall, std::nullopt);
  EXPECT_EQ(none.false_positive_rate, 0);
  EXPECT_EQ(none.auc, std::nullopt);
  EXPECT_EQ(none.average_precision, std::nullopt);
  const auto fraud = daily_report(std::vector{decision(kMature, 0.1, true, Said::fraud)}, kToday, kMature);
  EXPECT_EQ(fraud.days.front().figures.precision, 1);
  EXPECT_EQ(fraud.days.front().figures.false_positive_rate, std::nullopt);
  EXPECT_EQ(fraud.days.front().figures.auc, std::nullopt);
  const auto young = daily_report(std::vector{decision(kToday, 0.9, true, Said::fraud)}, kToday, kMature);
  EXPECT_EQ(young.days.front().figures.frauds, 1U);
  EXPECT_EQ(young.days.front().figures.precision, std::nullopt) << "of a young day mostly the frauds are known";
  EXPECT_TRUE(daily_report({}, kToday, kMature).days.empty());
}

/// Random decisions over `days` days up to the newest mature one, with a score of that worth.
std::vector<MonitoredDecision> made_up(std::uint64_t seed, int days, int per_day, double worth, int newest_days = 0,
                                       double newest_worth = 0, double fraud_share = 0.1) {
  Random random(seed);
  std::vector<MonitoredDecision> out;
  for (int back = days - 1; back >= 0; --back) {
    for (int i = 0; i < per_day; ++i) {
      const bool fraud = random.uniform() < fraud_share;
      const double lift = fraud ? (back < newest_days ? newest_worth : worth) : 0;
      const double probability = 1 / (1 + std::exp(2 - std::round(10 * random.normal(lift, 1)) / 10));
      out.push_back(decision(kMature - back, probability, probability > 0.5, fraud ? Said::fraud : Said::nothing));
      out.back().seq = out.size();
    }
  }
  return out;
}

TEST(Monitoring, TotalsAndDaysAreWhatEvaluateSaysOfTheSameDecisions) {
  const auto decisions = made_up(1, 40, 120, 1.5);
  const auto report = daily_report(decisions, kToday, kMature);
  for (const int days : {1, 8, 9, 10, 30, 48, 90}) {
    std::vector<Scored> scored;
    for (const auto& item : decisions) {
      if (item.day > kToday - days) scored.push_back({item.fraud_probability, item.flagged, item.said == Said::fraud});
    }
    const Figures& total = report.totals[static_cast<std::size_t>(days - 1)];
    EXPECT_EQ(total.decisions, scored.size()) << days;
    const auto expected = evaluate(scored);
    EXPECT_EQ(total.frauds, expected.frauds);
    EXPECT_EQ(total.auc.has_value(), expected.frauds > 0);
    if (!total.auc) continue;
    EXPECT_DOUBLE_EQ(*total.auc, expected.auc) << days;
    EXPECT_DOUBLE_EQ(*total.average_precision, expected.average_precision);
    EXPECT_DOUBLE_EQ(*total.precision, expected.precision);
    EXPECT_DOUBLE_EQ(*total.recall, expected.recall);
    EXPECT_DOUBLE_EQ(*total.false_positive_rate, expected.false_positive_rate);
  }
  EXPECT_EQ(report.days.size(), 48U);
}

TEST(Monitoring, ReliabilityHasATenthOfTheScaleInABin) {
  const std::vector<MonitoredDecision> decisions{
      decision(kMature, 0, false, Said::nothing), decision(kMature, 0.0999, false, Said::fraud),
      decision(kMature, 0.1, false, Said::nothing), decision(kMature - 1, 1, true, Said::fraud),
      decision(kToday, 0.5, true, Said::fraud)};
  const auto report = daily_report(decisions, kToday, kMature);
  const auto bins = reliability_of(report.days);
  EXPECT_EQ(bins[0].count, 2U);
  EXPECT_EQ(bins[0].frauds, 1U);
  EXPECT_DOUBLE_EQ(bins[0].probability_sum, 0.0999);
  EXPECT_EQ(bins[1].count, 1U);
  EXPECT_EQ(bins[5].count, 0U) << "of a day that is not mature";
  EXPECT_EQ(bins[9].count, 1U);
  EXPECT_EQ(reliability_of(std::span(report.days).last(9))[9].count, 0U) << "only the days that are asked for";
}

TEST(Accuracy, AWorseModelIsSeenAndAnEqualOneIsNot) {
  const auto worse = accuracy_of(made_up(2, 28, 200, 3, 7, 1), kMature);
  EXPECT_EQ(worse.state, Accuracy::State::dropped) << worse.text;
  EXPECT_LT(worse.high, 0);
  EXPECT_LT(*worse.recent.average_precision + kAccuracyMargin, *worse.before.average_precision);
  const auto same = accuracy_of(made_up(3, 28, 200, 2), kMature);
  EXPECT_EQ(same.state, Accuracy::State::ok) << same.text;
  EXPECT_LT(same.low, 0);
  EXPECT_GT(same.high, 0);
  const auto better = accuracy_of(made_up(4, 28, 200, 1, 7, 3), kMature);
  EXPECT_EQ(better.state, Accuracy::State::ok);
  EXPECT_GT(better.low, 0);
}

TEST(Accuracy, TooFewLabelsSayNothing) {
  EXPECT_EQ(accuracy_of({}, kMature).state, Accuracy::State::unknown);
  auto decisions = made_up(5, 28, 50, 3);
  std::uint64_t frauds = 0;
  for (auto& item : decisions) {
    if (item.day <= kMature - kAccuracyDays || item.said != Said::fraud) continue;
    if (++frauds >= kAccuracyFraudsMin) item.said = Said::both;
  }
  ASSERT_GE(frauds, kAccuracyFraudsMin);
  const auto found = accuracy_of(decisions, kMature);
  EXPECT_EQ(found.recent.frauds, kAccuracyFraudsMin - 1);
  EXPECT_EQ(found.state, Accuracy::State::unknown);
  EXPECT_NE(found.text.find("29"), std::string::npos) << found.text;
}

TEST(Accuracy, ASmallFallIsNoneHoweverSure) {
  const auto found = accuracy_of(made_up(6, 28, 4'000, 2, 7, 1.9), kMature);
  EXPECT_LT(found.high, 0) << found.text;
  EXPECT_EQ(found.state, Accuracy::State::ok);
}

TEST(Accuracy, TheIntervalHoldsNoChangeNineteenTimesInTwenty) {
  int missed = 0;
  constexpr int kRounds = 200;
  for (int round = 0; round < kRounds; ++round) {
    const auto found = accuracy_of(made_up(static_cast<std::uint64_t>(1'000 + round), 28, 60, 2), kMature);
    if (found.low > 0 || found.high < 0) ++missed;
  }
  EXPECT_LT(missed, kRounds / 8);
  EXPECT_GT(missed, 0) << "an interval that is never wrong is too wide";
}

const domain::ModelRef kChampion{"m", 2};
const domain::ModelRef kChallenger{"m", 3};

/// The second model sees frauds better. Some decisions are the challenger's, some of other models.
std::vector<MonitoredDecision> judged_by_two(std::size_t count) {
  Random random(9);
  std::vector<MonitoredDecision> out;
  for (std::size_t i = 0; i < count; ++i) {
    const bool fraud = random.below(10) == 0;
    const double champion = random.uniform() * 0.5 + (fraud ? 0.2 : 0);
    const double challenger = random.uniform() * 0.5 + (fraud ? 0.4 : 0);
    auto made = decision(kMature, champion, false, fraud ? Said::fraud : Said::nothing);
    made.shadow_probability = challenger;
    made.judges = static_cast<std::uint16_t>(i % 4);
    if (made.judges == 2) std::swap(made.fraud_probability, made.shadow_probability);
    out.push_back(made);
  }
  return out;
}

TEST(Challenge, ComparesBothOnWhatBothHaveScored) {
  const std::vector<JudgePair> judges{{kChampion, kChallenger}, {kChallenger, kChampion}, {{"m", 1}, kChampion}};
  const auto decisions = judged_by_two(4'000);
  const auto found = challenge_of(decisions, judges, kMature, kChampion, kChallenger);
  EXPECT_EQ(found.challenger, kChallenger);
  EXPECT_EQ(found.decisions, 2'000U) << "none without a shadow, none of other models";
  EXPECT_EQ(found.labelled, 2'000U);
  std::vector<Scored> champion, challenger;
  for (const auto& item : decisions) {
    const bool fraud = item.said == Said::fraud;
    if (item.judges == 0 || item.judges == 3) continue;
    const bool crossed = item.judges == 2;
    champion.push_back({crossed ? item.shadow_probability : item.fraud_probability, false, fraud});
    challenger.push_back({crossed ? item.fraud_probability : item.shadow_probability, false, fraud});
  }
  EXPECT_DOUBLE_EQ(*found.champion_auc, evaluate(champion).auc);
  EXPECT_DOUBLE_EQ(*found.challenger_average_precision, evaluate(challenger).average_precision);
  ASSERT_TRUE(found.comparison);
  EXPECT_NEAR(found.comparison->first_auc, *found.champion_auc, 1e-12);
  EXPECT_NEAR(found.comparison->second_auc, *found.challenger_auc, 1e-12);
  EXPECT_TRUE(found.comparison->significant());
  EXPECT_GT(found.comparison->low, 0);
  EXPECT_NE(found.text.find("better"), std::string::npos) << found.text;
}

TEST(Challenge, WithoutLabelsThereIsNothingToCompare) {
  const std::vector<JudgePair> judges{{kChampion, kChallenger}};
  auto decisions = judged_by_two(100);
  for (auto& item : decisions) {
    item.judges = 1;
    item.day = kToday;
    item.said = Said::nothing;
  }
  const auto found = challenge_of(decisions, judges, kMature, kChampion, kChallenger);
  EXPECT_EQ(found.decisions, 100U);
  EXPECT_EQ(found.labelled, 0U);
  EXPECT_EQ(found.champion_auc, std::nullopt);
  EXPECT_FALSE(found.comparison);
  EXPECT_NE(found.text.find("too few labels"), std::string::npos);
}

}  // namespace
}  // namespace shrike::training
