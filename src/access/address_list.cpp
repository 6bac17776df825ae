#include "shrike/access/address_list.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <charconv>
#include <cstring>
#include <optional>

namespace shrike::access {

namespace {

using Bytes = std::array<std::uint8_t, 16>;
constexpr unsigned kBits = 128;
constexpr unsigned kMappedBits = 96;  // what stands before an IPv4 address in its IPv6 form

struct Address {
  Bytes bytes;
  bool ipv4;
};

std::optional<Address> read_address(std::string_view text) {
  const std::string whole(text);
  Address out{};
  if (inet_pton(AF_INET6, whole.c_str(), out.bytes.data()) == 1) return out;
  out.ipv4 = true;
  out.bytes[10] = out.bytes[11] = 0xFF;
  return inet_pton(AF_INET, whole.c_str(), out.bytes.data() + kMappedBits / 8) == 1 ? std::optional(out) : std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool same_network(const Bytes& a, const Bytes& b, unsigned bits) {
  if (std::memcmp(a.data(), b.data(), bits / 8) != 0) return false;
  const unsigned rest = bits % 8;
  return rest == 0 || (a[bits / 8] >> (8 - rest)) == (b[bits / 8] >> (8 - rest));
}

}  // namespace

Result<AddressList> AddressList::parse(std::string_view text) {
  AddressList out;
  while (!trimmed(text).empty()) {
    const std::string_view part = trimmed(text.substr(0, text.find(',')));
    text.remove_prefix(std::min(text.find(','), text.size() - 1) + 1);
    const std::string_view digits = part.find('/') == std::string_view::npos ? "" : part.substr(part.find('/') + 1);
    const auto address = read_address(part.substr(0, part.find('/')));
    const unsigned most = address && address->ipv4 ? kBits - kMappedBits : kBits;
    unsigned bits = most;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    const bool whole = part.find('/') == std::string_view::npos ||
                       (read.ec == std::errc() && read.ptr == digits.data() + digits.size());
    if (!address || !whole || bits > most || out.networks_.size() >= kNetworksMax)
      return invalid(
          fmt::format("\"{}\": expected at most {} addresses or networks such as 10.0.0.0/8", part, kNetworksMax));
    out.networks_.push_back({address->bytes, bits + kBits - most});
  }
  return out;
}

bool AddressList::contains(std::string_view address) const {
  const auto wanted = read_address(address);
  if (!wanted) return false;
  for (const Network& network : networks_) {
    if (same_network(network.bytes, wanted->bytes, network.bits)) return true;
  }
  return false;
}

}  // namespace shrike::access
