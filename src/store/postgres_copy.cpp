#include "postgres_copy.hpp"

#include <algorithm>
#include <bit>

#include "clean_text.hpp"
#include "shrike/base/result.hpp"

namespace shrike::store {

namespace {

constexpr TimeUs kPostgresEpochUs = 946'684'800 * kSecondUs;        // 2000-01-01
constexpr TimeUs kTimeMin = -62'135'596'800 * kSecondUs;            // 0001-01-01
constexpr TimeUs kTimeMax = 253'402'300'799 * kSecondUs + 999'999;  // the end of 9999

std::uint16_t big_endian(std::int16_t value) { return __builtin_bswap16(static_cast<std::uint16_t>(value)); }
std::uint32_t big_endian(std::int32_t value) { return __builtin_bswap32(static_cast<std::uint32_t>(value)); }
std::uint64_t big_endian(std::int64_t value) { return __builtin_bswap64(static_cast<std::uint64_t>(value)); }

}  // namespace

TimeUs postgres_time(TimeUs time_us) { return std::clamp(time_us, kTimeMin, kTimeMax); }

template <class T>
void CopyEncoder::number(T value) {
  const auto swapped = big_endian(value);
  buffer.append(reinterpret_cast<const char*>(&swapped), sizeof swapped);
}

template <class T>
void CopyEncoder::field(T value) {
  number(static_cast<std::int32_t>(sizeof value));
  number(value);
}

void CopyEncoder::expect(ColumnType type) {
  SHRIKE_ASSERT(at_ < columns_.size() && columns_[at_].type == type);
  ++at_;
}

void CopyEncoder::header() {
  buffer.append("PGCOPY\n\377\r\n\0", 11);
  number(std::int32_t{0});  // flags
  number(std::int32_t{0});  // no header extension
}

void CopyEncoder::begin_row() {
  at_ = 0;
  number(static_cast<std::int16_t>(columns_.size()));
}

void CopyEncoder::end_row() { SHRIKE_ASSERT(at_ == columns_.size()); }

void CopyEncoder::trailer() { number(std::int16_t{-1}); }

void CopyEncoder::null() {
  SHRIKE_ASSERT(at_ < columns_.size());
  ++at_;
  number(std::int32_t{-1});
}

void CopyEncoder::integer(std::int64_t value) {
  SHRIKE_ASSERT(at_ < columns_.size());
  if (columns_[at_].type == ColumnType::int16) {
    expect(ColumnType::int16);
    field(static_cast<std::int16_t>(std::clamp<std::int64_t>(value, INT16_MIN, INT16_MAX)));
  } else {
    expect(ColumnType::int64);
    field(value);
  }
}

void CopyEncoder::real(double value) {
  expect(ColumnType::float64);
  field(std::bit_cast<std::int64_t>(value));
}

void CopyEncoder::text(std::string_view value) {
  expect(ColumnType::text);
  std::string cleaned;
  if (!is_clean_text(value)) value = cleaned = cleaned_text(value);
  number(static_cast<std::int32_t>(value.size()));
  buffer += value;
}

void CopyEncoder::bytes(std::string_view value) {
  expect(ColumnType::bytes);
  number(static_cast<std::int32_t>(value.size()));
  buffer += value;
}

void CopyEncoder::time(TimeUs value) {
  expect(ColumnType::time);
  field(postgres_time(value) - kPostgresEpochUs);
}

void CopyEncoder::boolean(bool value) {
  expect(ColumnType::boolean);
  number(std::int32_t{1});
  buffer += value ? '\1' : '\0';
}

}  // namespace shrike::store
