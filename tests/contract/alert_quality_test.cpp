// What alerts turned out to be, counted from both stores.
#include "shrike/training/alert_quality.hpp"

#include "samples.hpp"
#include "shrike/store/alerts.hpp"
#include "shrike/store/labels.hpp"
#include "store_fixture.hpp"

namespace shrike::store {

STORE_SUITE(AlertQualityOf);

namespace {

const training::NamedFigures& named(const std::vector<training::NamedFigures>& rows, const std::string& name) {
  static const training::NamedFigures kNone;
  for (const auto& row : rows) {
    if (row.name == name) return row;
  }
  return kNone;
}

}  // namespace

TEST_P(AlertQualityOf, counts_each_reason_rule_and_model_once) {
  std::vector<domain::DecisionPtr> decisions;
  std::vector<domain::Alert> alerts;
  for (domain::Seq seq = 1; seq <= 5; ++seq) {
    auto decision = sample::payment(seq);
    decision.reasons.push_back({"amount_ratio", "once more", 0.5F});
    if (seq == 5) decision.model.version = 4;
    decisions.push_back(sample::shared(std::move(decision)));
    alerts.push_back(sample::alert(seq));
  }
  decisions.push_back(sample::shared(sample::payment(6)));
  ASSERT_OK(sample::insert(db(), decisions));
  ASSERT_OK(insert_alerts(db(), alerts));
  ASSERT_OK(insert_labels(
      db(), std::vector{sample::label(10, "t-1", true), sample::label(11, "t-2", false), sample::label(12, "t-3", true),
                        sample::label(13, "t-3", false, "case"), sample::label(14, "t-6", true)}));
  const auto quality = training::alert_quality(db(), "default", 0);
  ASSERT_OK(quality);
  EXPECT_TRUE(quality->complete);
  EXPECT_EQ(quality->total.alerted, 5U);
  EXPECT_EQ(quality->total.fraud, 1U);
  EXPECT_EQ(quality->total.legitimate, 2U) << "the newest label counts";
  EXPECT_EQ(named(quality->reasons, "amount_ratio").figures.alerted, 5U);
  EXPECT_EQ(named(quality->reasons, "new_device").figures.alerted, 0U) << "it speaks against fraud";
  EXPECT_EQ(named(quality->rules, "base_risk").figures.legitimate, 2U);
  ASSERT_EQ(quality->models.size(), 2U);
  EXPECT_EQ(quality->models[0].version, 3U);
  EXPECT_EQ(quality->models[0].figures.alerted, 4U);
  EXPECT_EQ(quality->models[1].figures.precision(), std::nullopt);
  EXPECT_EQ(training::alert_quality(db(), "default", sample::kStart + 4)->total.alerted, 2U);
  EXPECT_EQ(training::alert_quality(db(), "other", 0)->total.alerted, 0U);
}

TEST_P(AlertQualityOf, looks_at_the_newest_only) {
  constexpr auto kMax = training::AlertQuality::kAlertsMax;
  std::vector<domain::DecisionPtr> decisions;
  std::vector<domain::Alert> alerts;
  for (domain::Seq seq = 1; seq <= kMax + 10; ++seq) {
    decisions.push_back(sample::shared(sample::payment(seq)));
    alerts.push_back(sample::alert(seq));
  }
  ASSERT_OK(sample::insert(db(), decisions));
  ASSERT_OK(insert_alerts(db(), alerts));
  const auto quality = training::alert_quality(db(), "default", 0);
  ASSERT_OK(quality);
  EXPECT_FALSE(quality->complete);
  EXPECT_EQ(quality->total.alerted, kMax);
  EXPECT_EQ(quality->since_us, sample::kStart + 11);
}

}  // namespace shrike::store
