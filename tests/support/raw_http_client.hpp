#pragma once
// A client that sends exactly the bytes it is given, for tests of the server. Blocking; every wait ends after ten
// seconds, so that a broken server fails a test instead of hanging it. One thread per object.
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "support/client_tls.hpp"

namespace shrike::testing {

struct RawResponse {
  int status = 0;
  std::string head;  ///< status line and headers
  std::string body;  ///< without chunk framing
  /// Value of a header in any case; empty when absent.
  [[nodiscard]] std::string header(std::string_view name) const;
};

class RawHttpClient {
 public:
  /// `receive_buffer_bytes` 0 = the system's; with `tls` all of it goes over TLS. Throws std::runtime_error when it
  /// cannot connect.
  explicit RawHttpClient(std::uint16_t port, int receive_buffer_bytes = 0,
                         const std::optional<ClientTls>& tls = std::nullopt);
  ~RawHttpClient();
  RawHttpClient(const RawHttpClient&) = delete;
  RawHttpClient& operator=(const RawHttpClient&) = delete;

  /// False when the peer closed before all was sent.
  bool send(std::string_view bytes);
  /// Past TLS, where there is any.
  bool send_raw(std::string_view bytes);
  /// Ends the bytes of the socket; of TLS the server is told nothing.
  void shutdown_send();
  /// One whole response, by its Content-Length, chunks or the end. Nothing when the peer closes before its end.
  /// `head_only`: the answer to HEAD. Skips "100 Continue" unless `keep_interim`.
  std::optional<RawResponse> read_response(bool head_only = false, bool keep_interim = false);
  /// Everything up to the peer's close (or the wait's end).
  std::string read_until_close();
  /// True when the peer closes without sending more.
  bool closed_by_peer();
  /// Exactly that many bytes, or nothing.
  std::optional<std::string> read_bytes(std::size_t count);
  /// Called again and again while a read waits: tests move their clock here.
  void while_waiting(std::function<void()> step) { step_ = std::move(step); }
  /// Only with TLS.
  [[nodiscard]] TlsClientLine& tls() { return *tls_; }

 private:
  bool fill();
  std::string take(std::size_t bytes);
  bool fill_until(std::string_view marker);

  int socket_ = -1;
  std::unique_ptr<TlsClientLine> tls_;
  std::string buffer_;
  bool ended_ = false;
  std::function<void()> step_;
};

/// Sends the bytes on a new connection and reads until the server closes.
std::string raw_exchange(std::uint16_t port, std::string_view bytes);

struct RawFrame {
  int opcode = 0;
  bool fin = true;
  std::string payload;
  /// Of a close frame; 1005 when it has none.
  [[nodiscard]] int close_code() const;
};

/// The WebSocket framing of RFC 6455 on top, able to send broken frames.
class RawWebSocket {
 public:
  explicit RawWebSocket(std::uint16_t port, int receive_buffer_bytes = 0,
                        const std::optional<ClientTls>& tls = std::nullopt)
      : client(port, receive_buffer_bytes, tls) {}
  static std::string handshake(std::string_view path = "/ws", std::string_view extra_headers = "");
  /// The status of the answer to the handshake.
  int connect(std::string_view path = "/ws", std::string_view extra_headers = "");
  /// `first_byte` = FIN, RSV and opcode as on the wire.
  bool send_frame(int first_byte, std::string_view payload, bool masked = true);
  bool send_text(std::string_view text) { return send_frame(0x81, text); }
  std::optional<RawFrame> read_frame();
  /// The close code of the first close frame; -1 when the connection ends without one.
  int read_close_code();

  RawHttpClient client;
};

}  // namespace shrike::testing
