#pragma once
// What a payment brings to the features of its entities, and what they bring to it.
#include <array>
#include <cstdint>
#include <limits>

#include "history.hpp"
#include "shrike/engine/feature_table.hpp"

namespace shrike::engine {

struct PaymentFacts {
  TimeUs time_us = 0;
  float amount = 0;
  std::uint16_t country = 0;
  std::array<std::uint32_t, kFieldCount> codes{};  ///< by Field (country aside); 0 = not given

  [[nodiscard]] std::uint32_t code(Field field) const {
    return field == Field::country ? country : codes[static_cast<std::size_t>(field)];
  }
};

/// An entity without payments has no history: nullptr.
struct EntityView {
  const History* history = nullptr;
  TimeUs first_us = 0;
};

inline constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

}  // namespace shrike::engine
