#pragma once
// The application behind the server: finds the route, checks who asks, calls the handler of that resource.
#include <array>
#include <functional>
#include <memory>

#include "shrike/access/access.hpp"
#include "shrike/api/gate.hpp"
#include "shrike/api/routes.hpp"
#include "shrike/server/application.hpp"
#include "shrike/server/router.hpp"

namespace shrike::api {

/// One authorised request on its way to its handler.
struct Call {
  server::Request request;
  access::Identity identity;
  bool https = false;                      ///< as a trusted proxy says
  std::shared_ptr<std::string> made = {};  ///< of an audited act: the handler may say what it made or changed
};
using Handler = std::function<void(Call, server::Responder)>;

/// Filled by the bind_… functions, one file per resource; Api's constructor insists that every endpoint has its
/// handler.
class Handlers {
 public:
  Handler& operator[](Endpoint endpoint) { return handlers_[static_cast<std::size_t>(endpoint)]; }
  const Handler& operator[](Endpoint endpoint) const { return handlers_[static_cast<std::size_t>(endpoint)]; }

 private:
  std::array<Handler, kEndpointCount> handlers_;
};

/// Who gets the WebSockets of /ws/dashboard. I/O thread only.
class LiveClients {
 public:
  virtual ~LiveClients() = default;
  /// `address`: of the client, behind trusted proxies.
  virtual void join(std::shared_ptr<server::WebSocketConnection> connection, const access::Identity& identity,
                    const std::string& address) = 0;
  virtual void text(const std::shared_ptr<server::WebSocketConnection>& connection, std::string_view text) = 0;
  virtual void leave(const std::shared_ptr<server::WebSocketConnection>& connection) = 0;
};

class Auditor;

/// I/O thread only.
class Api final : public server::Application {
 public:
  Api(Handlers handlers, access::Access& access, LiveClients& live, Auditor& auditor, Gate& gate);

  server::HeadVerdict on_head(const server::RequestHead& head) override;
  void on_request(server::Request request, server::Responder respond) override;
  void on_socket_open(std::shared_ptr<server::WebSocketConnection> connection) override;
  void on_socket_text(const std::shared_ptr<server::WebSocketConnection>& connection, std::string_view text) override;
  void on_socket_close(const std::shared_ptr<server::WebSocketConnection>& connection, std::uint16_t code) override;

 private:
  struct Passed;
  std::optional<server::Response> admit(const server::RequestHead& head, Passed& passed);
  std::optional<server::Response> authenticate(const server::RequestHead& head, Passed& passed);

  Handlers handlers_;
  access::Access& access_;
  LiveClients& live_;
  Auditor& auditor_;
  Gate& gate_;
  server::Router router_;
};

}  // namespace shrike::api
