#pragma once
// What became of handshakes: for the metrics, and for the operator at a bounded rate. I/O thread only.
#include <string>
#include <string_view>

#include "shrike/base/clock.hpp"
#include "shrike/base/metrics.hpp"

namespace shrike::server {

class TlsCounts {
 public:
  /// How often a line on failures is written at most.
  static constexpr TimeUs kLineUs = 10 * kSecondUs;

  /// Why a connection failed: what the peer sent was no TLS; no common protocol, cipher or ALPN; the peer said so
  /// itself, such as for an unknown authority; the peer went or took too long; anything else that OpenSSL refused.
  enum class Failure : std::uint8_t { not_tls, no_common_ground, peer_alert, incomplete, broken };

  TlsCounts(Metrics& metrics, const Clock& clock) : metrics_(metrics), clock_(clock) {}
  /// `version` as OpenSSL names it: "TLSv1.3".
  void count_handshake(const char* version);
  void count_failure(Failure failure, std::string_view words, std::string_view remote_address);

 private:
  Metrics& metrics_;
  const Clock& clock_;
  TimeUs next_line_us_ = 0;
  std::uint64_t untold_ = 0;  // failures since the last line
};

std::string_view to_string(TlsCounts::Failure failure);

}  // namespace shrike::server
