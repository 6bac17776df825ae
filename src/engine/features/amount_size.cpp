#include "amount_size.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "history.hpp"
#include "payment_facts.hpp"
#include "shrike/base/result.hpp"

namespace shrike::engine {

float median_of(std::span<const float> amounts) {
  constexpr std::size_t kLeast = 3;
  if (amounts.size() < kLeast) return kUnknown;
  SHRIKE_ASSERT(amounts.size() <= History::kEntriesMax);
  std::array<float, History::kEntriesMax> sorted;
  const auto end = std::ranges::copy(amounts, sorted.begin()).out;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(amounts.size() / 2);
  std::nth_element(sorted.begin(), middle, end);
  if (amounts.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(sorted.begin(), middle)) / 2;
}

AmountSize size_of(float amount, float median) {
  if (std::isnan(median)) return AmountSize::unknown;
  return amount > kLargeTimes * median ? AmountSize::large : AmountSize::usual;
}

}  // namespace shrike::engine
