#pragma once
// The transport of every channel: libcurl, with what keeps a receiver's address from becoming a door into this network.
#include <memory>

#include "shrike/alerts/transport.hpp"

namespace shrike::alerts {

struct SenderSettings {
  bool allow_private = false;         ///< also HTTP receivers on loopback, private and link-local addresses
  std::string ca_file;                ///< PEM file of authorities to trust besides the system's; may be empty
  TimeUs timeout_us = 5 * kSecondUs;  ///< of one HTTP request, from the look-up of the name on
  TimeUs mail_timeout_us = 15 * kSecondUs;
};

inline constexpr std::size_t kAnswerBytesMax = 65'536;  ///< read of an answer; more ends the connection

/// http or https with a host, and no user name in it. Error: invalid.
Result<void> check_url(const std::string& url);

/// No redirects, no proxy, certificates verified, TLS 1.2 at least. The address that a connection is opened to is
/// checked as it is opened, so a name that changes its address in between gains nothing.
std::unique_ptr<Transport> make_http_sender(const SenderSettings& settings);

}  // namespace shrike::alerts
