#include <gtest/gtest.h>

#include <cmath>

#include "shrike/base/random.hpp"
#include "shrike/engine/text_model.hpp"
#include "shrike/engine/tree_model.hpp"
#include "shrike/sources/message_templates.hpp"
#include "shrike/training/trainer.hpp"

namespace shrike::training {
namespace {

const Progress kSilent = [](double) {};

TEST(Evaluation, CountsAndRatios) {
  const auto e = evaluate({{0.9, true, true}, {0.8, true, false}, {0.7, false, true}, {0.1, false, false}});
  EXPECT_EQ(e.true_positives, 1U);
  EXPECT_EQ(e.false_positives, 1U);
  EXPECT_DOUBLE_EQ(e.accuracy, 0.5);
  EXPECT_DOUBLE_EQ(e.precision, 0.5);
  EXPECT_DOUBLE_EQ(e.recall, 0.5);
  EXPECT_DOUBLE_EQ(e.false_positive_rate, 0.5);
  EXPECT_DOUBLE_EQ(e.auc, 0.75);
  EXPECT_DOUBLE_EQ(e.average_precision, 0.5 * 1 + 0.5 * 2.0 / 3);
}

TEST(Evaluation, TiesCountHalfAndEmptyIsZero) {
  EXPECT_DOUBLE_EQ(evaluate({{1, true, true}, {1, true, false}}).auc, 0.5);
  EXPECT_DOUBLE_EQ(evaluate({}).auc, 0);
  EXPECT_DOUBLE_EQ(evaluate({{1, true, true}}).auc, 0);
}

TEST(Evaluation, AgreesWithAPairCountOnRandomScores) {
  Random random(4);
  std::vector<Scored> scored;
  for (int i = 0; i < 300; ++i) scored.push_back({static_cast<double>(random.below(40)), false, random.below(5) == 0});
  double wins = 0, pairs = 0;
  for (const auto& a : scored) {
    for (const auto& b : scored) {
      if (!a.fraud || b.fraud) continue;
      pairs += 1;
      wins += a.score > b.score ? 1 : a.score == b.score ? 0.5 : 0;
    }
  }
  EXPECT_NEAR(evaluate(scored).auc, wins / pairs, 1e-12);
}

std::vector<PaymentExample> payments(std::size_t count) {
  Random random(6);
  std::vector<PaymentExample> out;
  for (std::size_t i = 0; i < count; ++i) {
    PaymentExample example{};
    for (float& value : example.features)
      value = random.below(20) == 0 ? std::nanf("") : static_cast<float>(random.uniform(0, 10));
    const float amount = engine::at(example.features, engine::feature("amount"));
    example.fraud = amount > 8 && random.uniform() < 0.8;
    out.push_back(example);
  }
  return out;
}

TEST(TreeTrainer, LearnsTheRuleAndIsReproducible) {
  const auto examples = payments(6'000);
  const TreeSettings settings{.rounds_max = 20, .depth = 3};
  const auto a = train_trees(examples, settings, "made up", kSilent);
  ASSERT_TRUE(a.ok());
  EXPECT_GT(a->validation.auc, 0.95);
  const auto b = train_trees(examples, settings, "made up", kSilent);
  EXPECT_EQ(engine::write_model_file(a->file), engine::write_model_file(b->file));
}

TEST(TreeTrainer, NeedsBothClasses) {
  auto examples = payments(500);
  for (auto& example : examples) example.fraud = false;
  EXPECT_FALSE(train_trees(examples, {}, "x", kSilent).ok());
  EXPECT_FALSE(train_trees({}, {}, "x", kSilent).ok());
}

TEST(TextTrainer, LearnsTheTemplatesAndIsReproducible) {
  Random random(2);
  std::vector<MessageExample> examples;
  for (int i = 0; i < 600; ++i) {
    auto message = sources::simulated_message(random, 0.4);
    examples.push_back({std::move(message.content), message.scam});
  }
  const auto a = train_text(examples, {}, "made up", kSilent);
  ASSERT_TRUE(a.ok());
  EXPECT_GT(a->validation.auc, 0.95);
  EXPECT_EQ(engine::write_model_file(a->file),
            engine::write_model_file(train_text(examples, {}, "made up", kSilent)->file));
  const auto model = engine::TextModel::load(a->file);
  EXPECT_GT(model->score("Claim your prize of $500 at www.verify-now.example/1").log_odds, 0);
  EXPECT_FALSE(train_text({{"a", true}}, {}, "x", kSilent).ok());
}

}  // namespace
}  // namespace shrike::training
