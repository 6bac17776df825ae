#include "shrike/domain/tenant_settings.hpp"

#include <gtest/gtest.h>

#include <set>

namespace shrike::domain {
namespace {

TEST(TenantSettings, EachRowSaysWhatItIs) {
  std::set<std::string_view> keys;
  for (const SettingRow& row : setting_rows()) {
    EXPECT_TRUE(keys.insert(row.key).second) << row.key;
    EXPECT_FALSE(row.doc.empty()) << row.key;
    EXPECT_EQ(row.type == SettingType::choice, !row.choices.empty()) << row.key;
    if (row.type == SettingType::whole) EXPECT_LT(row.min, row.max) << row.key;
    EXPECT_EQ(setting_row(row.key), &row);
  }
  EXPECT_EQ(setting_row("decision"), nullptr);
}

TEST(TenantSettings, OnlyValuesOfTheirTypeAreTaken) {
  const auto fine = [](const char* key, const char* value) { return !refuse_setting(*setting_row(key), value); };
  EXPECT_TRUE(fine("decision.high_from", "100"));
  for (const char* bad : {"0", "101", "-1", "1.5", " 5", "5x", "", "99999999999999999999"})
    EXPECT_FALSE(fine("decision.high_from", bad)) << bad;
  EXPECT_TRUE(fine("rules.known_sender.points", "0"));
  EXPECT_FALSE(fine("rules.known_sender.points", "101"));
  EXPECT_TRUE(fine("decision.block_on_critical", "false"));
  EXPECT_FALSE(fine("decision.block_on_critical", "0"));
  EXPECT_TRUE(fine("alerts.min_level", "High"));
  for (const char* bad : {"high", "", "Low Medium"}) EXPECT_FALSE(fine("alerts.min_level", bad)) << bad;
  EXPECT_TRUE(fine("default_currency", "CHF"));
  EXPECT_FALSE(fine("default_currency", "XQQ1"));
}

TEST(TenantSettings, APolicyReadsBackFromItsValues) {
  TenantPolicy policy;
  for (const SettingRow& row : setting_rows()) {
    if (row.apply == nullptr) continue;
    const std::string value = row.type == SettingType::whole ? "42"
                              : row.type == SettingType::flag
                                  ? "true"
                                  : std::string(row.choices.substr(0, row.choices.find(' ')));
    const TenantPolicy before = policy;
    apply_settings(policy, {{std::string(row.key), value}});
    EXPECT_FALSE(policy == before) << row.key;
  }
  TenantPolicy again;
  apply_settings(again, settings_of(policy));
  EXPECT_EQ(again, policy);
  for (const auto& [key, value] : settings_of(policy)) apply_settings(again, {{key, std::nullopt}});
  EXPECT_EQ(again, TenantPolicy());
}

TEST(TenantSettings, WhatThisProgramDoesNotKnowIsLeftOut) {
  TenantPolicy policy;
  apply_settings(policy,
                 {{"decision.of_the_future", "1"}, {"decision.high_from", "many"}, {"default_currency", "EUR"}});
  EXPECT_EQ(policy, TenantPolicy());
}

}  // namespace
}  // namespace shrike::domain
