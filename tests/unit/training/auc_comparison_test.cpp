// DeLong's test against its definition, written out pair by pair, and against resampling.
#include "shrike/training/auc_comparison.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "shrike/base/random.hpp"

namespace shrike::training {
namespace {

double win(double fraud, double genuine) { return fraud > genuine ? 1 : fraud == genuine ? 0.5 : 0; }

double auc_by_pairs(const std::vector<PairedScore>& events, double PairedScore::*score) {
  double wins = 0, pairs = 0;
  for (const auto& fraud : events) {
    for (const auto& genuine : events) {
      if (!fraud.fraud || genuine.fraud) continue;
      wins += win(fraud.*score, genuine.*score);
      pairs += 1;
    }
  }
  return wins / pairs;
}

/// Equations 4 to 6 of DeLong et al.: components V10 and V01, their covariance matrices, L S L' for L = (-1, 1).
double variance_by_definition(const std::vector<PairedScore>& events) {
  constexpr std::array kScores{&PairedScore::first, &PairedScore::second};
  double variance = 0;
  for (const bool of_frauds : {true, false}) {
    std::array<std::vector<double>, 2> components;
    for (std::size_t k = 0; k < 2; ++k) {
      for (const auto& one : events) {
        if (one.fraud != of_frauds) continue;
        double sum = 0, count = 0;
        for (const auto& other : events) {
          if (other.fraud == of_frauds) continue;
          const double mine = one.*kScores[k], theirs = other.*kScores[k];
          sum += of_frauds ? win(mine, theirs) : win(theirs, mine);
          count += 1;
        }
        components[k].push_back(sum / count);
      }
    }
    const auto count = static_cast<double>(components[0].size());
    const auto covariance = [&](std::size_t a, std::size_t b) {
      double mean_a = 0, mean_b = 0, sum = 0;
      for (std::size_t i = 0; i < components[0].size(); ++i) {
        mean_a += components[a][i] / count;
        mean_b += components[b][i] / count;
      }
      for (std::size_t i = 0; i < components[0].size(); ++i)
        sum += (components[a][i] - mean_a) * (components[b][i] - mean_b);
      return sum / (count - 1);
    };
    variance += (covariance(0, 0) - 2 * covariance(0, 1) + covariance(1, 1)) / count;
  }
  return variance;
}

/// Two correlated scores, in steps so that many are equal.
std::vector<PairedScore> made_up(std::uint64_t seed, std::size_t count, double better = 0.3) {
  Random random(seed);
  std::vector<PairedScore> out;
  for (std::size_t i = 0; i < count; ++i) {
    const bool fraud = random.below(5) == 0;
    const double shared = random.normal(fraud ? 1 : 0, 1);
    const auto step = [](double value) { return std::round(value * 4) / 4; };
    out.push_back({step(shared + random.normal(0, 0.7)), step(shared + random.normal(fraud ? better : 0, 0.7)), fraud});
  }
  return out;
}

/// By hand: frauds 3 and 1, genuine 2 and 0. The first model wins 3 of 4 pairs, the second all.
TEST(AucComparison, ByHand) {
  const auto found = compare_auc(std::vector<PairedScore>{{3, 3, true}, {1, 2, true}, {2, 1, false}, {0, 0, false}});
  EXPECT_DOUBLE_EQ(found.first_auc, 0.75);
  EXPECT_DOUBLE_EQ(found.second_auc, 1);
  EXPECT_DOUBLE_EQ(found.difference, 0.25);
  // Differences of the components: frauds 0 and 1/2, genuine 1/2 and 0; each has variance 1/8, of the mean 1/16.
  EXPECT_DOUBLE_EQ(found.standard_error, std::sqrt(2.0 / 16));
  EXPECT_FALSE(found.significant());
}

class AucComparisonOfRandomScores : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(AucComparisonOfRandomScores, IsWhatTheDefinitionSays) {
  const auto events = made_up(GetParam(), 300);
  const auto found = compare_auc(events);
  EXPECT_NEAR(found.first_auc, auc_by_pairs(events, &PairedScore::first), 1e-12);
  EXPECT_NEAR(found.second_auc, auc_by_pairs(events, &PairedScore::second), 1e-12);
  EXPECT_NEAR(found.standard_error, std::sqrt(variance_by_definition(events)), 1e-12);
  EXPECT_NEAR(found.high - found.low, 2 * 1.96 * found.standard_error, 1e-4);
  EXPECT_NEAR((found.high + found.low) / 2, found.difference, 1e-12);
}
INSTANTIATE_TEST_SUITE_P(Seeds, AucComparisonOfRandomScores, ::testing::Range<std::uint64_t>(1, 9));

TEST(AucComparison, TheStandardErrorIsThatOfResampling) {
  const auto events = made_up(3, 1'500);
  Random random(4);
  double sum = 0, squares = 0;
  constexpr int kRounds = 400;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<PairedScore> drawn;
    for (std::size_t i = 0; i < events.size(); ++i) drawn.push_back(events[random.below(events.size())]);
    const double difference = compare_auc(drawn).difference;
    sum += difference;
    squares += difference * difference;
  }
  const double mean = sum / kRounds;
  const double deviation = std::sqrt(squares / kRounds - mean * mean);
  EXPECT_NEAR(compare_auc(events).standard_error, deviation, 0.12 * deviation);
}

TEST(AucComparison, ItsIntervalMissesZeroForEqualModelsOneTimeInTwenty) {
  int significant = 0;
  for (std::uint64_t seed = 100; seed < 500; ++seed) significant += compare_auc(made_up(seed, 300, 0)).significant();
  EXPECT_GT(significant, 6);
  EXPECT_LT(significant, 40);
}

TEST(AucComparison, AModelAgainstItselfHasNoDifference) {
  auto events = made_up(5, 200);
  for (auto& event : events) event.second = event.first * 2 + 1;
  const auto found = compare_auc(events);
  EXPECT_EQ(found.difference, 0);
  EXPECT_EQ(found.low, 0);
  EXPECT_EQ(found.high, 0);
  EXPECT_FALSE(found.significant());
}

}  // namespace
}  // namespace shrike::training
