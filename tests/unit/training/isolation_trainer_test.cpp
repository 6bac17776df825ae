#include "shrike/training/isolation_trainer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "shrike/base/random.hpp"
#include "shrike/training/evaluation.hpp"

namespace shrike::training {
namespace {

/// A cloud of payments; one in fifty lies far from it. Some values are missing.
ExampleTable cloud(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  auto out = ExampleTable::of_engine_features();
  for (std::size_t i = 0; i < count; ++i) {
    engine::FeatureVector values{};
    const bool far = random.below(50) == 0;
    for (std::size_t k = 0; k < 8; ++k)
      values[k] = random.below(30) == 0 ? std::nanf("") : static_cast<float>(random.normal(far ? 4 : 0, far ? 3 : 1));
    out.add({static_cast<TimeUs>(i), 0, far}, values);
  }
  return out;
}

TEST(IsolationTrainer, FindsWhatLiesFarFromTheRest) {
  const auto table = cloud(20'000, 1);
  const auto file = train_isolation_forest(table, {0, 10'000}, {}, "made up");
  ASSERT_TRUE(file.ok());
  const auto forest = engine::IsolationForest::load(*file);
  ASSERT_TRUE(forest.ok()) << forest.error().message;
  std::vector<Scored> scored;
  for (std::size_t i = 10'000; i < table.size(); ++i) {
    engine::FeatureVector values;
    std::ranges::copy(table.values(i), values.begin());
    scored.push_back({forest->score(values), false, table.row(i).fraud});
  }
  EXPECT_GT(evaluate(std::move(scored)).auc, 0.97);
}

TEST(IsolationTrainer, SameSeedSameBytesAndTheTruthIsNotLookedAt) {
  const auto table = cloud(3'000, 2);
  auto unlabelled = ExampleTable::of_engine_features();
  for (std::size_t i = 0; i < table.size(); ++i) unlabelled.add({table.row(i).time_us, 0, false}, table.values(i));
  const auto bytes = [](const ExampleTable& from, std::uint64_t seed) {
    return engine::write_model_file(*train_isolation_forest(from, {0, from.size()}, {.seed = seed}, "x"));
  };
  EXPECT_EQ(bytes(table, 1), bytes(unlabelled, 1));
  EXPECT_NE(bytes(table, 1), bytes(table, 2));
}

TEST(IsolationTrainer, TheEnginesScoreIsThatOfTheTrees) {
  const auto table = cloud(2'000, 3);
  const auto columns = isolation_inputs(table);
  const auto trees = grow_isolation_trees(table, {0, table.size()}, columns, {.trees = 20});
  const auto forest =
      engine::IsolationForest::load(*train_isolation_forest(table, {0, table.size()}, {.trees = 20}, "x"));
  for (std::size_t i = 0; i < 200; ++i) {
    std::vector<float> picked;
    for (const std::string& name : columns) {
      const auto place = std::ranges::find(table.names(), name) - table.names().begin();
      picked.push_back(table.values(i)[static_cast<std::size_t>(place)]);
    }
    engine::FeatureVector values;
    std::ranges::copy(table.values(i), values.begin());
    EXPECT_NEAR(forest->score(values), isolation_score(*trees, picked), 1e-6);
  }
}

TEST(IsolationTrainer, TreesKeepToTheirBounds) {
  const auto table = cloud(5'000, 4);
  const auto trees = grow_isolation_trees(table, {0, table.size()}, {}, {});
  ASSERT_EQ(trees->size(), 100U);
  for (const auto& tree : *trees) {
    EXPECT_EQ(tree.front().size, 256U);
    std::uint32_t rows = 0;
    for (const auto& node : tree) rows += node.feature == engine::IsolationNode::kLeaf ? node.size : 0;
    EXPECT_EQ(rows, 256U) << "every row of the sample ends in one leaf";
  }
}

TEST(IsolationTrainer, RefusesWhatItCannotUse) {
  const auto table = cloud(10, 5);
  EXPECT_EQ(grow_isolation_trees(table, {0, 1}, {}, {}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(grow_isolation_trees(table, {0, 10}, {"no_such"}, {}).error().kind, ErrorKind::invalid);
  auto infinite = ExampleTable({"a"});
  for (const float value : {1.0F, INFINITY}) infinite.add({}, std::vector{value});
  EXPECT_EQ(grow_isolation_trees(infinite, {0, 2}, {}, {}).error().kind, ErrorKind::invalid);
  auto flat = ExampleTable({"a"});
  for (int i = 0; i < 10; ++i) flat.add({}, std::vector{NAN});
  EXPECT_EQ(grow_isolation_trees(flat, {0, 10}, {}, {})->front().size(), 1U) << "nothing known, nothing to split";
}

}  // namespace
}  // namespace shrike::training
