#include "shrike/domain/money.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace shrike::domain {

namespace {

constexpr std::string_view kNoMinorUnit[] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
                                             "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::string_view kThousandths[] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

}  // namespace

int Currency::minor_digits() const {
  if (std::ranges::find(kNoMinorUnit, text()) != std::end(kNoMinorUnit)) return 0;
  if (std::ranges::find(kThousandths, text()) != std::end(kThousandths)) return 3;
  return 2;
}

Result<Currency> parse_currency(std::string_view text) {
  const bool letters = std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (text.size() != 3 || !letters) return invalid("expected an ISO 4217 code of three capital letters such as EUR");
  return Currency{{text[0], text[1], text[2]}};
}

std::string Money::decimal() const {
  const int digits = currency.minor_digits();
  const std::int64_t unit = power_of_ten(digits);
  if (digits == 0) return fmt::format("{}", minor);
  return fmt::format("{}{}.{:0{}}", minor < 0 ? "-" : "", std::abs(minor / unit), std::abs(minor % unit), digits);
}

double Money::major() const {
  return static_cast<double>(minor) / static_cast<double>(power_of_ten(currency.minor_digits()));
}

Result<std::int64_t> parse_decimal(std::string_view text, Currency currency) {
  const Error expected = invalid(fmt::format(
      "expected a decimal amount with at most {} decimals, from 0 to 10^15 minor units", currency.minor_digits()));
  int decimals = -1;  // -1 = before the point
  std::int64_t minor = 0;
  std::size_t digits_seen = 0;
  for (const char c : text) {
    if (c == '.' && decimals < 0 && digits_seen > 0) {
      decimals = 0;
      continue;
    }
    if (c < '0' || c > '9' || minor > kAmountMinorMax) return expected;
    ++digits_seen;
    if (decimals >= 0 && ++decimals > currency.minor_digits()) {
      if (c != '0') return expected;
      continue;
    }
    minor = minor * 10 + (c - '0');
  }
  if (digits_seen == 0 || text.back() == '.') return expected;
  for (int i = std::max(decimals, 0); i < currency.minor_digits(); ++i) {
    if (minor > kAmountMinorMax) return expected;
    minor *= 10;
  }
  if (minor > kAmountMinorMax) return expected;
  return minor;
}

Result<std::int64_t> minor_from_double(double major, Currency currency) {
  const double scaled = major * static_cast<double>(power_of_ten(currency.minor_digits()));
  const double rounded = std::nearbyint(scaled);
  // A double near 10^15 minor units is still exact to 1/8; anything further off than rounding noise has more decimals.
  const bool whole = std::isfinite(scaled) && std::abs(scaled - rounded) <= 1e-6 + std::abs(scaled) * 1e-14;
  if (!whole || rounded < 0 || rounded > static_cast<double>(kAmountMinorMax)) {
    return invalid(fmt::format("expected an amount with at most {} decimals, from 0 to 10^15 minor units",
                               currency.minor_digits()));
  }
  return static_cast<std::int64_t>(rounded);
}

}  // namespace shrike::domain
