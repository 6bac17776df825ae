#include "shrike/training/retraining.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "shrike/base/random.hpp"
#include "support/models.hpp"

namespace shrike::training {
namespace {

const Progress kSilent = [](double) {};

/// Large amounts are fraud; but of the first `poisoned` fraud is drawn by lot.
ExampleTable payments(std::size_t count, std::size_t poisoned = 0, bool frauds_in_newest = true,
                      std::uint64_t seed = 11) {
  Random random(seed);
  auto out = ExampleTable::of_engine_features();
  for (std::size_t i = 0; i < count; ++i) {
    engine::FeatureVector features{};
    for (float& value : features) value = static_cast<float>(random.uniform(0, 10));
    const bool large = engine::at(features, engine::feature("amount")) > 8;
    bool fraud = large && random.uniform() < 0.9;
    if (i < poisoned) fraud = random.uniform() < 0.2;
    if (!frauds_in_newest && i * 5 >= count * 4) fraud = false;
    out.add({static_cast<TimeUs>(i) * kHourUs, 0, fraud}, features);
  }
  return out;
}

/// A model that has learned from other examples of the same kind.
engine::TreeModel good_model() {
  return *engine::TreeModel::load(train_trees(payments(1'500), {}, "old", kSilent)->file);
}

TEST(Retraining, ACandidateThatIsNotWorseIsNotObjectedTo) {
  const auto active = good_model();
  const auto candidate = retrain_transactions(&active, payments(6'000), {}, "new", kSilent);
  ASSERT_TRUE(candidate.ok()) << candidate.error().message;
  EXPECT_EQ(candidate->objection, "");
  EXPECT_EQ(candidate->samples, 6'000U);
  EXPECT_EQ(candidate->after.events, 1'200U);
  EXPECT_EQ(candidate->before.events, 1'200U);
  EXPECT_GT(candidate->after.average_precision, 0.8);
  const auto summary = nlohmann::json::parse(candidate->file.header.summary_json);
  EXPECT_EQ(summary["data_hash"], data_hash(payments(6'000)));
  EXPECT_NE(data_hash(payments(6'000)), data_hash(payments(5'999)));
}

TEST(Retraining, AWorseCandidateIsObjectedTo) {
  const auto active = good_model();
  // The newest part tells the truth, what the candidate learns from does not.
  const auto candidate = retrain_transactions(&active, payments(6'000, 4'800), {}, "poison", kSilent);
  ASSERT_TRUE(candidate.ok());
  EXPECT_NE(candidate->objection.find("average precision"), std::string::npos) << candidate->objection;
  EXPECT_LT(candidate->after.average_precision, candidate->before.average_precision);
}

TEST(Retraining, TooFewToCompareIsObjectedTo) {
  const auto active = good_model();
  const auto examples = payments(6'000, 0, false);
  const auto candidate = retrain_transactions(&active, examples, {}, "few", kSilent);
  ASSERT_TRUE(candidate.ok());
  EXPECT_NE(candidate->objection.find("too few"), std::string::npos);
  EXPECT_EQ(retrain_transactions(nullptr, examples, {}, "first", kSilent)->objection, "")
      << "where nothing judged before, anything is better";
}

TEST(Retraining, OneClassIsRefused) {
  auto genuine = ExampleTable::of_engine_features();
  for (std::size_t i = 0; i < 2'000; ++i) genuine.add({static_cast<TimeUs>(i), 0, false}, engine::FeatureVector{});
  EXPECT_EQ(retrain_transactions(nullptr, genuine, {}, "one", kSilent).error().kind, ErrorKind::invalid);
  EXPECT_EQ(retrain_transactions(nullptr, ExampleTable::of_engine_features(), {}, "none", kSilent).error().kind,
            ErrorKind::invalid);
}

/// The same payments, of which only one fraud in five is left: every probability is too high.
ExampleTable rarer(std::size_t count) {
  Random random(12);
  auto out = ExampleTable::of_engine_features();
  const auto all = payments(count, 0, true, 13);
  for (std::size_t row = 0; row < all.size(); ++row) {
    if (!all.row(row).fraud || random.below(5) == 0) out.add(all.row(row), all.values(row));
  }
  return out;
}

TEST(Recalibration, ProbabilitiesFollowAnotherRateOfFraudAndTheTreesStay) {
  const auto trained = train_trees(payments(3'000), {}, "old", kSilent);
  const auto active = engine::TreeModel::load(trained->file);
  const auto now = rarer(6'000);
  const auto candidate = recalibrate(trained->file, now, {});
  ASSERT_TRUE(candidate.ok()) << candidate.error().message;
  EXPECT_EQ(candidate->objection, "");
  EXPECT_LT(candidate->stated_after->brier_score, candidate->stated_before->brier_score);
  EXPECT_LT(candidate->stated_after->expected_calibration_error,
            candidate->stated_before->expected_calibration_error / 2);
  const auto model = engine::TreeModel::load(candidate->file);
  ASSERT_TRUE(model.ok());
  EXPECT_NE(model->calibration(), active->calibration());
  engine::FeatureVector features{};
  std::ranges::copy(now.values(7), features.begin());
  EXPECT_EQ(model->score(features).log_odds, active->score(features).log_odds);
  EXPECT_NE(candidate->file.header.summary_json.find("calibrated_from"), std::string::npos);
}

TEST(Recalibration, RowsThatTheTreesHaveLearnedFromDoNotCount) {
  const auto examples = payments(5'000);
  auto trained = retrain_transactions(nullptr, examples, {.holdout_part = 0.4}, "first", kSilent);
  ASSERT_TRUE(trained.ok());
  const auto candidate = recalibrate(trained->file, examples, {});
  ASSERT_TRUE(candidate.ok()) << candidate.error().message;
  EXPECT_EQ(candidate->samples, 2'000U);
  EXPECT_EQ(candidate->after.events, 400U);
}

TEST(Recalibration, WhatIsNoBetterIsObjectedTo) {
  const auto trained = train_trees(payments(3'000), {}, "old", kSilent);
  // The older part lies about the truth, the newest does not.
  const auto candidate = recalibrate(trained->file, payments(6'000, 4'800, true, 13), {});
  ASSERT_TRUE(candidate.ok());
  EXPECT_NE(candidate->objection.find("Brier"), std::string::npos) << candidate->objection;
}

TEST(Recalibration, TooFewToLearnFromOrToCompare) {
  const auto trained = train_trees(payments(3'000), {}, "old", kSilent);
  const auto none_new = recalibrate(trained->file, payments(500, 0, false), {});
  ASSERT_TRUE(none_new.ok());
  EXPECT_NE(none_new->objection.find("too few"), std::string::npos);
  auto genuine = ExampleTable::of_engine_features();
  for (int i = 0; i < 20; ++i) genuine.add({i * kHourUs, 0, false}, engine::FeatureVector{});
  EXPECT_EQ(recalibrate(trained->file, genuine, {}).error().kind, ErrorKind::invalid);
}

TEST(Retraining, OneSourceThatOutweighsTheOthersIsTold) {
  EXPECT_EQ(dominance({}, {}), "");
  EXPECT_EQ(dominance({{"chargeback", 100}}, {}), "") << "a single source has nobody to outweigh";
  EXPECT_EQ(dominance({{"chargeback", 80}, {"analyst", 20}}, {}), "");
  EXPECT_NE(dominance({{"chargeback", 2}, {"import", 98}}, {}).find("import"), std::string::npos);
}

}  // namespace
}  // namespace shrike::training
