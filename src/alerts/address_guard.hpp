#pragma once
// Which addresses of the internet an alert may be sent to.
#include <sys/socket.h>

namespace shrike::alerts {

/// True for addresses that every network has for itself: loopback, private, link-local (where clouds keep their
/// metadata service), carrier-grade NAT, multicast, reserved; also where they hide in an IPv6 address (mapped, NAT64,
/// 6to4, Teredo). Ranges of the IANA special-purpose registries (RFC 6890). Other families than IP are private.
bool is_private_address(const sockaddr& address);

}  // namespace shrike::alerts
