// Attributes and the anomaly score as columns of examples, and as inputs of what is trained on them.
#include "shrike/training/own_columns.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "shrike/base/random.hpp"
#include "shrike/training/retraining.hpp"

namespace shrike::training {
namespace {

const Progress kSilent = [](double) {};

TEST(AttributeCensus, KeepsWhatManyPaymentsCarry) {
  AttributeCensus census;
  for (int i = 0; i < 10'000; ++i) {
    Attributes attributes{{"age", 1}};
    if (i % 2 == 0) attributes.emplace_back("often", 1);
    if (i < 99) attributes.emplace_back("rare", 1);
    if (i < 120) attributes.emplace_back("some", 1);
    census.count(attributes);
  }
  EXPECT_EQ(census.columns(), (std::vector<std::string>{"attributes.age", "attributes.often", "attributes.some"}));
}

TEST(AttributeCensus, KeepsTheMostFrequentOfTooMany) {
  AttributeCensus census;
  for (int i = 0; i < 200; ++i) {
    Attributes attributes;
    for (int name = 0; name < 60; ++name) {
      if (name % 2 == 0 || i < 100) attributes.emplace_back("n" + std::to_string(100 + name), 1);
    }
    census.count(attributes);
  }
  const auto columns = census.columns();
  EXPECT_EQ(columns.size(), engine::kAttributeInputsMax);
  for (int name = 0; name < 60; name += 2)
    EXPECT_TRUE(std::ranges::count(columns, "attributes.n" + std::to_string(100 + name)) == 1);
}

/// Fraud hangs on an attribute alone, which one payment in ten does not carry.
ExampleTable payments(std::size_t count) {
  Random random(5);
  auto table = table_with({"attributes.device_age"});
  for (std::size_t i = 0; i < count; ++i) {
    engine::FeatureVector features;
    for (float& value : features) value = static_cast<float>(random.uniform(0, 10));
    const double age = random.uniform(0, 100);
    const bool given = random.below(10) != 0;
    const Attributes attributes = given ? Attributes{{"device_age", age}} : Attributes();
    const bool fraud = given && age < 10 && random.uniform() < 0.95;
    table.add({static_cast<TimeUs>(i) * kHourUs, 0, fraud}, row_with(features, {"attributes.device_age"}, attributes));
  }
  return table;
}

TEST(OwnColumns, AModelLearnsFromAnAttribute) {
  const auto table = payments(6'000);
  const auto candidate = retrain_transactions(nullptr, table, {}, "attributes", kSilent);
  ASSERT_TRUE(candidate.ok()) << candidate.error().message;
  EXPECT_GT(candidate->after.auc, 0.95);
  const auto model = engine::TreeModel::load(candidate->file);
  ASSERT_TRUE(model.ok());
  EXPECT_EQ(model->own_inputs().names(), std::vector<std::string>{"attributes.device_age"});
  // Beside one that knows nothing of it, on the same examples.
  auto blind = ExampleTable::of_engine_features();
  for (std::size_t i = 0; i < table.size(); ++i) blind.add(table.row(i), table.values(i).first(engine::kFeatureCount));
  const auto other = engine::TreeModel::load(train_trees(blind, {}, "blind", kSilent)->file);
  const auto beside = retrain_transactions(&*other, table, {}, "attributes", kSilent);
  ASSERT_TRUE(beside.ok());
  EXPECT_EQ(beside->objection, "");
  EXPECT_GT(beside->after.average_precision, beside->before.average_precision + 0.3);
}

TEST(OwnColumns, AModelCarriesTheForestThatItLearnedFrom) {
  const auto table = payments(3'000);
  TreeSettings settings;
  settings.anomaly = true;
  settings.rounds = 20;
  const auto trained = train_trees(table, settings, "anomaly", kSilent);
  ASSERT_TRUE(trained.ok()) << trained.error().message;
  const auto model = engine::TreeModel::load(trained->file);
  ASSERT_TRUE(model.ok()) << model.error().message;
  ASSERT_NE(model->own_inputs().forest(), nullptr);
  // The column that was learned from is what the live model sees.
  const auto columns = ExampleTable::of_engine_features().names();
  const auto trees = grow_isolation_trees(table, {0, table.size()}, columns, {});
  const auto extended = with_anomaly(table, *trees, columns);
  for (std::size_t row = 0; row < 200; ++row) {
    engine::FeatureVector features;
    std::ranges::copy_n(table.values(row).begin(), engine::kFeatureCount, features.begin());
    EXPECT_NEAR(model->own_inputs().forest()->score(features), extended.values(row).back(), 1e-6);
  }
  const auto again = train_trees(table, settings, "anomaly", kSilent);
  EXPECT_EQ(engine::write_model_file(again->file), engine::write_model_file(trained->file)) << "to the byte";
}

}  // namespace
}  // namespace shrike::training
