#include "shrike/sinks/tenant_settings.hpp"

#include <gtest/gtest.h>

#include "support/events.hpp"

namespace shrike::sinks {
namespace {

TEST(TenantSettings, FollowsTheEventsAndTellsWhoseChanged) {
  std::vector<std::string> changed;
  TenantSettings settings({{"acme", {{"default_currency", "USD"}}}},
                          [&](const std::string& tenant) { changed.push_back(tenant); });
  EXPECT_EQ(settings.value("acme", "default_currency"), "USD");
  EXPECT_EQ(settings.value("globex", "default_currency"), std::nullopt);
  auto batch = std::make_shared<domain::DecisionBatch>();
  batch->controls = {testing::settings_change({{"default_currency", "CHF"}, {"alerts.min_level", "High"}}, "globex"),
                     testing::threshold_change(5.0),
                     testing::settings_change({{"default_currency", std::nullopt}}, "acme")};
  settings.accept(batch);
  EXPECT_EQ(changed, (std::vector<std::string>{"globex", "acme"}));
  EXPECT_EQ(settings.values("globex"),
            (TenantSettings::Values{{"alerts.min_level", "High"}, {"default_currency", "CHF"}}));
  EXPECT_TRUE(settings.values("acme").empty());
}

}  // namespace
}  // namespace shrike::sinks
