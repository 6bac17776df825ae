#pragma once
// The seam between the server and what it serves. Implemented by the application, called on the I/O thread only.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "shrike/server/message.hpp"
#include "shrike/server/websocket.hpp"

namespace shrike::server {

/// What the application says to a header section, before any of the body is read.
struct HeadVerdict {
  enum class Kind : std::uint8_t { reject, accept, websocket };
  Kind kind = Kind::accept;
  Response response;                 ///< reject: the answer
  std::string_view route = "none";   ///< label for metrics, of a small fixed set
  std::size_t body_limit_bytes = 0;  ///< accept: a longer body is 413
  std::span<const std::string_view>
      content_types;  ///< accept: media types of a body, lower case; empty = any. Else 415
  PathParameters parameters;
  std::shared_ptr<const void> context;  ///< handed on with the request or the WebSocket

  static HeadVerdict reject(Response response, std::string_view route = "none");
  static HeadVerdict accept(std::string_view route, std::size_t body_limit_bytes = 0,
                            std::span<const std::string_view> content_types = {});
  static HeadVerdict websocket(std::string_view route, std::shared_ptr<const void> context = {});
};

/// Where a Responder's answer goes. Implemented by the connection; tests may put their own in place.
class ResponseSink {
 public:
  virtual ~ResponseSink() = default;
  /// `ticket` tells a late answer from the current one.
  virtual void respond(std::uint64_t ticket, Response response) = 0;
};

/// The duty to answer one request: call it exactly once, now or later, on the I/O thread. Dropped uncalled it answers
/// 500. After the peer has gone or the server has stopped, the answer is thrown away. All Responders must be gone
/// before the I/O loop is destroyed.
class Responder {
 public:
  Responder(std::shared_ptr<ResponseSink> sink, std::uint64_t ticket) : sink_(std::move(sink)), ticket_(ticket) {}
  Responder(Responder&&) noexcept = default;
  Responder& operator=(Responder&& other) noexcept;
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;
  ~Responder() { drop(); }

  void operator()(Response response);
  /// False after it was called or moved from.
  explicit operator bool() const { return sink_ != nullptr; }

 private:
  void drop() noexcept;

  std::shared_ptr<ResponseSink> sink_;
  std::uint64_t ticket_;
};

/// An exception from any of these ends the one request with 500 (the one WebSocket with 1011) and is written to diag.
class Application {
 public:
  virtual ~Application() = default;
  virtual HeadVerdict on_head(const RequestHead& head) = 0;
  virtual void on_request(Request request, Responder respond) = 0;

  virtual void on_socket_open(std::shared_ptr<WebSocketConnection> connection) = 0;
  virtual void on_socket_text(const std::shared_ptr<WebSocketConnection>& connection, std::string_view text) = 0;
  /// Exactly once for each opened one. `code` is the peer's, or ours where we ended it.
  virtual void on_socket_close(const std::shared_ptr<WebSocketConnection>& connection, std::uint16_t code) = 0;
};

}  // namespace shrike::server
