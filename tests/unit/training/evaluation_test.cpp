// The metrics against values worked out by hand and against their definitions, written out without cleverness.
#include "shrike/training/evaluation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "shrike/base/random.hpp"

namespace shrike::training {
namespace {

TEST(Evaluation, CountsAndRatios) {
  const auto e = evaluate({{0.9, true, true}, {0.8, true, false}, {0.7, false, true}, {0.1, false, false}});
  EXPECT_EQ(e.true_positives, 1U);
  EXPECT_EQ(e.false_positives, 1U);
  EXPECT_DOUBLE_EQ(e.accuracy, 0.5);
  EXPECT_DOUBLE_EQ(e.precision, 0.5);
  EXPECT_DOUBLE_EQ(e.recall, 0.5);
  EXPECT_DOUBLE_EQ(e.f1, 0.5);
  EXPECT_DOUBLE_EQ(e.false_positive_rate, 0.5);
  EXPECT_DOUBLE_EQ(e.auc, 0.75);
  EXPECT_DOUBLE_EQ(e.average_precision, 0.5 * 1 + 0.5 * 2.0 / 3);
  EXPECT_DOUBLE_EQ(e.recall_at_fpr_1, 0.5);
  EXPECT_DOUBLE_EQ(e.fpr_at_recall_95, 0.5);
}

/// By hand: scores 3 3 2 1 1, frauds at 3, 2 and 1. Steps: 1 of 2, 2 of 3, 3 of 5.
TEST(Evaluation, TiesAreOneStep) {
  const auto e = evaluate({{3, true, true}, {3, true, false}, {2, true, true}, {1, false, true}, {1, false, false}});
  EXPECT_DOUBLE_EQ(e.average_precision, (1.0 / 2 + 2.0 / 3 + 3.0 / 5) / 3);
  EXPECT_DOUBLE_EQ(e.auc, (0.5 + 1 + 0 + 1 + 0 + 0.5) / 6);
  EXPECT_DOUBLE_EQ(e.fpr_at_recall_95, 1);
  EXPECT_DOUBLE_EQ(e.recall_at_fpr_2, 0) << "the first step already has a false positive";
}

TEST(Evaluation, OneClassOrNothingIsZeroNotAnError) {
  EXPECT_DOUBLE_EQ(evaluate({{1, true, true}, {1, true, false}}).auc, 0.5);
  EXPECT_DOUBLE_EQ(evaluate({}).auc, 0);
  EXPECT_DOUBLE_EQ(evaluate({}).average_precision, 0);
  EXPECT_DOUBLE_EQ(evaluate({{1, true, true}}).auc, 0);
  EXPECT_DOUBLE_EQ(evaluate({{1, true, false}}).fpr_at_recall_95, 0);
}

/// Every threshold, each figure from its definition.
struct ByDefinition {
  double auc = 0, average_precision = 0, fpr_at_recall_95 = 1;
  std::array<double, 3> recall_at{};
};

ByDefinition by_definition(const std::vector<Scored>& scored) {
  ByDefinition out;
  double frauds = 0, genuine = 0, wins = 0;
  for (const auto& a : scored) (a.fraud ? frauds : genuine) += 1;
  for (const auto& a : scored) {
    for (const auto& b : scored) {
      if (a.fraud && !b.fraud) wins += a.score > b.score ? 1 : a.score == b.score ? 0.5 : 0;
    }
  }
  out.auc = wins / (frauds * genuine);
  std::set<double, std::greater<>> thresholds;
  for (const auto& item : scored) thresholds.insert(item.score);
  double recall_before = 0;
  for (const double threshold : thresholds) {
    double hits = 0, misses = 0;
    for (const auto& item : scored) {
      if (item.score >= threshold) (item.fraud ? hits : misses) += 1;
    }
    out.average_precision += (hits / frauds - recall_before) * hits / (hits + misses);
    recall_before = hits / frauds;
    constexpr std::array kLimits{0.005, 0.01, 0.02};
    for (std::size_t i = 0; i < kLimits.size(); ++i) {
      if (misses / genuine <= kLimits[i]) out.recall_at[i] = std::max(out.recall_at[i], hits / frauds);
    }
    if (hits / frauds >= 0.95) out.fpr_at_recall_95 = std::min(out.fpr_at_recall_95, misses / genuine);
  }
  return out;
}

class EvaluationOfRandomScores : public ::testing::TestWithParam<int> {};

TEST_P(EvaluationOfRandomScores, IsWhatTheDefinitionsSay) {
  Random random(static_cast<std::uint64_t>(GetParam()));
  std::vector<Scored> scored;
  const auto levels = static_cast<std::uint64_t>(5 + GetParam() * 30);  // few levels: many ties
  for (int i = 0; i < 600; ++i) {
    const bool fraud = random.below(6) == 0;
    scored.push_back({static_cast<double>(random.below(levels) + (fraud ? levels / 2 : 0)), false, fraud});
  }
  const auto e = evaluate(scored);
  const auto expected = by_definition(scored);
  EXPECT_NEAR(e.auc, expected.auc, 1e-12);
  EXPECT_NEAR(e.average_precision, expected.average_precision, 1e-12);
  EXPECT_NEAR(e.fpr_at_recall_95, expected.fpr_at_recall_95, 1e-12);
  EXPECT_NEAR(e.recall_at_fpr_05, expected.recall_at[0], 1e-12);
  EXPECT_NEAR(e.recall_at_fpr_1, expected.recall_at[1], 1e-12);
  EXPECT_NEAR(e.recall_at_fpr_2, expected.recall_at[2], 1e-12);
}
INSTANTIATE_TEST_SUITE_P(Seeds, EvaluationOfRandomScores, ::testing::Range(0, 12));

TEST(Evaluation, AMillionEventsAreNoTrouble) {
  Random random(1);
  std::vector<Scored> scored;
  for (int i = 0; i < 1'000'000; ++i) scored.push_back({random.uniform(), false, random.below(100) == 0});
  EXPECT_NEAR(evaluate(std::move(scored)).auc, 0.5, 0.01);
}

/// By hand: two bins of two. |.15 - 0| and |.7 - .5|, halved.
TEST(Reliability, ByHand) {
  const auto r = reliability({{0.1, false}, {0.2, false}, {0.6, true}, {0.8, false}}, 2);
  ASSERT_EQ(r.bins.size(), 2U);
  EXPECT_EQ(r.bins[1].events, 2U);
  EXPECT_DOUBLE_EQ(r.bins[1].stated, 0.7);
  EXPECT_DOUBLE_EQ(r.bins[1].observed, 0.5);
  EXPECT_DOUBLE_EQ(r.bins[1].probability_max, 0.8);
  EXPECT_NEAR(r.expected_calibration_error, (0.15 + 0.2) / 2, 1e-12);
  EXPECT_NEAR(r.brier_score, (0.01 + 0.04 + 0.16 + 0.64) / 4, 1e-12);
}

TEST(Reliability, EqualProbabilitiesStayTogetherAndNothingIsLost) {
  Random random(3);
  for (int round = 0; round < 50; ++round) {
    std::vector<Forecast> forecasts;
    const std::uint64_t levels = 1 + random.below(40);
    for (std::uint64_t i = random.below(200); i > 0; --i)
      forecasts.push_back({static_cast<double>(random.below(levels)) / 50, random.below(3) == 0});
    const auto r = reliability(forecasts);
    std::uint64_t events = 0;
    for (std::size_t i = 0; i < r.bins.size(); ++i) {
      events += r.bins[i].events;
      if (i > 0) EXPECT_GT(r.bins[i].probability_min, r.bins[i - 1].probability_max);
    }
    EXPECT_EQ(events, forecasts.size());
    EXPECT_LE(r.bins.size(), kReliabilityBins);
  }
}

TEST(Reliability, TrueProbabilitiesHaveNoErrorAndWrongOnesTheirs) {
  Random random(5);
  std::vector<Forecast> honest, boastful;
  for (int i = 0; i < 300'000; ++i) {
    const double p = random.uniform();
    const bool fraud = random.uniform() < p;
    honest.push_back({p, fraud});
    boastful.push_back({p * 0.5, fraud});
  }
  EXPECT_LT(reliability(std::move(honest)).expected_calibration_error, 0.005);
  EXPECT_NEAR(reliability(std::move(boastful)).expected_calibration_error, 0.25, 0.01);
}

}  // namespace
}  // namespace shrike::training
