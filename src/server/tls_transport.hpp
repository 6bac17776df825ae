#pragma once
// TLS over any transport: OpenSSL between two blocks of memory, the bytes carried by the transport below.
#include <memory>
#include <string>

#include "server/tls_counts.hpp"
#include "server/transport.hpp"

struct ssl_ctx_st;

namespace shrike::server {

/// The server's side of one connection; the handshake goes on inside its reads. Nothing can be written before the first
/// bytes were read: error not_connected. What is counted as written was given to `line` whole, so that the limits of
/// time and size above hold as they do over TCP; therefore after would_block the same bytes must be offered again.
/// A peer's end without close_notify is connection_reset, never eof. `context` may go before the transport.
std::unique_ptr<Transport> make_tls_transport(ssl_ctx_st* context, std::unique_ptr<Transport> line,
                                              std::shared_ptr<TlsCounts> counts, std::string remote_address);

}  // namespace shrike::server
