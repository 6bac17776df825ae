#pragma once
// Turns an HTTP connection whose handshake passed the guard into a WebSocket.
#include <memory>

#include "server/server_core.hpp"
#include "server/transport.hpp"

namespace shrike::server {

/// Answers the handshake, registers the session with the core and keeps it going until it ends.
void start_websocket(std::shared_ptr<ServerCore> core, std::unique_ptr<Transport> transport, const RequestHead& head,
                     std::shared_ptr<const void> context);

}  // namespace shrike::server
