#include "alerts/address_guard.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace shrike::alerts {

namespace {

struct Range4 {
  std::uint32_t first;
  unsigned bits;
};
constexpr std::array kPrivate4{
    Range4{0x00000000, 8},  Range4{0x0A000000, 8},  Range4{0x64400000, 10}, Range4{0x7F000000, 8},
    Range4{0xA9FE0000, 16}, Range4{0xAC100000, 12}, Range4{0xC0000000, 24}, Range4{0xC0000200, 24},
    Range4{0xC0A80000, 16}, Range4{0xC6120000, 15}, Range4{0xC6336400, 24}, Range4{0xCB007100, 24},
    Range4{0xE0000000, 4},  Range4{0xF0000000, 4},
};

bool is_private4(std::uint32_t address) {
  return std::ranges::any_of(kPrivate4,
                             [&](const Range4& range) { return (address ^ range.first) >> (32 - range.bits) == 0; });
}

using Bytes6 = std::array<std::uint8_t, 16>;

std::uint32_t word_at(const Bytes6& bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} << 24U | std::uint32_t{bytes[at + 1]} << 16U | std::uint32_t{bytes[at + 2]} << 8U |
         std::uint32_t{bytes[at + 3]};
}

bool is_private6(const Bytes6& bytes) {
  const std::uint32_t first = word_at(bytes, 0);
  const bool zero_middle = word_at(bytes, 4) == 0 && (word_at(bytes, 8) == 0 || word_at(bytes, 8) == 0xFFFF);
  if (first == 0 && zero_middle) return word_at(bytes, 8) == 0 || is_private4(word_at(bytes, 12));
  if (first == 0x0064FF9B) return word_at(bytes, 4) != 0 || is_private4(word_at(bytes, 12));  // NAT64; its local form
  if (first >> 16U == 0x2002) return is_private4(word_at(bytes, 2));                          // 6to4
  if (first == 0x20010000 || first == 0x20010DB8) return true;                                // Teredo, examples
  // Only 2000::/3 is given out to the world.
  return first >> 29U != 1;
}

}  // namespace

bool is_private_address(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof v4);
    return is_private4(ntohl(v4.sin_addr.s_addr));
  }
  if (address.sa_family != AF_INET6) return true;
  sockaddr_in6 v6;
  std::memcpy(&v6, &address, sizeof v6);
  Bytes6 bytes;
  std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
  return is_private6(bytes);
}

}  // namespace shrike::alerts
