#include "shrike/engine/feature_table.hpp"

namespace shrike::engine {

namespace {

using enum Feature;

constexpr std::array<FeatureRow, kFeatureCount> kFeatureTable{{
    {amount, "amount", "transaction", 0, "Amount in major units"},
    {log_amount, "log_amount", "transaction", 0, "ln(1 + amount)"},
    {hour, "hour", "transaction", 0, "Hour of the day, UTC"},
    {weekend, "weekend", "transaction", 0, "1 on Saturday and Sunday, UTC"},
    {night, "night", "transaction", 0, "1 from 00:00 to 06:59 UTC"},
    {high_value, "high_value", "transaction", 0, "1 where the amount reaches features.high_value_amount"},
    {online, "online", "transaction", 0, "1 where the channel is online"},
    {international, "international", "transaction", 0, "1 where the country is not the home country"},
    {card_not_present, "card_not_present", "transaction", 0, "1 where the card was not present"},
    {base_risk_score, "base_risk_score", "transaction", 0,
     "2 high_value + 3 international + 2 card_not_present + 1 night"},
    {card_count_1h, "card_count_1h", "card", kHourUs, "Payments of the card in the last hour"},
    {card_count_24h, "card_count_24h", "card", kDayUs, "Payments of the card in the last 24 hours"},
    {card_count_7d, "card_count_7d", "card", 7 * kDayUs, "Payments of the card in the last 7 days"},
    {card_count_30d, "card_count_30d", "card", 30 * kDayUs, "Payments of the card in the last 30 days"},
    {card_mean_24h, "card_mean_24h", "card", kDayUs, "Mean amount of the card in the last 24 hours"},
    {card_mean_7d, "card_mean_7d", "card", 7 * kDayUs, "Mean amount of the card in the last 7 days"},
    {card_mean_30d, "card_mean_30d", "card", 30 * kDayUs, "Mean amount of the card in the last 30 days"},
    {card_max_30d, "card_max_30d", "card", 30 * kDayUs, "Largest amount of the card in the last 30 days"},
    {card_amount_ratio_24h, "card_amount_ratio_24h", "card", kDayUs, "Amount / the card's mean of 24 hours"},
    {card_amount_ratio_7d, "card_amount_ratio_7d", "card", 7 * kDayUs, "Amount / the card's mean of 7 days"},
    {card_amount_ratio_30d, "card_amount_ratio_30d", "card", 30 * kDayUs, "Amount / the card's mean of 30 days"},
    {card_amount_over_max_30d, "card_amount_over_max_30d", "card", 30 * kDayUs,
     "Amount / the card's maximum of 30 days"},
    {card_amount_zscore_30d, "card_amount_zscore_30d", "card", 30 * kDayUs,
     "(Amount - mean) / population standard deviation of the card's 30 days, from 3 payments on"},
    {card_seconds_since_last, "card_seconds_since_last", "card", 30 * kDayUs, "Seconds since the card's last payment"},
    {terminal_count_24h, "terminal_count_24h", "terminal", kDayUs, "Payments at the terminal in the last 24 hours"},
    {terminal_count_7d, "terminal_count_7d", "terminal", 7 * kDayUs, "Payments at the terminal in the last 7 days"},
    {terminal_count_30d, "terminal_count_30d", "terminal", 30 * kDayUs, "Payments at the terminal in the last 30 days"},
    {terminal_known_frauds_14d, "terminal_known_frauds_14d", "terminal", 14 * kDayUs,
     "Payments of the last 14 days at the terminal that a label has called fraud by now"},
    {terminal_known_frauds_21d, "terminal_known_frauds_21d", "terminal", 21 * kDayUs, "The same over 21 days"},
    {terminal_known_frauds_28d, "terminal_known_frauds_28d", "terminal", 28 * kDayUs, "The same over 28 days"},
    {terminal_fraud_share_30d, "terminal_fraud_share_30d", "terminal", 30 * kDayUs,
     "Known frauds / payments at the terminal in the last 30 days"},
    {terminal_hours_since_known_fraud, "terminal_hours_since_known_fraud", "terminal", 30 * kDayUs,
     "Hours since the newest payment at the terminal that is known as fraud"},
}};

constexpr bool rows_are_in_order() {
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    if (static_cast<std::size_t>(kFeatureTable[i].feature) != i) return false;
  }
  return true;
}
static_assert(rows_are_in_order(), "a row's place is its feature's number");

}  // namespace

const std::array<FeatureRow, kFeatureCount>& feature_table() { return kFeatureTable; }

std::optional<Feature> feature_by_name(std::string_view name) {
  for (const FeatureRow& row : kFeatureTable) {
    if (row.name == name) return row.feature;
  }
  return std::nullopt;
}

}  // namespace shrike::engine
