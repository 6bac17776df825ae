#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "shrike/engine/text_model.hpp"
#include "shrike/training/text_templates.hpp"
#include "shrike/training/trainer.hpp"
#include "training/newton.hpp"
#include "training/text_calibration.hpp"

namespace shrike::training {
namespace {

const Progress kSilent = [](double) {};

/// Made-up words of another language: scams speak of "zorba" and "kelim", harmless texts of other things.
std::vector<MessageExample> foreign(std::size_t count, std::size_t from) {
  const char* scam[] = {"zorba kelim", "kelim vurdan", "zorba haptu"};
  const char* fine[] = {"hovu mala", "mala tesk", "hovu nibra"};
  const char* more[] = {"rusto", "bandi", "olgu", "pekka", "sinto", "wadra", "yulk"};
  std::vector<MessageExample> out;
  for (std::size_t i = from; i < from + count; ++i) {
    const bool is_scam = i % 2 == 0;
    out.push_back({std::string((is_scam ? scam : fine)[i / 2 % 3]) + " " + more[i % 7] + " " + more[i / 7 % 7] + " " +
                       std::string(1, static_cast<char>('a' + i % 26)) + more[i / 49 % 7],
                   is_scam});
  }
  return out;
}

double auc(const engine::TextModel& model, const std::vector<MessageExample>& examples) {
  std::vector<Scored> scored;
  for (const auto& example : examples) scored.push_back({model.score(example.content).log_odds, false, example.scam});
  return evaluate(scored).auc;
}

TEST(TextUpdate, LearnsTheNewAndKeepsTheOld) {
  const auto old = template_messages(800, 3);
  const auto base = engine::TextModel::load(train_text(old, {}, "made up", kSilent)->file);
  ASSERT_TRUE(base.ok());
  const auto updated = update_text(*base, foreign(200, 0), {});
  ASSERT_TRUE(updated.ok()) << updated.error().message;
  const auto model = engine::TextModel::load(updated->file);
  const auto others = foreign(200, 1'000);
  EXPECT_GT(auc(*model, others), 0.95);
  EXPECT_GT(auc(*model, others), auc(*base, others) + 0.1);
  EXPECT_GT(auc(*model, old), 0.99);
  EXPECT_EQ(model->header().version, base->header().version + 1);
  EXPECT_EQ(engine::write_model_file(updated->file),
            engine::write_model_file(update_text(*base, foreign(200, 0), {})->file));
}

TEST(TextUpdate, RefusesContradictionsAndOneClass) {
  const auto base = engine::TextModel::load(train_text(template_messages(300, 3), {}, "made up", kSilent)->file);
  const std::vector<MessageExample> both{{"Same text 1", true}, {"same TEXT 2", false}};
  EXPECT_FALSE(update_text(*base, both, {}).ok());
  const std::vector<MessageExample> one{{"a", true}, {"b", true}};
  EXPECT_FALSE(update_text(*base, one, {}).ok());
  EXPECT_FALSE(update_text(*base, {}, {}).ok());
}

/// One weight: the minimum of ln(1 + exp(-w)) + w^2 / 2 has w (1 + exp(w)) = 1.
TEST(Newton, FindsTheMinimum) {
  const std::vector<WeighedRow> rows{{{{0, 1.0F}}, 1, 1, 0}};
  const std::vector<float> precision{1.0F, 1.0F};
  const auto w = newton_change(rows, precision);
  EXPECT_NEAR(w[0] * (1 + std::exp(w[0])), 1, 1e-4);
  EXPECT_EQ(w[1], 0);
}

TEST(TextCalibration, FindsTheLineThatMadeTheLabels) {
  std::vector<TruthScore> scores;
  for (int i = 0; i < 20'000; ++i) {
    const double x = -6 + 12.0 * (i % 1'000) / 1'000;
    const double p = 1 / (1 + std::exp(-(0.5 * x - 1)));
    scores.push_back({x, (i / 1'000 + 0.5) / 20 < p});
  }
  const Line line = fit_line(scores, {}, 0);
  EXPECT_NEAR(line.slope, 0.5, 0.05);
  EXPECT_NEAR(line.offset, -1, 0.1);
  EXPECT_LT(calibration_error(scores, calibration_of(line)), 0.02);
  EXPECT_GT(calibration_error(scores, {}), 0.05);
}

TEST(TextThreshold, LetsTheStatedShareThrough) {
  std::vector<double> genuine;
  for (int i = 0; i < 1'000; ++i) genuine.push_back(i);
  const double threshold = threshold_of(genuine, 0.005);
  EXPECT_EQ(std::ranges::count_if(genuine, [&](double x) { return x >= threshold; }), 5);
}

/// Scores drawn from a known line: no other cut of a fine grid has a better F1 than the one found.
TEST(TextThreshold, OfTheBestF1IsAsGoodAsAnyCut) {
  std::vector<TruthScore> scores;
  for (int i = 0; i < 40'000; ++i) {
    const double x = -9 + 12.0 * (i % 2'000) / 2'000;
    scores.push_back({x, (i / 2'000 + 0.5) / 20 < 1 / (1 + std::exp(-x))});
  }
  const auto f1 = [&](double threshold) {
    double found = 0, flagged = 0, scams = 0;
    for (const TruthScore& score : scores) {
      scams += score.scam ? 1 : 0;
      flagged += score.log_odds >= threshold ? 1 : 0;
      found += score.scam && score.log_odds >= threshold ? 1 : 0;
    }
    return 2 * found / (flagged + scams);
  };
  const double threshold = best_f1_threshold(scores);
  for (double other = -8; other < 3; other += 0.1) EXPECT_GT(f1(threshold), f1(other) - 0.002) << other;
  EXPECT_LT(threshold, 0) << "below even odds: the best F1 is below 1";
  EXPECT_EQ(best_f1_threshold(std::vector<TruthScore>{{1, false}, {2, false}}),
            -std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace shrike::training
