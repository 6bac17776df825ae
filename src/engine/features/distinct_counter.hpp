#pragma once
// Counts different numbers, few or some hundreds.
#include <array>
#include <bit>
#include <cstdint>

#include "history.hpp"

namespace shrike::engine {

/// A hash table on the stack, cleared for as many numbers as will come. 0 is no number.
class DistinctCounter {
 public:
  /// At most `numbers` calls of add() will come, and no more than a history has entries.
  explicit DistinctCounter(std::size_t numbers) : mask_(std::bit_ceil(2 * numbers + 1) - 1) {
    for (std::size_t i = 0; i <= mask_; ++i) table_[i] = 0;
  }
  void add(std::uint32_t number) {
    std::size_t place = number * 2654435769U >> 7U & mask_;  // Fibonacci hashing
    while (table_[place] != 0 && table_[place] != number) place = (place + 1) & mask_;
    if (table_[place] == 0) ++count_;
    table_[place] = number;
  }
  [[nodiscard]] std::size_t count() const { return count_; }

 private:
  std::size_t mask_;
  std::size_t count_ = 0;
  std::array<std::uint32_t, 4 * History::kEntriesMax> table_;
};

}  // namespace shrike::engine
