#pragma once
// Whether an amount is large for its card: a fraud that is not may point at the place where it happened rather than at
// the card.
#include <cstdint>
#include <span>

namespace shrike::engine {

/// Middle amount, of an even number the mean of the two in the middle; NaN of fewer than 3.
float median_of(std::span<const float> amounts);

/// More than so many times the median of the 30 days before is large.
inline constexpr float kLargeTimes = 3;

/// Code of Field::size in a history's entry.
enum class AmountSize : std::uint8_t { unknown = 0, usual = 1, large = 2 };
AmountSize size_of(float amount, float median);

}  // namespace shrike::engine
