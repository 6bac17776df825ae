// The calibration of the trees in a decision: it gives the probability and the risk score, and leaves the explanation
// in the trees' own log-odds.
#include <gtest/gtest.h>

#include <cmath>

#include "shrike/engine/core.hpp"

namespace shrike::engine {
namespace {

constexpr TreeNode kLeaf{TreeNode::kLeaf, 0, 0, 0, 0, 2.0F, 1};

ModelFile model_with(const Calibration& calibration) {
  return TreeModel::save({"", "leaf", 1, "{}"}, {"amount"}, 0, {{kLeaf}}, calibration);
}

std::shared_ptr<domain::Decision> decision_by(const ModelFile& file) {
  ModelSet models;
  models.transactions = std::make_shared<TreeModel>(*TreeModel::load(file));
  const ManualClock clock;
  Core core({}, models, clock);
  domain::Event event;
  event.seq = 1;
  event.body = domain::Transaction{};
  return core.apply(std::move(event));
}

TEST(CalibratedDecision, ProbabilityAndScoreAreCalibratedTheExplanationIsNot) {
  const auto plain = decision_by(model_with({}));
  EXPECT_DOUBLE_EQ(plain->fraud_probability, 1 / (1 + std::exp(-2.0)));
  EXPECT_EQ(plain->risk_score, 88);
  const auto map = Calibration::of({{1, -3}, {3, -1}});
  const auto calibrated = decision_by(model_with(*map));
  EXPECT_DOUBLE_EQ(calibrated->fraud_probability, 1 / (1 + std::exp(2.0)));
  EXPECT_EQ(calibrated->risk_score, 12) << "round(100 * 0.1192)";
  EXPECT_DOUBLE_EQ(calibrated->log_odds, 2.0);
  double sum = calibrated->base_log_odds;
  for (const auto& reason : calibrated->reasons) sum += reason.contribution;
  EXPECT_NEAR(sum, 2.0, 1e-6);
}

TEST(CalibratedDecision, TheFileKeepsTheMapAndABrokenOneIsRefused) {
  const auto map = Calibration::of({{-1.25, -3.5}, {3, -1}});
  const auto file = read_model_file(write_model_file(model_with(*map)));
  EXPECT_EQ(TreeModel::load(*file)->calibration(), *map);
  for (const char* broken : {"1", "[[1]]", "[[1,2],[1,3]]", "[[1,2],[2,1]]", R"(["a"])"}) {
    ModelFile bad = model_with({});
    bad.inputs_json = std::string(R"({"features":["amount"],"trees":1,"calibration":)") + broken + "}";
    EXPECT_EQ(TreeModel::load(bad).error().kind, ErrorKind::corrupt) << broken;
  }
}

}  // namespace
}  // namespace shrike::engine
