#pragma once
// Every feature of a message, in one table of the form of feature_table.hpp: what its sender did before. "Payments"
// there are messages here. Contract of the windows: [t - w, t), the message itself not in them.
#include <array>
#include <limits>

#include "shrike/domain/event.hpp"
#include "shrike/engine/feature_table.hpp"

namespace shrike::engine {

/// The rows, in the order of SenderFeatures. Add new ones at the end.
inline constexpr auto kSenderTable = [] {
  using enum Aggregate;
  using windows::k10m, windows::k1h, windows::k24h, windows::k7d, windows::k30d;
  return std::to_array<FeatureRow>({
      // clang-format off
      {"phone_count_10m", Entity::phone, count, Field::none, k10m, "Messages of the sender in the last 10 minutes"},
      {"phone_count_1h", Entity::phone, count, Field::none, k1h, "Messages of the sender in the last hour"},
      {"phone_count_24h", Entity::phone, count, Field::none, k24h, "Messages of the sender in the last 24 hours"},
      {"phone_count_7d", Entity::phone, count, Field::none, k7d, "Messages of the sender in the last 7 days"},
      {"phone_count_30d", Entity::phone, count, Field::none, k30d, "Messages of the sender in the last 30 days"},
      {"phone_texts_24h", Entity::phone, distinct, Field::text, k24h, "Different texts in the messages of the sender in the last 24 hours"},
      {"phone_texts_7d", Entity::phone, distinct, Field::text, k7d, "Different texts in the messages of the sender in the last 7 days"},
      {"phone_text_is_new", Entity::phone, is_new, Field::text, k30d, "1 where no message of the sender in the last 30 days has this text"},
      {"phone_seconds_since_last", Entity::phone, seconds_since_last, Field::none, k30d, "Seconds since the newest message of the sender"},
      {"phone_seconds_since_first", Entity::phone, seconds_since_first, Field::none, 0, "Seconds since the first message of the sender after its last pause of 39 days"},
      {"phone_known_frauds_7d", Entity::phone, known_frauds, Field::none, k7d, "Messages of the sender in the last 7 days that a label has called a scam by now"},
      {"phone_known_frauds_30d", Entity::phone, known_frauds, Field::none, k30d, "Messages of the sender in the last 30 days that a label has called a scam by now"},
      {"phone_fraud_share_30d", Entity::phone, fraud_share, Field::none, k30d, "Known scams / messages of the sender in the last 30 days"},
      {"phone_hours_since_known_fraud", Entity::phone, hours_since_fraud, Field::none, k30d, "Hours since the newest message of the sender that is known as a scam"},
      // clang-format on
  });
}();
inline constexpr std::size_t kSenderFeatureCount = kSenderTable.size();

/// NaN stands for "not known"; all are where the message names no sender.
using SenderFeatures = std::array<float, kSenderFeatureCount>;

inline constexpr SenderFeatures kNoSender = [] {
  SenderFeatures none{};
  none.fill(std::numeric_limits<float>::quiet_NaN());
  return none;
}();

/// Its place in SenderFeatures. A name that is not in the table does not compile.
consteval Feature sender_feature(std::string_view name) {
  for (std::size_t i = 0; i < kSenderFeatureCount; ++i) {
    if (kSenderTable[i].name == name) return static_cast<Feature>(i);
  }
  throw "no feature of a sender has this name";
}

/// What names the features of a decision.
struct NamedTable {
  std::span<const FeatureRow> rows;
  std::uint32_t id = 0;  ///< as Decision::feature_table
};
/// That of decisions on events of that kind.
constexpr NamedTable table_of(domain::EventKind kind) {
  constexpr NamedTable kPayments{kFeatureTable, feature_table_id()}, kMessages{kSenderTable, table_id(kSenderTable)};
  return kind == domain::EventKind::message ? kMessages : kPayments;
}

inline float at(const SenderFeatures& values, Feature feature) { return values[static_cast<std::size_t>(feature)]; }

}  // namespace shrike::engine
