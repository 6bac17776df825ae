#pragma once
// One open WebSocket, as the application sees it.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace shrike::server {

/// Close codes of RFC 6455 section 7.4.1; 4000 to 4999 are the application's own.
enum CloseCode : std::uint16_t {
  kCloseNormal = 1000,
  kCloseGoingAway = 1001,
  kCloseProtocolError = 1002,
  kCloseUnsupportedData = 1003,
  kCloseAbnormal = 1006,  ///< never sent: the connection broke
  kClosePolicy = 1008,
  kCloseInternalError = 1011,
  kCloseTryAgainLater = 1013,
};

/// Made by the server; the application may keep the pointer. Every call from the I/O thread only. After the end of
/// the connection the calls do nothing.
class WebSocketConnection {
 public:
  virtual ~WebSocketConnection() = default;

  /// Queues a text message; the same text may be queued on many connections. A full queue (count or bytes, see
  /// ServerSettings) drops its oldest messages; a reader that is too slow too often is closed with 1013.
  virtual void send(std::shared_ptr<const std::string> text) = 0;
  /// Drops what is queued, sends a close frame and ends. `reason` is cut at 120 bytes.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;

  [[nodiscard]] virtual std::size_t dropped() const = 0;  ///< messages lost to a full queue so far
  [[nodiscard]] virtual std::size_t queued() const = 0;   ///< messages waiting
  [[nodiscard]] virtual bool open() const = 0;
  [[nodiscard]] virtual const std::shared_ptr<const void>& context() const = 0;  ///< from HeadVerdict::websocket
  [[nodiscard]] virtual const std::string& remote_address() const = 0;
  [[nodiscard]] virtual const std::string& request_id() const = 0;
};

}  // namespace shrike::server
