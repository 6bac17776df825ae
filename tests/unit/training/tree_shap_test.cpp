// The contributions against XGBoost's own (pred_contribs) and against the definition, on random models.
#include <gtest/gtest.h>
#include <xgboost/c_api.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "engine/models/tree_blocks.hpp"
#include "shrike/base/random.hpp"
#include "training/booster.hpp"

namespace shrike::training {
namespace {

using engine::Contributions;
using engine::kFeatureCount;
using engine::TreeModel;

/// One random data set, booster and what both sides say of it.
struct Shape {
  int depth;
  int rounds;
  std::size_t features;  // that splits may use; few make paths that ask for one more than once
};

ExampleTable random_payments(Random& random, std::size_t count, std::size_t features) {
  ExampleTable out = ExampleTable::of_engine_features();
  for (std::size_t row = 0; row < count; ++row) {
    engine::FeatureVector values;
    values.fill(std::numeric_limits<float>::quiet_NaN());
    double sum = 0;
    for (std::size_t i = 0; i < features; ++i) {
      if (random.below(4) == 0) continue;
      const float value = static_cast<float>(random.below(50));
      values[i] = value;
      sum += (i % 2 == 0 ? 1 : -1) * value * (i > 0 && value > 25 ? 2 : 1);
    }
    out.add({0, 0, sum + random.uniform(-20, 20) > 10}, values);
  }
  return out;
}

engine::FeatureVector features_at(const ExampleTable& table, std::size_t row) {
  engine::FeatureVector out;
  std::ranges::copy(table.values(row), out.begin());
  return out;
}

Booster boosted(const Matrix& matrix, const Shape& shape) {
  DMatrixHandle cached = matrix.get();
  BoosterHandle handle = nullptr;
  xgboost_check(XGBoosterCreate(&cached, 1, &handle));
  Booster booster(handle);
  const std::pair<const char*, std::string> parameters[] = {{"objective", "binary:logistic"},
                                                            {"tree_method", "hist"},
                                                            {"max_depth", std::to_string(shape.depth)},
                                                            {"eta", "0.2"},
                                                            {"nthread", "1"},
                                                            {"base_score", "0.5"},
                                                            {"min_child_weight", "0.5"},
                                                            {"verbosity", "0"}};
  for (const auto& [name, value] : parameters) xgboost_check(XGBoosterSetParam(handle, name, value.c_str()));
  for (int round = 0; round < shape.rounds; ++round) xgboost_check(XGBoosterUpdateOneIter(handle, round, matrix.get()));
  return booster;
}

/// XGBoost's contributions, row by row; the last of each row is the base.
std::span<const float> their_contributions(const Booster& booster, const Matrix& matrix) {
  const char* config =
      R"({"type": 2, "training": false, "iteration_begin": 0, "iteration_end": 0, "strict_shape": false})";
  const bst_ulong* shape = nullptr;
  bst_ulong dimensions = 0;
  const float* values = nullptr;
  xgboost_check(XGBoosterPredictFromDMatrix(booster.get(), matrix.get(), config, &shape, &dimensions, &values));
  return {values, shape[0] * shape[1]};
}

TreeModel model_of(const Booster& booster, int rounds) {
  std::vector<std::string_view> names;
  for (const auto& row : engine::feature_table()) names.push_back(row.name);
  auto model = TreeModel::load(TreeModel::save({"", "random", 1, "{}"}, names, 0.0F, trees_of(booster, rounds)));
  SHRIKE_ASSERT(model.ok());
  return std::move(*model);
}

void expect_equal(const TreeModel& model, const engine::FeatureVector& features, std::span<const float> theirs) {
  const Contributions ours = model.contributions(features);
  const engine::TreeScore score = model.score(features);
  double sum = score.base;
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    EXPECT_NEAR(ours[i], theirs[i], 1e-5) << i;
    sum += ours[i];
  }
  EXPECT_NEAR(score.base, theirs[kFeatureCount], 1e-5);
  EXPECT_NEAR(sum, score.log_odds, 1e-6);
  EXPECT_NEAR(score.log_odds, model.margin(features), 1e-5);
}

class TreeShapOfShape : public ::testing::TestWithParam<Shape> {};

TEST_P(TreeShapOfShape, EqualsXgboostsOwn) {
  const Shape shape = GetParam();
  Random random(static_cast<std::uint64_t>(shape.depth) * 100 + shape.features);
  const auto examples = random_payments(random, 2'000, shape.features);
  const Booster booster = boosted(matrix_of(examples), shape);
  const TreeModel model = model_of(booster, shape.rounds);
  const auto asked = random_payments(random, 200, shape.features);
  const Matrix matrix = matrix_of(asked);
  const auto theirs = their_contributions(booster, matrix);
  for (std::size_t i = 0; i < asked.size(); ++i)
    expect_equal(model, features_at(asked, i), theirs.subspan(i * (kFeatureCount + 1), kFeatureCount + 1));
}

// Depths with tables, beyond them, and a path that asks for more than eight features.
INSTANTIATE_TEST_SUITE_P(Shapes, TreeShapOfShape,
                         ::testing::Values(Shape{1, 10, 6}, Shape{2, 10, 2}, Shape{4, 30, 2}, Shape{4, 30, 32},
                                           Shape{6, 20, 8}, Shape{7, 10, 32}, Shape{8, 10, 3}, Shape{12, 6, 32}),
                         [](const auto& test) {
                           return "Depth" + std::to_string(test.param.depth) + "Features" +
                                  std::to_string(test.param.features);
                         });

/// What a block's leaves pay when the features of the coalition `known` are known.
double game(const engine::Block& block, std::uint32_t outcome, std::uint32_t known) {
  double sum = 0;
  for (const engine::BlockLeaf& leaf : block.leaves) {
    double share = leaf.value;
    for (const engine::PathFeature& feature : leaf.path) {
      const bool in = (known >> feature.place & 1U) != 0;
      share *= !in ? feature.share : (outcome & feature.splits) == feature.towards ? 1 : 0;
    }
    sum += share;
  }
  return sum;
}

/// The Shapley value by its definition: over all coalitions.
double by_definition(const engine::Block& block, std::uint32_t outcome, std::size_t feature) {
  const auto players = static_cast<int>(block.features.size());
  double value = 0;
  for (std::uint32_t others = 0; others < 1U << players; ++others) {
    if ((others >> feature & 1U) != 0) continue;
    const int size = std::popcount(others);
    const double weight = std::tgamma(size + 1) * std::tgamma(players - size) / std::tgamma(players + 1);
    value += weight * (game(block, outcome, others | 1U << feature) - game(block, outcome, others));
  }
  return value;
}

TEST(TreeBlocks, ValuesAreThoseOfTheDefinition) {
  Random random(12);
  const Shape shape{4, 5, 5};
  const auto trees = trees_of(boosted(matrix_of(random_payments(random, 2'000, shape.features)), shape), shape.rounds);
  for (const auto& tree : trees) {
    for (const engine::Block& block : engine::cut_tree(tree, 0, 5)) {
      for (std::uint32_t outcome = 0; outcome < 1U << block.splits.size(); ++outcome) {
        std::vector<double> values(block.features.size(), 0.0);
        block.add_values(outcome, values.data());
        for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR(values[i], by_definition(block, outcome, i), 1e-12);
      }
    }
  }
}

}  // namespace
}  // namespace shrike::training
