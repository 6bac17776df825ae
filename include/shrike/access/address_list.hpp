#pragma once
// Addresses and networks: "10.0.0.0/8, 192.0.2.7, 2001:db8::/32".
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "shrike/base/result.hpp"

namespace shrike::access {

/// IPv4 addresses are the same as their IPv6-mapped form.
class AddressList {
 public:
  static constexpr std::size_t kNetworksMax = 100;

  /// Separated by commas, with or without blanks; an empty text is an empty list. Error: invalid, naming the part.
  static Result<AddressList> parse(std::string_view text);
  [[nodiscard]] bool contains(std::string_view address) const;
  [[nodiscard]] bool empty() const { return networks_.empty(); }

 private:
  struct Network {
    std::array<std::uint8_t, 16> bytes;
    unsigned bits;
  };
  std::vector<Network> networks_;
};

}  // namespace shrike::access
