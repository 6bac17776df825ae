// What a request's bytes meet before any handler: header scan, parser, guard, target, router, body framing.
// The first two bytes say in which portions head and body arrive; portions must not change what is understood.
#include <optional>

#include "api_routes.hpp"
#include "server/guard.hpp"
#include "server/message_parser.hpp"
#include "server/target.hpp"
#include "shrike/base/result.hpp"
#include "shrike/server/router.hpp"

namespace {

using namespace std::string_view_literals;
using namespace shrike::server;

constexpr std::size_t kBodyMax = 512;
constexpr std::size_t kBufferMax = 2048;  // a chunk header or trailers that do not fit are refused

ServerSettings small_settings() {
  ServerSettings settings;
  settings.header_bytes_max = 1024;
  settings.target_bytes_max = 256;
  settings.headers_max = 16;
  settings.body_overhead_bytes_max = 256;
  settings.chunks_max = 16;
  return settings;
}
const ServerSettings kSettings = small_settings();

/// Size of the header section when it arrives in portions of `step`; nothing when refused or not complete.
std::optional<std::size_t> scan(std::string_view bytes, std::size_t step) {
  HeadScan scan;
  for (std::size_t size = std::min(step, bytes.size());; size = std::min(size + step, bytes.size())) {
    const auto state = scan.advance(bytes.substr(0, size), kSettings);
    if (state == HeadScan::State::complete) return scan.size();
    if (state == HeadScan::State::refused || size == bytes.size()) return std::nullopt;
  }
}

void check_target(const HeadView& head) {
  const auto target = parse_target(head.target);
  if (!target) return;
  SHRIKE_ASSERT(target->path.starts_with('/') && valid_utf8(target->path));
  SHRIKE_ASSERT(target->path.find("/../") == std::string::npos && target->path.find("//") == std::string::npos);
  SHRIKE_ASSERT(target->path.find('\0') == std::string::npos);
  static const Router router(shrike::fuzz::routes());
  const Match match = router.match(parse_method(head.method), target->path);
  SHRIKE_ASSERT(match.outcome != Match::Outcome::found || match.index < shrike::fuzz::routes().size());
}

struct Outcome {
  bool complete = false;
  std::string body;
  std::size_t used = 0;
};

/// As a connection does it: what the parser leaves over is offered again with more behind it.
Outcome read_body(MessageParser& parser, std::string_view bytes, std::size_t step) {
  Outcome out;
  parser.expect_body(&out.body, body_limits(kBodyMax, kSettings));
  std::size_t arrived = 0;
  while (!parser.is_done()) {
    if (arrived == bytes.size()) return out;
    arrived = std::min({arrived + step, bytes.size(), out.used + kBufferMax});
    std::size_t used = 0;
    const bool refused = parser.parse_body(bytes.substr(out.used, arrived - out.used), used).has_value();
    if (refused || (used == 0 && arrived - out.used == kBufferMax)) return out;
    out.used += used;
    SHRIKE_ASSERT(out.used <= arrived && out.body.size() <= kBodyMax);
  }
  out.complete = true;
  return out;
}

/// The body of a request that the guard let through.
std::optional<Outcome> run(std::string_view head, std::string_view rest, std::size_t step) {
  std::vector<FieldView> fields;
  MessageParser parser(kSettings.header_bytes_max, fields);
  if (parser.parse_head(head)) return std::nullopt;
  const HeadView view = parser.head();
  if (check_head(view)) return std::nullopt;
  SHRIKE_ASSERT(view.count("Host") <= 1 && view.count("Content-Length") + view.count("Transfer-Encoding") <= 1);
  check_target(view);
  if (asks_for_websocket(view) && !check_handshake(view, false, {}))
    SHRIKE_ASSERT(parser.is_done() || parser.length() == 0);
  return read_body(parser, rest, step);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  const std::size_t step = 1U + data[0] % 32U;
  const auto head = scan(bytes, step);
  if (!head) return 0;
  SHRIKE_ASSERT(scan(bytes, bytes.size()) == head);
  SHRIKE_ASSERT(bytes.substr(0, *head).ends_with("\r\n\r\n"sv));
  const auto slow = run(bytes.substr(0, *head), bytes.substr(*head), 1U + data[1] % 32U);
  const auto fast = run(bytes.substr(0, *head), bytes.substr(*head), kBufferMax);
  SHRIKE_ASSERT(slow.has_value() == fast.has_value());
  if (slow && slow->complete && fast->complete) SHRIKE_ASSERT(slow->body == fast->body && slow->used == fast->used);
  return 0;
}
