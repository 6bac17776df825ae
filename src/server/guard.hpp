#pragma once
// What a request must look like before anything acts on it. Stricter than the parser, whose version accepts request
// smuggling shapes (transfer codings it does not decode, obs-fold, several Host). Pure functions, no state.
// After any refusal the connection is closed: the end of the message is not known for certain any more.
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shrike/server/settings.hpp"

namespace shrike::server {

struct Refusal {
  int status;
  std::string detail;
};

/// How far the bytes of a header section have been looked at. Starts anew for each request.
class HeadScan {
 public:
  enum class State { incomplete, complete, refused };
  /// `bytes` are all bytes since the start of the request; a call continues where the last one stopped.
  State advance(std::string_view bytes, const ServerSettings& settings);
  /// Bytes of the header section with its empty line; valid when complete.
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const Refusal& refusal() const { return refusal_; }

 private:
  State refuse(int status, std::string_view detail);
  State check_line(std::string_view line, const ServerSettings& settings);

  std::size_t line_at_ = 0;  // start of the line that is not complete yet
  std::size_t scanned_at_ = 0;
  std::size_t lines_ = 0;
  std::size_t size_ = 0;
  Refusal refusal_{};
};

struct FieldView {
  std::string_view name;
  std::string_view value;
};

/// A parsed header section; the views belong to the caller's buffer.
struct HeadView {
  std::string_view method;
  std::string_view target;
  int version = 11;  ///< 10 or 11
  std::span<const FieldView> fields;

  [[nodiscard]] std::size_t count(std::string_view name) const;
  [[nodiscard]] std::string_view value(std::string_view name) const;  ///< of the first; empty when absent
};

/// Framing and routing fields: Host, Transfer-Encoding, Content-Length, Expect, method. Nothing when all is well.
std::optional<Refusal> check_head(const HeadView& head);

/// RFC 9110 section 7.2 without user information: a name, an IPv4 address or a bracketed IPv6 address, maybe a port.
bool valid_authority(std::string_view text);

/// RFC 6455 section 4.2.1 plus the Origin: 403, 400 or 426. Call for heads that ask for an upgrade to websocket.
std::optional<Refusal> check_handshake(const HeadView& head, bool over_tls,
                                       std::span<const std::string> allowed_origins);
/// True when the head asks to become a WebSocket.
bool asks_for_websocket(const HeadView& head);
/// True when `origin` is empty, names `host`, or is listed ("*" lists all). Where TLS is ours the host is one of https;
/// otherwise it may be behind a proxy that ends TLS.
bool origin_matches(std::string_view origin, std::string_view host, bool over_tls,
                    std::span<const std::string> allowed_origins);

}  // namespace shrike::server
