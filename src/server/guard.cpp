#include "server/guard.hpp"

#include <cstring>

#include "server/text.hpp"

namespace shrike::server {
namespace {

constexpr std::size_t kLengthDigitsMax = 18;  // any such number fits in 63 bits
constexpr std::size_t kHandshakeKeySize = 24;

bool has_byte_outside_ascii(std::string_view line) {
  for (const char c : line) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x7f || (byte < 0x20 && byte != '\t')) return true;
  }
  return false;
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<Refusal> check_once(const HeadView& head) {
  // Two of these, and two programs in a row may each believe another one.
  static constexpr std::string_view kSingle[] = {
      "Content-Length", "Transfer-Encoding", "Content-Type", "Authorization", "Expect", "Origin", "Content-Encoding"};
  unsigned seen = 0;
  for (const FieldView& field : head.fields) {
    for (unsigned i = 0; i < std::size(kSingle); ++i) {
      if (!same_ignoring_case(field.name, kSingle[i])) continue;
      if ((seen & (1U << i)) != 0) return Refusal{400, "a header that must be single came twice"};
      seen |= 1U << i;
    }
  }
  return std::nullopt;
}

std::optional<Refusal> check_host(const HeadView& head) {
  const std::size_t hosts = head.count("Host");
  if (hosts > 1) return Refusal{400, "more than one Host header"};
  if (hosts == 0 && head.version >= 11) return Refusal{400, "the Host header is missing"};
  if (hosts == 1 && !valid_authority(head.value("Host"))) return Refusal{400, "the Host header is not a host name"};
  return std::nullopt;
}

std::optional<Refusal> check_framing(const HeadView& head) {
  const bool coded = head.count("Transfer-Encoding") > 0;
  const bool sized = head.count("Content-Length") > 0;
  if (coded && head.version < 11) return Refusal{400, "Transfer-Encoding in HTTP/1.0"};
  if (coded && sized) return Refusal{400, "both Content-Length and Transfer-Encoding"};
  if (coded && !same_ignoring_case(head.value("Transfer-Encoding"), "chunked")) {
    return Refusal{501, "the only transfer coding known here is chunked"};
  }
  const std::string_view length = head.value("Content-Length");
  if (sized && (!all_digits(length) || length.size() > kLengthDigitsMax)) {
    return Refusal{400, "Content-Length is not one number"};
  }
  return std::nullopt;
}

bool valid_handshake_key(std::string_view key) {
  if (key.size() != kHandshakeKeySize || !key.ends_with("==")) return false;
  const std::string_view digits = key.substr(0, kHandshakeKeySize - 2);
  return std::all_of(digits.begin(), digits.end(), [](char c) { return is_alnum(c) || c == '+' || c == '/'; });
}

bool valid_port(std::string_view text) { return text.size() <= 5 && (text.empty() || all_digits(text)); }

}  // namespace

HeadScan::State HeadScan::refuse(int status, std::string_view detail) {
  refusal_ = Refusal{status, std::string(detail)};
  return State::refused;
}

HeadScan::State HeadScan::check_line(std::string_view line, const ServerSettings& settings) {
  if (lines_ == 0 && line.empty()) return refuse(400, "an empty line before the request");
  if (has_byte_outside_ascii(line)) return refuse(400, "a byte outside printable ASCII in the header section");
  if (lines_ > 0 && (line.starts_with(' ') || line.starts_with('\t'))) return refuse(400, "a folded header line");
  if (lines_ > settings.headers_max) return refuse(431, "too many header lines");
  return State::incomplete;
}

HeadScan::State HeadScan::advance(std::string_view bytes, const ServerSettings& settings) {
  if (!bytes.empty() && !is_token_char(bytes.front()) && bytes.front() != '\r' && bytes.front() != '\n') {
    return refuse(400, "this is not HTTP");
  }
  const std::size_t limit = std::min(bytes.size(), settings.header_bytes_max);
  while (scanned_at_ < limit) {
    const void* found = std::memchr(bytes.data() + scanned_at_, '\n', limit - scanned_at_);
    if (found == nullptr) break;
    const auto end = static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
    if (end == line_at_ || bytes[end - 1] != '\r') return refuse(400, "a line that does not end in CR LF");
    const std::string_view line = bytes.substr(line_at_, end - 1 - line_at_);
    if (line.empty() && lines_ > 0) {
      size_ = end + 1;
      return State::complete;
    }
    if (check_line(line, settings) == State::refused) return State::refused;
    ++lines_;
    line_at_ = scanned_at_ = end + 1;
  }
  scanned_at_ = limit;
  const std::size_t request_line_max = settings.target_bytes_max + 32;
  if (lines_ == 0 && limit > request_line_max) return refuse(414, "the request target is too long");
  if (bytes.size() >= settings.header_bytes_max) return refuse(431, "the header section is too long");
  return State::incomplete;
}

