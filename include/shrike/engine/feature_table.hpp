#pragma once
// Every feature of a transaction, in one table: name, entity, window, meaning. Models name their inputs by these names.
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "shrike/base/clock.hpp"

namespace shrike::engine {

// clang-format off
/// Position in a feature vector. Add a row at the end of its family here and in kFeatureTable; models look inputs up by name.
enum class Feature : std::uint8_t {
  amount, log_amount, hour, weekend, night, high_value, online, international, card_not_present, base_risk_score,
  card_count_1h, card_count_24h, card_count_7d, card_count_30d,
  card_mean_24h, card_mean_7d, card_mean_30d, card_max_30d,
  card_amount_ratio_24h, card_amount_ratio_7d, card_amount_ratio_30d, card_amount_over_max_30d, card_amount_zscore_30d,
  card_seconds_since_last,
  terminal_count_24h, terminal_count_7d, terminal_count_30d,
  terminal_known_frauds_14d, terminal_known_frauds_21d, terminal_known_frauds_28d,
  terminal_fraud_share_30d, terminal_hours_since_known_fraud,
  count_
};
// clang-format on
inline constexpr std::size_t kFeatureCount = static_cast<std::size_t>(Feature::count_);

/// NaN stands for "not known": no earlier payment, no terminal.
using FeatureVector = std::array<float, kFeatureCount>;

struct FeatureRow {
  Feature feature;
  std::string_view name;
  std::string_view entity;  ///< "transaction", "card" (the customer where no card is given), "terminal"
  TimeUs window_us;         ///< 0 = no window. A window is [t - w, t): the event itself is not in it
  std::string_view meaning;
};

/// All features in the order of the vector.
const std::array<FeatureRow, kFeatureCount>& feature_table();
std::optional<Feature> feature_by_name(std::string_view name);

inline float& at(FeatureVector& values, Feature feature) { return values[static_cast<std::size_t>(feature)]; }
inline float at(const FeatureVector& values, Feature feature) { return values[static_cast<std::size_t>(feature)]; }

}  // namespace shrike::engine
