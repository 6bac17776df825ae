#pragma once
// Where countries lie, for the speed between payments.
#include <cstdint>
#include <optional>
#include <string_view>

namespace shrike::engine {

/// Two letters as a number; 0 for anything else.
constexpr std::uint16_t country_code(std::string_view country) {
  if (country.size() != 2) return 0;
  return static_cast<std::uint16_t>(static_cast<unsigned char>(country[0]) << 8U |
                                    static_cast<unsigned char>(country[1]));
}

/// Kilometres between the centres of two countries along a great circle (haversine formula, radius 6371.0 km); 0 for
/// the same country. nullopt where the table does not know one of them.
std::optional<double> kilometres_between(std::uint16_t from, std::uint16_t to);

}  // namespace shrike::engine