std::size_t HeadView::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(
      fields.begin(), fields.end(), [&](const FieldView& field) { return same_ignoring_case(field.name, name); }));
}

std::string_view HeadView::value(std::string_view name) const {
  for (const FieldView& field : fields) {
    if (same_ignoring_case(field.name, name)) return field.value;
  }
  return {};
}

std::optional<Refusal> check_head(const HeadView& head) {
  if (auto refusal = check_once(head)) return refusal;
  if (auto refusal = check_host(head)) return refusal;
  if (auto refusal = check_framing(head)) return refusal;
  if (head.method == "TRACE" || head.method == "CONNECT") return Refusal{405, "this method is never allowed here"};
  if (head.count("Expect") > 0 && !same_ignoring_case(head.value("Expect"), "100-continue")) {
    return Refusal{417, "the only expectation known here is 100-continue"};
  }
  return std::nullopt;
}

bool valid_authority(std::string_view text) {
  if (text.empty() || text.size() > 255) return false;
  std::string_view host = text;
  std::string_view port;
  if (text.front() == '[') {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos || end < 3) return false;
    host = text.substr(1, end - 1);
    const std::string_view rest = text.substr(end + 1);
    if (!rest.empty() && rest.front() != ':') return false;
    if (!rest.empty()) port = rest.substr(1);
    return valid_port(port) && host.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
  }
  if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
  }
  const bool letters = std::all_of(host.begin(), host.end(),
                                   [](char c) { return is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~'; });
  return !host.empty() && letters && valid_port(port);
}

bool asks_for_websocket(const HeadView& head) {
  return head.method == "GET" && head.version >= 11 && list_has(head.value("Upgrade"), "websocket");
}

bool origin_matches(std::string_view origin, std::string_view host, bool over_tls,
                    std::span<const std::string> allowed_origins) {
  if (origin.empty()) return true;
  for (const std::string& allowed : allowed_origins) {
    if (allowed == "*" || same_ignoring_case(allowed, origin)) return true;
  }
  const std::size_t scheme_end = origin.find("://");
  if (scheme_end == std::string_view::npos) return false;
  const std::string_view scheme = origin.substr(0, scheme_end);
  const bool known = same_ignoring_case(scheme, "https") || (!over_tls && same_ignoring_case(scheme, "http"));
  if (!known) return false;
  return !host.empty() && same_ignoring_case(origin.substr(scheme_end + 3), host);
}

std::optional<Refusal> check_handshake(const HeadView& head, bool over_tls,
                                       std::span<const std::string> allowed_origins) {
  if (!origin_matches(head.value("Origin"), head.value("Host"), over_tls, allowed_origins)) {
    return Refusal{403, "this origin may not open a WebSocket here"};
  }
  bool upgrade = false;
  for (const FieldView& field : head.fields) {
    if (same_ignoring_case(field.name, "Connection")) upgrade = upgrade || list_has(field.value, "upgrade");
  }
  if (!upgrade) return Refusal{400, "Connection: Upgrade is missing"};
  if (head.count("Transfer-Encoding") > 0 ||
      (head.count("Content-Length") > 0 && head.value("Content-Length") != "0")) {
    return Refusal{400, "a WebSocket handshake has no body"};
  }
  if (head.count("Sec-WebSocket-Version") != 1 || head.value("Sec-WebSocket-Version") != "13") {
    return Refusal{426, "the WebSocket version must be 13"};
  }
  if (head.count("Sec-WebSocket-Key") != 1 || !valid_handshake_key(head.value("Sec-WebSocket-Key"))) {
    return Refusal{400, "Sec-WebSocket-Key is not 16 bytes in base64"};
  }
  return std::nullopt;
}

}  // namespace shrike::server
