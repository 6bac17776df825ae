#pragma once
// The payments of a history, field by field: what a walk over one field reads lies side by side.
#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "shrike/base/clock.hpp"

namespace shrike::engine {

/// What is kept of one payment.
struct Entry {
  TimeUs time_us = 0;
  float amount = 0;                      ///< in major units
  std::uint16_t country = 0;             ///< two letters; 0 = not given
  std::array<std::uint32_t, 4> codes{};  ///< who else took part; 0 = not given. Which is which: the owner's matter
};

/// Entries by time, oldest first; of equal times in the order they came. One block of memory, 30 bytes an entry, which
/// grows by half.
class EntryColumns {
 public:
  EntryColumns() = default;
  EntryColumns(EntryColumns&& other) noexcept { swap(other); }
  EntryColumns& operator=(EntryColumns&& other) noexcept {
    swap(other);
    return *this;
  }

  void insert(const Entry& entry);
  void drop_first(std::size_t count);
  /// Room for so many in all.
  void reserve(std::size_t capacity);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] Entry operator[](std::size_t at) const;

  [[nodiscard]] std::span<const TimeUs> times() const { return {column<TimeUs>(0), size_}; }
  [[nodiscard]] std::span<const float> amounts() const { return {column<float>(kAmounts), size_}; }
  /// Of one place among the codes.
  [[nodiscard]] std::span<const std::uint32_t> codes(std::size_t place) const {
    return {column<std::uint32_t>(kCodes + place * sizeof(std::uint32_t)), size_};
  }
  [[nodiscard]] std::span<const std::uint16_t> countries() const { return {column<std::uint16_t>(kCountries), size_}; }

 private:
  // Where columns begin, in bytes for each entry that there is room for; wide ones first, so that all are aligned.
  static constexpr std::size_t kAmounts = sizeof(TimeUs);
  static constexpr std::size_t kCodes = kAmounts + sizeof(float);
  static constexpr std::size_t kCountries = kCodes + sizeof(Entry::codes);
  static constexpr std::size_t kEntryBytes = kCountries + sizeof(std::uint16_t);

  template <class T>
  [[nodiscard]] T* column(std::size_t bytes_before) const {
    return reinterpret_cast<T*>(block_.get() + bytes_before * capacity_);
  }
  /// Calls `each(column)` with a pointer to every column's first value.
  template <class Each>
  void for_columns(const Each& each) const;
  void swap(EntryColumns& other) noexcept;

  std::unique_ptr<std::byte[]> block_;
  std::uint32_t size_ = 0;
  std::uint32_t capacity_ = 0;
};

}  // namespace shrike::engine
