#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "shrike/engine/text_model.hpp"
#include "shrike/engine/tree_model.hpp"
#include "support/models.hpp"

namespace shrike::engine {
namespace {

/// amount < 100 (missing goes right) ? -1 : (hour < 5 ? 2 : 0.5), covers 3:1 and 1:1.
ModelFile small_model() {
  const std::vector<TreeNode> tree{{0, 100.0F, 1, 2, 0, -0.4375F, 8},
                                   {TreeNode::kLeaf, 0, 0, 0, 0, -1.0F, 6},
                                   {1, 5.0F, 3, 4, 1, 1.25F, 2},
                                   {TreeNode::kLeaf, 0, 0, 0, 0, 2.0F, 1},
                                   {TreeNode::kLeaf, 0, 0, 0, 0, 0.5F, 1}};
  return TreeModel::save({"", "small", 3, "{}"}, {"amount", "hour"}, 0.25F, {tree, tree});
}

FeatureVector vector_of(float amount, float hour) {
  FeatureVector values;
  values.fill(std::numeric_limits<float>::quiet_NaN());
  at(values, feature("amount")) = amount;
  at(values, feature("hour")) = hour;
  return values;
}

TEST(TreeModel, WalksThresholdsAndMissingValues) {
  const auto model = TreeModel::load(small_model());
  ASSERT_TRUE(model.ok());
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FLOAT_EQ(model->margin(vector_of(99, 12)), 0.25F - 2);
  EXPECT_FLOAT_EQ(model->margin(vector_of(100, 4)), 0.25F + 4);
  EXPECT_FLOAT_EQ(model->margin(vector_of(nan, 6)), 0.25F + 1);
  EXPECT_FLOAT_EQ(model->margin(vector_of(100, nan)), 0.25F + 4);
}

/// By hand: with amount known and hour not, the tree says 1.25; with hour alone 3/4 * -1 + 1/4 * 2.
TEST(TreeModel, ContributionsAreShapleyValues) {
  const auto model = TreeModel::load(small_model());
  const auto values = vector_of(100, 4);
  const TreeScore score = model->score(values);
  const Contributions parts = model->contributions(values);
  EXPECT_NEAR(score.base, 0.25 - 2 * 0.4375, 1e-12);
  EXPECT_NEAR(parts[static_cast<std::size_t>(feature("amount"))], (1.25 + 0.4375) + (2.0 + 0.25), 1e-6);
  EXPECT_NEAR(parts[static_cast<std::size_t>(feature("hour"))], (-0.25 + 0.4375) + (2.0 - 1.25), 1e-6);
  EXPECT_NEAR(score.log_odds, model->margin(values), 1e-6);
}

TEST(TreeModel, AFileWithoutCoversIsExplainedByItsMeans) {
  const ModelFile file = small_model();
  ModelFile old = file;
  old.format = 1;
  old.payload.clear();
  constexpr std::size_t kNodes = 5, kOldNodeBytes = sizeof(TreeNode) - sizeof(float);
  std::string_view left = file.payload;
  const auto take = [&](std::size_t count) {
    const std::string_view bytes = left.substr(0, count);
    left.remove_prefix(count);
    return bytes;
  };
  old.payload += take(8);
  for (int tree = 0; tree < 2; ++tree) {
    old.payload += take(4);
    for (std::size_t i = 0; i < kNodes; ++i) old.payload += take(sizeof(TreeNode)).substr(0, kOldNodeBytes);
  }
  const auto model = TreeModel::load(old);
  ASSERT_TRUE(model.ok()) << model.error().message;
  const auto values = vector_of(100, 4);
  const auto expected = TreeModel::load(file)->contributions(values);
  for (std::size_t i = 0; i < kFeatureCount; ++i) EXPECT_NEAR(model->contributions(values)[i], expected[i], 1e-6);
}

TEST(TreeModel, RefusesBrokenFiles) {
  const std::string good = write_model_file(small_model());
  ASSERT_TRUE(read_model_file(good).ok());
  for (std::size_t at = good.find('\n') + 1; at < good.size(); at += 3) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    EXPECT_FALSE(read_model_file(bad).ok()) << at;
  }
  EXPECT_FALSE(read_model_file(good.substr(0, good.size() - 1)).ok());
  EXPECT_FALSE(read_model_file("{}\n").ok());
  auto file = small_model();
  file.inputs_json = R"({"features":["amount","no_such_feature"]})";
  EXPECT_FALSE(TreeModel::load(file).ok());
  const auto loads = [](const std::vector<TreeNode>& tree) {
    return TreeModel::load(TreeModel::save({"", "x", 1, "{}"}, {"amount"}, 0, {tree})).ok();
  };
  const TreeNode leaf{TreeNode::kLeaf, 0, 0, 0, 0, 1.0F, 1};
  EXPECT_TRUE(loads({{0, 1.0F, 1, 2, 0, 0.0F, 2}, leaf, leaf}));
  EXPECT_FALSE(loads({{0, 1.0F, 0, 0, 0, 0.0F, 1}})) << "a cycle";
  EXPECT_FALSE(loads({{0, 1.0F, 1, 1, 0, 0.0F, 2}, leaf})) << "a shared child";
  EXPECT_FALSE(loads({leaf, leaf})) << "a node that nothing leads to";
  EXPECT_FALSE(loads({{TreeNode::kLeaf, 0, 0, 0, 0, 1.0F, 0}})) << "no cover";
  std::vector<TreeNode> chain;
  for (std::int32_t i = 0; i < 40; ++i) {
    chain.push_back({0, 1.0F, 2 * i + 1, 2 * i + 2, 0, 1.0F, 2});
    chain.push_back(leaf);
  }
  chain.push_back(leaf);
  EXPECT_FALSE(loads(chain)) << "40 splits deep";
}

TEST(ModelFile, AVersionThatDoesNotFitIsRefused) {
  const std::string good = write_model_file(small_model());
  const std::string field = "\"version\":3";
  ASSERT_NE(good.find(field), std::string::npos);
  for (const char* version : {"4294967296", "18888888888888888888", "-1", "3.5", "\"3\"", "null"}) {
    std::string bad = good;
    bad.replace(bad.find(field), field.size(), std::string("\"version\":") + version);
    const auto file = read_model_file(bad);
    ASSERT_FALSE(file.ok()) << version;
    EXPECT_EQ(file.error().kind, ErrorKind::corrupt);
  }
}

TEST(ModelFile, ADeeplyNestedHeaderIsRefused) {
  const std::string deep =
      R"({"format":"shrike-model-1","summary":)" + std::string(400'000, '[') + std::string(400'000, ']') + "}\n";
  EXPECT_EQ(read_model_file(deep).error().kind, ErrorKind::corrupt);
}

TEST(TextSlots, CountEachNGramOnceWithItsFrequency) {
  EXPECT_TRUE(text_slots("").empty());
  const auto once = text_slots("free");
  const auto twice = text_slots("free free");
  EXPECT_GT(once.size(), 5U);
  EXPECT_GT(twice.size(), once.size()) << "the pair of words, and what runs across the border";
  float most = 0;
  for (const auto& slot : twice) most = std::max(most, slot.count);
  EXPECT_EQ(most, 2);
}

TEST(TfIdf, LongTextsReachTheirLengthAndShortOnesDoNot) {
  const std::vector<float> idf(kTextSlots, 2.0F);
  const auto squares = [&](const std::string& text) {
    double sum = 0;
    for (const auto& [slot, value] : tf_idf(text_slots(text), idf)) sum += static_cast<double>(value) * value;
    return sum;
  };
  std::string text;
  for (int i = 0; i < 2'000; ++i)
    text += "w" + std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i) + "q ";
  EXPECT_NEAR(squares(text), 2.5 * 2.5 + 2 * 2, 1.5) << "words 2.5, character n-grams 2";
  EXPECT_LT(squares(text), 2.5 * 2.5 + 2 * 2);
  EXPECT_LT(squares("please call me back"), 1);
  EXPECT_GT(squares("please call me back"), squares("hello"));
}

TEST(ShippedModels, LoadAndTellScamsFromHarmlessTexts) {
  const auto models = testing::shipped_models();
  ASSERT_NE(models.transactions, nullptr);
  ASSERT_NE(models.messages, nullptr);
  for (const char* text : {"Your Harbour Bank card was locked, confirm your PIN at http://x.example",
                           "Congratulations, you won a $500 prize, claim at www.x.example"}) {
    EXPECT_GT(models.messages->score(text).log_odds, models.messages->parameters().thresholds.sms) << text;
  }
  for (const char* text :
       {"Running late, see you at eight", "Can you buy milk on the way home?", "The meeting moved to Tuesday"}) {
    EXPECT_LT(models.messages->score(text).log_odds, models.messages->parameters().thresholds.sms - 1) << text;
  }
}

}  // namespace
}  // namespace shrike::engine
