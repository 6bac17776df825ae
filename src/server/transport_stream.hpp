#pragma once
// A transport in the shape that Beast's WebSocket stream wants below it (Asio's AsyncStream).
#include <boost/asio/async_result.hpp>
#include <boost/asio/error.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include "server/transport.hpp"

namespace shrike::server {

/// Owns the transport. I/O thread only.
class TransportStream {
 public:
  using executor_type = boost::asio::any_io_executor;
  using ErrorCode = boost::system::error_code;

  explicit TransportStream(std::unique_ptr<Transport> transport) : transport_(std::move(transport)) {}
  executor_type get_executor() { return transport_->executor(); }
  [[nodiscard]] Transport& transport() { return *transport_; }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
        [this](auto handler, boost::asio::mutable_buffer room) {
          transport_->async_read_some(room, Completion(std::move(handler)));
        },
        token, first_of(buffers));
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    return boost::asio::async_initiate<Token, void(ErrorCode, std::size_t)>(
        [this](auto handler, const Transport::ConstBuffers& list) {
          transport_->async_write_some(list, Completion(std::move(handler)));
        },
        token, list_of(buffers));
  }

 private:
  // A stream may take less than it is offered: the first stretch with room, the first few stretches to write.
  template <class Buffers>
  static boost::asio::mutable_buffer first_of(const Buffers& buffers) {
    for (auto it = boost::asio::buffer_sequence_begin(buffers); it != boost::asio::buffer_sequence_end(buffers); ++it) {
      if (boost::asio::mutable_buffer(*it).size() > 0) return *it;
    }
    return {};
  }
  template <class Buffers>
  static Transport::ConstBuffers list_of(const Buffers& buffers) {
    Transport::ConstBuffers list;
    std::size_t used = 0;
    for (auto it = boost::asio::buffer_sequence_begin(buffers);
         it != boost::asio::buffer_sequence_end(buffers) && used < list.size(); ++it) {
      if (boost::asio::const_buffer(*it).size() > 0) list[used++] = *it;
    }
    return list;
  }

  std::unique_ptr<Transport> transport_;
};

using UnreadBytes = std::array<char, 1024>;

/// Reads and forgets until the peer ends: what it had sent must not turn the goodbye into a reset. The owner of the
/// transport limits the time; `handler` keeps it alive.
template <class Handler>
void read_to_end(Transport& transport, std::unique_ptr<UnreadBytes> unread, Handler handler) {
  const auto room = boost::asio::buffer(*unread);
  transport.async_read_some(room, Completion([&transport, unread = std::move(unread), handler = std::move(handler)](
                                                 boost::system::error_code error, std::size_t) mutable {
                              if (!error) return read_to_end(transport, std::move(unread), std::move(handler));
                              if (error == boost::asio::error::eof) error = {};
                              handler(error);
                            }));
}

// Found by Beast by their arguments: how a WebSocket's connection ends.
inline void teardown(boost::beast::role_type, TransportStream& stream, boost::system::error_code& error) {
  stream.transport().shutdown_send();
  error = {};
}
template <class Handler>
void async_teardown(boost::beast::role_type, TransportStream& stream, Handler&& handler) {
  stream.transport().shutdown_send();
  read_to_end(stream.transport(), std::make_unique<UnreadBytes>(), std::forward<Handler>(handler));
}
inline void beast_close_socket(TransportStream& stream) { stream.transport().close(); }

}  // namespace shrike::server
