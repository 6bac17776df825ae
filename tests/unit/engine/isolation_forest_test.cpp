#include "shrike/engine/isolation_forest.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace shrike::engine {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr IsolationNode leaf(std::uint32_t size) { return {IsolationNode::kLeaf, 0, 0, 0, 0, size}; }

/// amount < 100 (missing too) ? 3 rows : (hour < 5 ? 1 row : 4 rows), from a sample of 8.
ModelFile small_forest() {
  const std::vector<IsolationNode> tree{{0, 100.0F, 1, 2, 1, 8}, leaf(3), {1, 5.0F, 3, 4, 0, 5}, leaf(1), leaf(4)};
  return IsolationForest::save({"", "small", 3, "{}"}, {"amount", "hour"}, 8, {tree, tree});
}

FeatureVector vector_of(float amount, float hour) {
  FeatureVector values;
  values.fill(kNan);
  at(values, feature("amount")) = amount;
  at(values, feature("hour")) = hour;
  return values;
}

/// By hand: harmonic numbers by ln(n - 1) + Euler's constant, as published.
double by_hand(double length) { return std::exp2(-length / mean_path_length(8)); }

TEST(MeanPathLength, IsThePublishedFormula) {
  EXPECT_DOUBLE_EQ(mean_path_length(0), 0);
  EXPECT_DOUBLE_EQ(mean_path_length(1), 0);
  EXPECT_DOUBLE_EQ(mean_path_length(2), 1);
  EXPECT_NEAR(mean_path_length(256), 10.2448, 1e-4);
}

TEST(IsolationForest, ScoresByPathLength) {
  const auto forest = IsolationForest::load(small_forest());
  ASSERT_TRUE(forest.ok()) << forest.error().message;
  EXPECT_NEAR(forest->score(vector_of(99, 12)), by_hand(1 + mean_path_length(3)), 1e-6);
  EXPECT_NEAR(forest->score(vector_of(100, 4)), by_hand(2), 1e-6);
  EXPECT_NEAR(forest->score(vector_of(100, 5)), by_hand(2 + mean_path_length(4)), 1e-6);
  EXPECT_GT(forest->score(vector_of(100, 4)), forest->score(vector_of(100, 5))) << "alone is more unusual";
}

TEST(IsolationForest, AMissingValueGoesTheWayOfMost) {
  const auto forest = IsolationForest::load(small_forest());
  EXPECT_DOUBLE_EQ(forest->score(vector_of(kNan, 4)), forest->score(vector_of(99, 4)));
  EXPECT_DOUBLE_EQ(forest->score(vector_of(100, kNan)), forest->score(vector_of(100, 5)));
  EXPECT_DOUBLE_EQ(forest->score(vector_of(INFINITY, -INFINITY)), forest->score(vector_of(100, 4)));
}

TEST(IsolationForest, SurvivesItsFile) {
  const auto file = read_model_file(write_model_file(small_forest()));
  ASSERT_TRUE(file.ok());
  const auto forest = IsolationForest::load(*file);
  EXPECT_EQ(forest->tree_count(), 2U);
  EXPECT_EQ(forest->header().id, "small");
  EXPECT_DOUBLE_EQ(forest->score(vector_of(1, 1)), IsolationForest::load(small_forest())->score(vector_of(1, 1)));
}

TEST(IsolationForest, RefusesBrokenTrees) {
  const auto kind_of = [](const std::vector<IsolationNode>& tree, std::uint32_t sample = 8) {
    const auto loaded = IsolationForest::load(IsolationForest::save({"", "x", 1, "{}"}, {"amount"}, sample, {tree}));
    return loaded ? std::string("loaded") : std::string(to_string(loaded.error().kind));
  };
  EXPECT_EQ(kind_of({{0, 1, 1, 2, 0, 2}, leaf(1), leaf(1)}), "loaded");
  EXPECT_EQ(kind_of({}), "corrupt");
  EXPECT_EQ(kind_of({{0, 1, 0, 0, 0, 2}}), "corrupt") << "a cycle";
  EXPECT_EQ(kind_of({{0, 1, 1, 1, 0, 2}, leaf(1)}), "corrupt") << "a shared child";
  EXPECT_EQ(kind_of({leaf(1), leaf(1)}), "corrupt") << "a node that nothing leads to";
  EXPECT_EQ(kind_of({{1, 1, 1, 2, 0, 2}, leaf(1), leaf(1)}), "corrupt") << "no such input";
  EXPECT_EQ(kind_of({{0, kNan, 1, 2, 0, 2}, leaf(1), leaf(1)}), "corrupt") << "no threshold";
  EXPECT_EQ(kind_of({leaf(0)}), "corrupt") << "an empty leaf";
  EXPECT_EQ(kind_of({leaf(9)}), "corrupt") << "more rows than the sample";
  EXPECT_EQ(kind_of({leaf(1)}, 1), "corrupt") << "a sample of one";
  std::vector<IsolationNode> chain;
  for (std::int32_t i = 0; i < 70; ++i) {
    chain.push_back({0, 1.0F, 2 * i + 1, 2 * i + 2, 0, 100});
    chain.push_back(leaf(1));
  }
  chain.push_back(leaf(1));
  EXPECT_EQ(kind_of(chain, 256), "corrupt") << "70 splits deep";
}

TEST(IsolationForest, RefusesAnyShorterOrLongerPayload) {
  const ModelFile good = small_forest();
  for (std::size_t size = 0; size <= good.payload.size() + 4; ++size) {
    if (size == good.payload.size()) continue;
    ModelFile bad = good;
    bad.payload.resize(size, '\0');
    EXPECT_EQ(IsolationForest::load(bad).error().kind, ErrorKind::corrupt) << size;
  }
  for (const char* inputs : {"", "{}", "[]", R"({"features":1})", R"({"features":["amount"],"sample_size":-1})",
                             R"({"features":["amount"],"sample_size":1e300})", R"({"features":["amount"]})"}) {
    ModelFile bad = good;
    bad.inputs_json = inputs;
    EXPECT_FALSE(IsolationForest::load(bad).ok()) << inputs;
  }
  ModelFile unknown = good;
  unknown.inputs_json = R"({"features":["amount","no_such_feature"],"sample_size":8})";
  EXPECT_EQ(IsolationForest::load(unknown).error().kind, ErrorKind::invalid);
  ModelFile other = good;
  other.header.kind = "linear_text";
  EXPECT_EQ(IsolationForest::load(other).error().kind, ErrorKind::invalid);
}

}  // namespace
}  // namespace shrike::engine
