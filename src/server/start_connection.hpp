#pragma once
// Where an accepted socket becomes an HTTP connection. Apart from the connection itself, so that accepting does not
// have to know the parser.
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>

#include "server/server_core.hpp"

namespace shrike::server {

/// The byte stream below HTTP. TLS would take its place here: everything else only reads and writes it.
using Transport = boost::asio::ip::tcp::socket;

/// Registers the connection with the core and keeps it going until it ends. The transport is non-blocking.
void start_connection(std::shared_ptr<ServerCore> core, Transport transport, std::string remote_address);

}  // namespace shrike::server
