#pragma once
// Turning a connection away so that the peer can read why.
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <string_view>

namespace shrike::server {

/// Counts those that are under way. I/O thread only.
using Farewells = std::shared_ptr<std::size_t>;
inline constexpr std::size_t kFarewellsMax = 256;  ///< beyond it connections are just closed

/// Writes the text, ends our side, and reads what still comes until the peer closes or `patience` is over: closing with
/// unread bytes would send a reset, which may overtake the text (RFC 9112, section 9.6).
void say_farewell(boost::asio::ip::tcp::socket socket, std::string_view text, std::chrono::milliseconds patience,
                  const Farewells& under_way);

}  // namespace shrike::server
