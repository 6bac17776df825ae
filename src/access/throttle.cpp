#include "shrike/access/throttle.hpp"

#include <arpa/inet.h>

#include <cstring>

namespace shrike::access {

TimeUs FailureThrottle::locked_us(const std::string& place) {
  const Place* found = places_.peek(place);
  if (found == nullptr || found->failures < kFailuresMax) return 0;
  const TimeUs left_us = found->last_us + kLockUs - clock_.steady_us();
  if (left_us <= 0) places_.erase(place);
  return left_us > 0 ? left_us : 0;
}

void FailureThrottle::fail(const std::string& place) {
  Place& found = places_.use(place);
  const TimeUs now_us = clock_.steady_us();
  if (now_us - found.last_us >= kLockUs) found.failures = 0;
  ++found.failures;
  found.last_us = now_us;
}

std::string address_group(std::string_view address) {
  constexpr std::size_t kNetworkBytes = 8;
  in6_addr bytes{};
  const std::string text(address);
  if (inet_pton(AF_INET6, text.c_str(), &bytes) != 1) return text;
  if (IN6_IS_ADDR_V4MAPPED(&bytes)) return text.substr(text.rfind(':') + 1);
  std::memset(bytes.s6_addr + kNetworkBytes, 0, sizeof bytes - kNetworkBytes);
  char network[INET6_ADDRSTRLEN];
  return std::string(inet_ntop(AF_INET6, &bytes, network, sizeof network)) + "/64";
}

}  // namespace shrike::access
