#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "shrike/base/random.hpp"
#include "shrike/engine/text_model.hpp"
#include "shrike/engine/tree_model.hpp"
#include "shrike/sources/message_templates.hpp"
#include "shrike/training/trainer.hpp"

namespace shrike::training {
namespace {

const Progress kSilent = [](double) {};

/// One payment a minute; those over 8 are mostly fraud. `frauds` off: none is.
ExampleTable payments(std::size_t count, bool frauds = true) {
  Random random(6);
  ExampleTable out = ExampleTable::of_engine_features();
  for (std::size_t i = 0; i < count; ++i) {
    engine::FeatureVector features;
    for (float& value : features)
      value = random.below(20) == 0 ? std::nanf("") : static_cast<float>(random.uniform(0, 10));
    const bool fraud = engine::at(features, engine::feature("amount")) > 8 && random.uniform() < 0.8;
    out.add({static_cast<TimeUs>(i) * kMinuteUs, 0, fraud && frauds}, features);
  }
  return out;
}

TEST(TreeTrainer, LearnsTheRuleAndIsReproducible) {
  const auto examples = payments(6'000);
  const TreeSettings settings{.rounds_max = 20, .depth = 3, .row_share = 0.8, .column_share = 0.8};
  const auto a = train_trees(examples, settings, "made up", kSilent);
  ASSERT_TRUE(a.ok());
  EXPECT_GT(a->validation.auc, 0.95);
  EXPECT_LT(a->reliability.expected_calibration_error, 0.02);
  const auto b = train_trees(examples, settings, "made up", kSilent);
  EXPECT_EQ(engine::write_model_file(a->file), engine::write_model_file(b->file));
}

TEST(TreeTrainer, TheFileCarriesTheCalibration) {
  const auto trained = train_trees(payments(6'000), {.rounds = 15}, "made up", kSilent);
  ASSERT_TRUE(trained.ok());
  const auto file = engine::read_model_file(engine::write_model_file(trained->file));
  const auto model = engine::TreeModel::load(*file);
  ASSERT_TRUE(model.ok());
  EXPECT_GE(model->calibration().knots().size(), 3U);
  EXPECT_EQ(model->tree_count(), 15U);
}

TEST(TreeTrainer, AHeavierFraudLiftsTheScoresNotTheProbabilities) {
  const auto examples = payments(6'000);
  const auto fitted = [&](double weight) {
    const auto trained = train_trees(examples, {.rounds = 15, .fraud_weight = weight}, "made up", kSilent);
    EXPECT_LT(trained->reliability.expected_calibration_error, 0.05) << weight;
    return *engine::TreeModel::load(trained->file);
  };
  const auto plain = fitted(1), balanced = fitted(0), five = fitted(5);
  EXPECT_NE(balanced.header().summary_json.find("fraud_weight"), std::string::npos);
  const auto mean = [&](const engine::TreeModel& model) {
    double sum = 0;
    for (std::size_t row = 0; row < 1'000; ++row) {
      engine::FeatureVector features;
      std::ranges::copy(examples.values(row), features.begin());
      sum += model.score(features).log_odds / 1'000;
    }
    return sum;
  };
  EXPECT_GT(mean(balanced), mean(plain) + 0.1);
  EXPECT_GT(mean(five), mean(plain) + 0.1);
}

TEST(TreeTrainer, RefusesWhatItCannotLearnFrom) {
  EXPECT_EQ(train_trees(payments(500, false), {}, "x", kSilent).error().kind, ErrorKind::invalid);
  EXPECT_EQ(train_trees(ExampleTable::of_engine_features(), {}, "x", kSilent).error().kind, ErrorKind::invalid);
  auto infinite = payments(500);
  engine::FeatureVector features{};
  features[3] = INFINITY;
  infinite.add({kDayUs, 0, true}, features);
  EXPECT_NE(train_trees(infinite, {}, "x", kSilent).error().message.find("weekend is infinite"), std::string::npos);
  auto late = payments(500);
  late.add({0, 0, true}, engine::FeatureVector{});
  EXPECT_NE(train_trees(late, {}, "x", kSilent).error().message.find("order of time"), std::string::npos);
}

TEST(TreeSettings, AreReadByName) {
  EXPECT_EQ(parse_tree_settings("default")->depth, 6);
  EXPECT_DOUBLE_EQ(parse_tree_settings("default")->row_share, 1);
  EXPECT_EQ(parse_tree_settings("best")->depth, TreeSettings().depth);
  const auto settings = parse_tree_settings("depth=3,row_share=0.5");
  EXPECT_EQ(settings->depth, 3);
  EXPECT_DOUBLE_EQ(settings->row_share, 0.5);
  for (const char* bad : {"depth", "depth=", "depth=x", "depth=0", "depth=nan", "row_share=1.5", "no_such=1", "=1"})
    EXPECT_FALSE(parse_tree_settings(bad).ok()) << bad;
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
