#include "shrike/engine/feature_table.hpp"

#include "shrike/engine/sender_table.hpp"

namespace shrike::engine {

namespace {

constexpr bool names_are_distinct(std::span<const FeatureRow> table) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (table[i].name == table[k].name) return false;
    }
  }
  return true;
}
static_assert(names_are_distinct(kFeatureTable) && names_are_distinct(kSenderTable));
static_assert(kFeatureCount < 256, "a Feature has 8 bits");

}  // namespace

std::string_view to_string(Entity entity) {
  static constexpr std::array<std::string_view, kEntityCount> kNames{"transaction", "card",   "customer", "merchant",
                                                                     "terminal",    "device", "ip",       "phone"};
  return kNames[static_cast<std::size_t>(entity)];
}

std::optional<Feature> feature_by_name(std::string_view name) {
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    if (kFeatureTable[i].name == name) return static_cast<Feature>(i);
  }
  return std::nullopt;
}

}  // namespace shrike::engine
