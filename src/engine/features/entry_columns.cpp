#include "entry_columns.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace shrike::engine {

template <class Each>
void EntryColumns::for_columns(const Each& each) const {
  each(column<TimeUs>(0));
  each(column<float>(kAmounts));
  for (std::size_t place = 0; place < Entry{}.codes.size(); ++place)
    each(column<std::uint32_t>(kCodes + place * sizeof(std::uint32_t)));
  each(column<std::uint16_t>(kCountries));
}

void EntryColumns::swap(EntryColumns& other) noexcept {
  std::swap(block_, other.block_);
  std::swap(size_, other.size_);
  std::swap(capacity_, other.capacity_);
}

void EntryColumns::reserve(std::size_t capacity) {
  if (capacity <= capacity_) return;
  EntryColumns wider;
  wider.block_ = std::make_unique_for_overwrite<std::byte[]>(kEntryBytes * capacity);
  wider.capacity_ = static_cast<std::uint32_t>(capacity);
  wider.size_ = size_;
  if (size_ > 0) {
    std::array<const void*, Entry{}.codes.size() + 3> from{};
    std::size_t next = 0;
    for_columns([&](const auto* column) { from[next++] = column; });
    next = 0;
    wider.for_columns([&](auto* column) { std::memcpy(column, from[next++], size_ * sizeof(*column)); });
  }
  swap(wider);
}

void EntryColumns::insert(const Entry& entry) {
  constexpr std::size_t kFirstCapacity = 4;
  if (size_ == capacity_) reserve(std::max<std::size_t>(kFirstCapacity, capacity_ + capacity_ / 2));
  const auto place = static_cast<std::size_t>(std::ranges::upper_bound(times(), entry.time_us) - times().begin());
  for_columns([&](auto* column) { std::move_backward(column + place, column + size_, column + size_ + 1); });
  ++size_;
  column<TimeUs>(0)[place] = entry.time_us;
  column<float>(kAmounts)[place] = entry.amount;
  for (std::size_t i = 0; i < entry.codes.size(); ++i)
    column<std::uint32_t>(kCodes + i * sizeof(std::uint32_t))[place] = entry.codes[i];
  column<std::uint16_t>(kCountries)[place] = entry.country;
}

void EntryColumns::drop_first(std::size_t count) {
  for_columns([&](auto* column) { std::move(column + count, column + size_, column); });
  size_ -= static_cast<std::uint32_t>(count);
}

Entry EntryColumns::operator[](std::size_t at) const {
  Entry entry{times()[at], amounts()[at], countries()[at], {}};
  for (std::size_t i = 0; i < entry.codes.size(); ++i) entry.codes[i] = codes(i)[at];
  return entry;
}

}  // namespace shrike::engine
