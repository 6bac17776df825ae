#pragma once
// Where an accepted socket becomes an HTTP connection. Apart from the connection itself, so that accepting does not
// have to know the parser.
#include <memory>
#include <string>

#include "server/server_core.hpp"
#include "server/transport.hpp"

namespace shrike::server {

/// Registers the connection with the core and keeps it going until it ends.
void start_connection(std::shared_ptr<ServerCore> core, std::unique_ptr<Transport> transport,
                      std::string remote_address);

}  // namespace shrike::server
