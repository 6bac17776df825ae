#pragma once
// Turns an HTTP connection whose handshake passed the guard into a WebSocket.
#include <boost/asio/ip/tcp.hpp>
#include <memory>

#include "server/server_core.hpp"

namespace shrike::server {

/// Answers the handshake, registers the session with the core and keeps it going until it ends.
void start_websocket(std::shared_ptr<ServerCore> core, boost::asio::ip::tcp::socket socket, const RequestHead& head,
                     std::shared_ptr<const void> context);

}  // namespace shrike::server
