#pragma once
// The HTTP and WebSocket server: listens, guards, times out and hands requests to an Application.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "shrike/base/clock.hpp"
#include "shrike/base/metrics.hpp"
#include "shrike/base/result.hpp"
#include "shrike/server/application.hpp"
#include "shrike/server/io_loop.hpp"
#include "shrike/server/settings.hpp"
#include "shrike/server/tls.hpp"

namespace shrike::server {

/// Puts something around a new connection's transport (server/transport.hpp), for example the faults of a test.
using TransportWrap = std::function<std::unique_ptr<Transport>(std::unique_ptr<Transport>)>;

/// Runs wholly on the I/O thread of one loop. Loop, application, metrics and clock must outlive it; destroy it on the
/// I/O thread or after the loop has stopped.
class Server {
 public:
  /// Binds and listens, so that the port is known and a taken one is an error before anything starts.
  /// `wrap`, where given, is put around each accepted connection's transport; `tls`, where given, over that: then the
  /// port speaks HTTPS and WSS only.
  /// Errors: invalid (host is no address), unavailable (port taken; names a free one), io.
  static Result<std::unique_ptr<Server>> create(IoLoop& loop, ServerSettings settings, Application& application,
                                                Metrics& metrics, const Clock& clock, TransportWrap wrap = {},
                                                std::shared_ptr<Tls> tls = {});
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Begins to accept. Call once, before the loop runs or on the I/O thread.
  void start();
  [[nodiscard]] std::uint16_t port() const;
  /// "http://127.0.0.1:8000": what a browser on this machine can open.
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::size_t connections() const;

  /// Drains: stops accepting, closes idle connections at once and WebSockets with 1001, lets requests in flight finish
  /// within drain_budget_ms, then cuts. `drained` is called once, on the I/O thread, when nothing is left.
  void stop(std::function<void()> drained = {});

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// True when a page of `origin` may act on this host: no Origin (not a browser), the host itself, or a listed one.
/// Over TLS of our own a page of http is not of the host itself. For WebSockets the server asks this itself;
/// applications ask it for requests that change something.
bool origin_allowed(const RequestHead& head, const std::vector<std::string>& allowed_origins);

}  // namespace shrike::server
