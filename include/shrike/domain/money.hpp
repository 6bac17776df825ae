#pragma once
// Money in integer minor units with its currency; never binary floating point.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "shrike/base/result.hpp"

namespace shrike::domain {

/// ISO 4217 alphabetic code, three capital letters. Empty ("\0\0\0") where there is no amount.
struct Currency {
  std::array<char, 3> code{};
  [[nodiscard]] std::string_view text() const {
    return code[0] == '\0' ? std::string_view() : std::string_view(code.data(), 3);
  }
  /// Decimal digits of the minor unit: 0 (JPY), 3 (KWD), otherwise 2. Source: ISO 4217 table A.1.
  [[nodiscard]] int minor_digits() const;
  friend bool operator==(const Currency&, const Currency&) = default;
};

/// Error: invalid unless three capital letters.
Result<Currency> parse_currency(std::string_view text);

/// Largest accepted amount in minor units; keeps sums of 9,000 of them inside 64 bits and doubles exact.
inline constexpr std::int64_t kAmountMinorMax = 1'000'000'000'000'000;

struct Money {
  std::int64_t minor = 0;  ///< e.g. cents
  Currency currency;
  /// Decimal text such as "1250.00".
  [[nodiscard]] std::string decimal() const;
  /// For features only: the amount in major units.
  [[nodiscard]] double major() const;
  friend bool operator==(const Money&, const Money&) = default;
};

/// Reads "1250", "1250.5" or "1250.50" without rounding. Error: invalid on more decimals than the currency has, on a
/// sign, an exponent, or above kAmountMinorMax.
Result<std::int64_t> parse_decimal(std::string_view text, Currency currency);
/// A JSON or CSV number that came as a double: accepted only if it stands for a decimal of the currency's digits.
Result<std::int64_t> minor_from_double(double major, Currency currency);

}  // namespace shrike::domain
