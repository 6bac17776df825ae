#pragma once
// Every feature of a transaction, in one table: a feature of a known aggregate is one row. Models name their inputs by
// these names. Those of a message: sender_table.hpp. How each aggregate is worked out, and when it is not known:
// src/engine/features/feature_plan.cpp.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "shrike/base/clock.hpp"

namespace shrike::engine {

/// Whose history a feature looks at. "card" is the customer where no card is given.
enum class Entity : std::uint8_t { transaction, card, customer, merchant, terminal, device, ip, phone };
inline constexpr std::size_t kEntityCount = 8;
std::string_view to_string(Entity entity);

/// What else a history keeps of a payment, for Aggregate::distinct, is_new and the ordinary frauds. "size": whether the
/// amount was large for its card, more than 3 times the median of the card's 30 days before. "text": of a message.
enum class Field : std::uint8_t { none, card, customer, merchant, terminal, device, country, size, text };
inline constexpr std::size_t kFieldCount = 9;

/// Windows are [t - w, t): the payment itself is not in them. NaN = not known. Every feature of an entity is NaN where
/// the payment does not name one; an entity without payments in the window has every count, sum, run and share 0, and
/// all others NaN.
enum class Aggregate : std::uint8_t {
  fact,                 ///< of the payment alone
  count,                ///< payments
  sum,                  ///< of amounts, in major units
  mean,                 ///< sum / count
  deviation,            ///< population standard deviation of the amounts; from 2 payments on
  maximum,              ///< largest amount
  amount_over_mean,     ///< amount / mean; NaN where the mean is 0
  amount_over_maximum,  ///< amount / maximum; NaN where that is 0
  zscore,               ///< (amount - mean) / deviation; from 3 payments on, NaN where the deviation is 0
  distinct,             ///< different values of a field, payments without one aside
  is_new,               ///< 1 where no payment has this payment's value of the field; NaN where it has none
  seconds_since_last,   ///< since the newest payment
  seconds_since_first,  ///< since the first payment after the last pause of 39 days; the window is not used
  country_changed,      ///< 1 where the newest payment was in another country; NaN where either names none
  speed_kmh,            ///< between the centres of both countries in the time between both, a minute at least
  known_frauds,         ///< payments that a label has called fraud by now
  fraud_share,          ///< known_frauds / count
  hours_since_fraud,    ///< since the newest known fraud
  median,               ///< of the amounts; from 3 payments on
  amount_over_median,   ///< amount / median; NaN where that is 0
  large_count,          ///< payments of more than 3 times the median of the last 30 days
  // A payment that nobody called fraud for kLabelDelayUs is taken for genuine: "matured".
  matured_fraud_share,  ///< known frauds / payments, in [t - kLabelDelayUs - w, t - kLabelDelayUs)
  hours_since_genuine,  ///< since the newest matured genuine payment
  fraud_run,            ///< known frauds since the newest matured genuine payment
  hours_since_run,      ///< since the first fraud of that run
  // "Ordinary" is a known fraud among the payments kept one by one, none of whose very time was large for its card.
  ordinary_frauds,             ///< such frauds
  ordinary_run,                ///< such frauds of the run
  hours_since_ordinary_fraud,  ///< since the newest such fraud
};
inline constexpr TimeUs kLabelDelayUs = 7 * kDayUs;

struct FeatureRow {
  std::string_view name;
  Entity entity;
  Aggregate aggregate;
  Field of;
  TimeUs window_us;  ///< 0 = no window
  std::string_view meaning;
};

namespace windows {
inline constexpr TimeUs k10m = 10 * kMinuteUs, k1h = kHourUs, k24h = kDayUs, k7d = 7 * kDayUs, k14d = 14 * kDayUs,
                        k21d = 21 * kDayUs, k28d = 28 * kDayUs, k30d = 30 * kDayUs, k37d = k30d + kLabelDelayUs;
}  // namespace windows

/// The rows, in the order of the feature vector. Add new ones at the end: stored decisions of an older table are told
/// apart by its id, people by the names.
inline constexpr auto kFeatureTable = [] {
  using enum Aggregate;
  using windows::k10m, windows::k1h, windows::k24h, windows::k7d, windows::k14d, windows::k21d, windows::k28d,
      windows::k30d, windows::k37d;
  return std::to_array<FeatureRow>({
#include "shrike/engine/feature_rows.inc"
  });
}();
inline constexpr std::size_t kFeatureCount = kFeatureTable.size();

/// Position in a feature vector: of `feature("name")`, or by name at run time.
enum class Feature : std::uint8_t {};

/// NaN stands for "not known".
using FeatureVector = std::array<float, kFeatureCount>;

std::optional<Feature> feature_by_name(std::string_view name);

/// A name that is not in the table does not compile.
consteval Feature feature(std::string_view name) {
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    if (kFeatureTable[i].name == name) return static_cast<Feature>(i);
  }
  throw "no feature has this name";
}

inline const std::array<FeatureRow, kFeatureCount>& feature_table() { return kFeatureTable; }

/// Tells tables apart: a hash (FNV-1a) of names, order and kinds, and of kFeatureRules. Kept with each decision.
constexpr std::uint32_t table_id(std::span<const FeatureRow> table) {
  constexpr std::uint32_t kFeatureRules = 1;  // count up when an aggregate is worked out in another way
  std::uint32_t hash = 2166136261U;
  const auto mix = [&hash](std::uint64_t value) {
    for (; value != 0; value >>= 8U) hash = (hash ^ static_cast<std::uint32_t>(value & 255U)) * 16777619U;
    hash = (hash ^ 255U) * 16777619U;
  };
  mix(kFeatureRules);
  for (const FeatureRow& row : table) {
    for (const char letter : row.name) mix(static_cast<unsigned char>(letter));
    mix(static_cast<std::uint64_t>(row.entity) << 16U | static_cast<std::uint64_t>(row.aggregate) << 8U |
        static_cast<std::uint64_t>(row.of));
    mix(static_cast<std::uint64_t>(row.window_us));
  }
  return hash;
}
consteval std::uint32_t feature_table_id() { return table_id(kFeatureTable); }

inline float& at(std::span<float> values, Feature feature) { return values[static_cast<std::size_t>(feature)]; }
inline float& at(FeatureVector& values, Feature feature) { return values[static_cast<std::size_t>(feature)]; }
inline float at(const FeatureVector& values, Feature feature) { return values[static_cast<std::size_t>(feature)]; }

}  // namespace shrike::engine
