#include "shrike/store/tenant_settings.hpp"

#include <gtest/gtest.h>

#include "samples.hpp"
#include "shrike/store/archive_batch.hpp"
#include "shrike/store/decisions.hpp"
#include "store_fixture.hpp"
#include "support/events.hpp"

namespace shrike::store {
namespace {

STORE_SUITE(TenantSettingsStore);

domain::Event change(domain::Seq seq, domain::SettingValues values, const std::string& tenant) {
  auto event = testing::settings_change(std::move(values), tenant);
  event.seq = seq;
  return event;
}

TEST_P(TenantSettingsStore, TheNewestValueStandsAndAClearedOneIsGone) {
  const std::vector<domain::Event> controls{
      change(1, {{"default_currency", "USD"}, {"alerts.min_level", "High"}}, "acme"),
      change(2, {{"default_currency", "CHF"}}, "globex"),
      change(3, {{"default_currency", "EUR"}, {"alerts.min_level", std::nullopt}}, "acme")};
  ArchiveBatch batch;
  batch.controls = controls;
  batch.cursor = 3;
  ASSERT_OK(write_archive_batch(db(), batch));
  ASSERT_OK(write_archive_batch(db(), batch));
  const auto stored = load_settings(db());
  ASSERT_OK(stored);
  const std::map<std::string, StoredSettings> expected{{"acme", {{"default_currency", "EUR"}}},
                                                       {"globex", {{"default_currency", "CHF"}}}};
  EXPECT_EQ(*stored, expected);
}

TEST_P(TenantSettingsStore, ADecisionKeepsThePolicyThatItWasMadeUnder) {
  auto decision = sample::payment(1);
  domain::TenantPolicy policy;
  policy.high_from = 70;
  policy.outcome_of_level[0] = domain::Outcome::review;
  policy.alert_from = domain::RiskLevel::high;
  decision.policy = std::make_shared<const domain::TenantPolicy>(policy);
  ASSERT_OK(sample::insert(db(), {sample::shared(decision), sample::shared(sample::payment(2))}));
  const auto stored = find(db(), "default", 1);
  ASSERT_OK(stored);
  ASSERT_NE(stored->decision.policy, nullptr);
  EXPECT_EQ(*stored->decision.policy, policy);
  EXPECT_EQ(find(db(), "default", 2)->decision.policy, nullptr);
}

}  // namespace
}  // namespace shrike::store
