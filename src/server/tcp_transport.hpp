#pragma once
// The plain transport: a TCP socket.
#include <boost/asio/ip/tcp.hpp>

#include "server/transport.hpp"

namespace shrike::server {

/// Takes a connected, non-blocking socket.
std::unique_ptr<Transport> make_tcp_transport(boost::asio::ip::tcp::socket socket);

}  // namespace shrike::server
