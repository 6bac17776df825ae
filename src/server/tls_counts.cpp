#include "server/tls_counts.hpp"

#include <utility>

#include "shrike/base/diag.hpp"

namespace shrike::server {

std::string_view to_string(TlsCounts::Failure failure) {
  using enum TlsCounts::Failure;
  switch (failure) {
    case not_tls:
      return "not_tls";
    case no_common_ground:
      return "no_common_ground";
    case peer_alert:
      return "peer_alert";
    case incomplete:
      return "incomplete";
    case broken:
      return "broken";
  }
  return "broken";
}

void TlsCounts::count_handshake(const char* version) {
  metrics_.counter("shrike_tls_handshakes_total", "TLS handshakes that were completed", {{"version", version}}).add();
}

void TlsCounts::count_failure(Failure failure, std::string_view words, std::string_view remote_address) {
  metrics_
      .counter("shrike_tls_failures_total", "TLS connections that failed", {{"kind", std::string(to_string(failure))}})
      .add();
  const TimeUs now_us = clock_.steady_us();
  if (now_us < next_line_us_) {
    ++untold_;
    return;
  }
  next_line_us_ = now_us + kLineUs;
  diag::warning("server", "TLS with {} failed: {} ({}); {} more since the last such line", remote_address,
                to_string(failure), words, std::exchange(untold_, 0));
}

}  // namespace shrike::server
