#pragma once
// Every limit of the HTTP server, named with its unit. Values, fixed at start.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace shrike::server {

struct ServerSettings {
  std::string host = "127.0.0.1";  ///< address or name; a name is bound at each of its addresses
  std::uint16_t port = 8000;       ///< 0 = any free one

  std::size_t connections_max = 2'048;  ///< HTTP and WebSocket together; one more is answered 503 and closed
  std::size_t header_bytes_max = 8 * 1024;
  std::size_t target_bytes_max = 2 * 1024;
  std::size_t headers_max = 64;
  std::size_t body_overhead_bytes_max = 8 * 1024;  ///< chunk framing and trailers, beyond the route's body limit
  std::size_t chunks_max = 4'096;  ///< for bodies up to 4 MiB; above, one more per KiB of the route's limit
  std::size_t body_rate_bytes_per_s_min = 1'024;   ///< asked of a body after body_budget_ms
  std::size_t write_rate_bytes_per_s_min = 4'096;  ///< asked of the reader after write_budget_ms

  std::int64_t header_budget_ms = 5'000;    ///< first byte of a request to the end of its header section
  std::int64_t body_budget_ms = 5'000;      ///< before the minimum rate counts
  std::int64_t handler_budget_ms = 30'000;  ///< for the application; then 503
  std::int64_t write_budget_ms = 5'000;
  std::int64_t idle_budget_ms = 30'000;   ///< between requests
  std::int64_t linger_budget_ms = 2'000;  ///< for the peer to read an error before the socket closes
  std::int64_t drain_budget_ms = 10'000;  ///< for requests in flight at stop()
  std::int64_t sweep_interval_ms = 250;   ///< how often all of these are looked at

  std::size_t websocket_message_bytes_max = 64 * 1024;  ///< longer is 1009
  std::size_t websocket_queue_messages_max = 256;
  std::size_t websocket_queue_bytes_max = 1024 * 1024;
  std::size_t websocket_overflows_max = 3;              ///< then 1013
  std::size_t websocket_messages_per_minute_max = 100;  ///< from one peer, then 1008; ten times as many control frames
  std::int64_t websocket_idle_budget_ms = 60'000;       ///< a ping goes out after half of it
  std::int64_t websocket_close_budget_ms = 5'000;

  /// "scheme://host[:port]" that may open WebSockets besides the server's own host; "*" allows all.
  std::vector<std::string> allowed_origins;
};

}  // namespace shrike::server
