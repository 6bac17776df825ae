// Models that look at more than the engine's features.
#include "shrike/engine/own_inputs.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "shrike/base/random.hpp"
#include "shrike/engine/core.hpp"
#include "support/events.hpp"

namespace shrike::engine {
namespace {

FeatureVector features_of(float amount) {
  FeatureVector values;
  values.fill(std::numeric_limits<float>::quiet_NaN());
  at(values, feature("amount")) = amount;
  return values;
}

domain::Transaction with_attributes(std::vector<std::pair<std::string, double>> attributes) {
  domain::Transaction payment;
  payment.attributes = std::move(attributes);
  return payment;
}

/// amount < 100 (unknown goes left): one leaf of 3 rows, one of 1.
ModelFile forest_file() {
  const std::vector<IsolationNode> tree{
      {0, 100.0F, 1, 2, 1, 4}, {IsolationNode::kLeaf, 0, 0, 0, 0, 3}, {IsolationNode::kLeaf, 0, 0, 0, 0, 1}};
  return IsolationForest::save({"", "forest", 1, "{}"}, {"amount"}, 4, {tree});
}

/// attributes.age < 30 (unknown goes right) ? 2 : (anomaly_score < 0.6 ? -1 : 1); one split on amount in a second tree.
Result<TreeModel> model() {
  const std::vector<TreeNode> first{{1, 30.0F, 1, 2, 0, 0.5F, 8},
                                    {TreeNode::kLeaf, 0, 0, 0, 0, 2.0F, 2},
                                    {2, 0.6F, 3, 4, 1, 0.0F, 6},
                                    {TreeNode::kLeaf, 0, 0, 0, 0, -1.0F, 3},
                                    {TreeNode::kLeaf, 0, 0, 0, 0, 1.0F, 3}};
  const std::vector<TreeNode> second{
      {0, 100.0F, 1, 2, 0, 0.25F, 4}, {TreeNode::kLeaf, 0, 0, 0, 0, 0.0F, 2}, {TreeNode::kLeaf, 0, 0, 0, 0, 0.5F, 2}};
  const ModelFile forest = forest_file();
  const auto file = TreeModel::save({"", "own", 1, "{}"}, {"amount", "attributes.age", "anomaly_score"}, 0,
                                    {first, second}, {}, &forest);
  const auto bytes = read_model_file(write_model_file(file));
  return bytes ? TreeModel::load(*bytes) : Result<TreeModel>(bytes.error());
}

TEST(OwnInputs, AreReadFromThePaymentAndTheForest) {
  const auto loaded = model();
  ASSERT_TRUE(loaded.ok()) << loaded.error().message;
  const auto& own = loaded->own_inputs();
  EXPECT_EQ(own.names(), (std::vector<std::string>{"attributes.age", "anomaly_score"}));
  const auto values = own.values(features_of(500), with_attributes({{"aa", 1}, {"age", 44.5}, {"zz", 2}}));
  EXPECT_EQ(values[0], 44.5F);
  EXPECT_FLOAT_EQ(values[1], static_cast<float>(IsolationForest::load(forest_file())->score(features_of(500))));
  EXPECT_TRUE(std::isnan(values[2]));
  EXPECT_TRUE(std::isnan(own.values(features_of(5), with_attributes({}))[0]));
  EXPECT_TRUE(std::isnan(own.values(features_of(5), with_attributes({{"age", 1e300}}))[0])) << "no float";
}

TEST(OwnInputs, DecideAndAreCreditedExactly) {
  const auto loaded = model();
  for (const float amount : {50.0F, 500.0F}) {
    for (const auto& attributes : {std::vector<std::pair<std::string, double>>{{"age", 20}}, {{"age", 40}}, {}}) {
      const auto features = features_of(amount);
      const auto own = loaded->own_inputs().values(features, with_attributes(attributes));
      const bool young = !attributes.empty() && attributes[0].second < 30;
      const double expected = (young ? 2.0 : own[1] < 0.6F ? -1.0 : 1.0) + (amount < 100 ? 0.0 : 0.5);
      EXPECT_DOUBLE_EQ(loaded->score(features, own).log_odds, expected);
      EXPECT_FLOAT_EQ(loaded->margin(features, own), static_cast<float>(expected));
      const auto parts = loaded->contributions(features, own);
      const double sum = std::accumulate(parts.begin(), parts.end(), loaded->score(features, own).base);
      EXPECT_NEAR(sum, expected, 1e-6);
      EXPECT_NE(parts[kFeatureCount], 0.0) << "the attribute";
    }
  }
}

TEST(OwnInputs, AreNamedInTheReasonsAndReplayTheSame) {
  ModelSet models;
  models.transactions = std::make_shared<const TreeModel>(*model());
  const SystemClock clock;
  Core core({}, models, clock);
  auto event = testing::payment("t-1", 50'000);
  std::get<domain::Transaction>(event.body).attributes = {{"age", 20}};
  event.seq = 1;
  const auto decision = core.apply(std::move(event));
  const auto named = std::ranges::find(decision->reasons, "attributes.age", &domain::Reason::code);
  ASSERT_NE(named, decision->reasons.end());
  EXPECT_EQ(named->text, "The attribute age is 20");
  double sum = decision->base_log_odds;
  for (const auto& reason : decision->reasons) sum += reason.contribution;
  EXPECT_NEAR(sum, decision->log_odds, 1e-4);
}

TEST(OwnInputs, NamesThatAreNoInputsAreRefused) {
  for (const auto& names : std::vector<std::vector<std::string>>{
           {"attributes."}, {"age"}, {"anomaly_score"}, {"attributes.a", "attributes.a"}}) {
    EXPECT_FALSE(OwnInputs::of(names, nullptr).ok()) << names.front();
  }
  std::vector<std::string> many;
  for (std::size_t i = 0; i <= kOwnInputsMax; ++i) many.push_back("attributes." + std::to_string(i));
  EXPECT_FALSE(OwnInputs::of(many, nullptr).ok());
}

TEST(OwnInputs, ADamagedForestInsideAModelIsRefused) {
  const ModelFile forest = forest_file();
  const std::vector<TreeNode> leaf{{TreeNode::kLeaf, 0, 0, 0, 0, 1.0F, 1}};
  const auto good = TreeModel::save({"", "own", 1, "{}"}, {"anomaly_score"}, 0, {leaf}, {}, &forest);
  ASSERT_TRUE(TreeModel::load(good).ok());
  Random random(3);
  for (int i = 0; i < 300; ++i) {
    ModelFile file = good;
    const std::size_t at = file.payload.size() - 1 - random.below(forest.payload.size());
    i % 2 == 0 ? file.payload.resize(at) : void(file.payload[at] ^= static_cast<char>(1 + random.below(255)));
    (void)TreeModel::load(file);  // refused or another sound forest; never out of bounds
  }
  ModelFile shorter = good;
  shorter.payload.pop_back();
  EXPECT_FALSE(TreeModel::load(shorter).ok());
  for (const char* bad : {R"({"features":["anomaly_score"],"forest":{}})", R"({"features":["anomaly_score"]})",
                          R"({"features":["anomaly_score"],"forest":{},"forest_bytes":99999999})",
                          R"({"features":["anomaly_score"],"forest":3,"forest_bytes":-1})"}) {
    ModelFile file = good;
    file.inputs_json = bad;
    EXPECT_FALSE(TreeModel::load(file).ok()) << bad;
  }
}

}  // namespace
}  // namespace shrike::engine
