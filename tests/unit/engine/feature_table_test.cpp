#include "shrike/engine/feature_table.hpp"

#include <gtest/gtest.h>

#include <set>

#include "engine/decision/feature_words.hpp"
#include "engine/features/country_centres.hpp"
#include "support/events.hpp"

namespace shrike::engine {
namespace {

TEST(FeatureTable, FindsEveryRowByItsName) {
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    const auto found = feature_by_name(kFeatureTable[i].name);
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(static_cast<std::size_t>(*found), i);
    EXPECT_FALSE(kFeatureTable[i].meaning.empty());
  }
  EXPECT_FALSE(feature_by_name("no_such").has_value());
  EXPECT_EQ(feature("amount"), static_cast<Feature>(0));
}

domain::Transaction payment() {
  auto body = std::get<domain::Transaction>(testing::one_of_each_kind().front().body);
  body.amount.minor = 125'000;
  return body;
}

std::string words(std::string_view name, float value) {
  FeatureVector features;
  features.fill(std::nanf(""));
  at(features, feature("card_count_30d")) = 45;
  at(features, *feature_by_name(name)) = value;
  return feature_words(payment(), features, *feature_by_name(name));
}

TEST(FeatureWords, SayWhatIsNormal) {
  EXPECT_EQ(words("card_amount_ratio_30d", 6), "EUR 1250.00 is 6.0 times the usual 208.33 of this card in 30 days");
  EXPECT_EQ(words("merchant_amount_ratio_30d", 0.4F),
            "EUR 1250.00 is 40 % of the usual 3125.00 at this merchant in 30 days");
  EXPECT_EQ(words("card_count_24h", 9), "9 earlier payments of this card in 24 hours, usually 1.5");
  EXPECT_EQ(words("device_cards_24h", 3), "3 cards on this device in 24 hours");
  EXPECT_EQ(words("ip_cards_1h", 1), "1 card from this IP address in the last hour");
  EXPECT_EQ(words("terminal_known_frauds_14d", 2), "2 payments at this terminal were fraud in the last 14 days");
  EXPECT_EQ(words("terminal_known_frauds_14d", 1), "1 payment at this terminal was fraud in the last 14 days");
  EXPECT_EQ(words("terminal_known_frauds_14d", 0), "No payment at this terminal in the last 14 days is known as fraud");
  EXPECT_EQ(words("card_amount_over_median_30d", 6),
            "EUR 1250.00 is 6.0 times the median 208.33 of this card in 30 days");
  EXPECT_EQ(words("card_large_count_7d", 1), "1 payment of this card in 7 days above 3 times the median");
  EXPECT_EQ(words("terminal_fraud_run", 3), "3 known frauds in a row at this terminal");
  EXPECT_EQ(words("terminal_matured_fraud_share_7d", 1),
            "100 % of the payments at this terminal in the 7 days that ended 7 days ago were fraud");
  EXPECT_EQ(words("card_country_is_new", 1), "First payment of this card in this country in 30 days");
  EXPECT_EQ(words("card_count_10m", 1), "1 earlier payment of this card in the last 10 minutes");
}

/// Whatever the row and the value: a sentence without a bare zero, "nan" or a gap.
TEST(FeatureWords, EveryRowReadsWell) {
  for (const FeatureRow& row : kFeatureTable) {
    for (const float value : {0.0F, 1.0F, 2.5F, 12'345.0F, std::nanf("")}) {
      const std::string text = words(row.name, value);
      EXPECT_FALSE(text.empty()) << row.name;
      EXPECT_EQ(text.find("nan"), std::string::npos) << row.name << ": " << text;
      EXPECT_EQ(text.find("inf"), std::string::npos) << row.name << ": " << text;
      EXPECT_EQ(text.find("  "), std::string::npos) << row.name << ": " << text;
      EXPECT_FALSE(text.starts_with("0 ")) << row.name << ": " << text;
    }
  }
}

TEST(CountryCentres, DistancesOfKnownPairs) {
  const auto apart = [](const char* from, const char* to) {
    return kilometres_between(country_code(from), country_code(to)).value_or(-1);
  };
  EXPECT_EQ(apart("DE", "DE"), 0);
  EXPECT_NEAR(apart("DE", "FR"), 764, 10);
  EXPECT_NEAR(apart("US", "AU"), 15'190, 200);
  EXPECT_EQ(apart("US", "AU"), apart("AU", "US"));
  EXPECT_EQ(apart("DE", "ZZ"), -1);
  EXPECT_EQ(apart("DE", ""), -1);
}

}  // namespace
}  // namespace shrike::engine
