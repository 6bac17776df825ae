#include "shrike/training/retraining.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "shrike/base/random.hpp"
#include "support/models.hpp"

namespace shrike::training {
namespace {

const Progress kSilent = [](double) {};

/// Large amounts are fraud; but of the first `poisoned` fraud is drawn by lot.
ExampleTable payments(std::size_t count, std::size_t poisoned = 0, bool frauds_in_newest = true) {
  Random random(11);
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

TEST(Retraining, OneSourceThatOutweighsTheOthersIsTold) {
  EXPECT_EQ(dominance({}, {}), "");
  EXPECT_EQ(dominance({{"chargeback", 100}}, {}), "") << "a single source has nobody to outweigh";
  EXPECT_EQ(dominance({{"chargeback", 80}, {"analyst", 20}}, {}), "");
  EXPECT_NE(dominance({{"chargeback", 2}, {"import", 98}}, {}).find("import"), std::string::npos);
}

}  // namespace
}  // namespace shrike::training
