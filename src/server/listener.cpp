#include "server/listener.hpp"

#include <fmt/format.h>

#include <boost/asio/error.hpp>
#include <boost/asio/ip/v6_only.hpp>

#include "server/farewell.hpp"
#include "server/start_connection.hpp"
#include "server/tcp_transport.hpp"
#include "shrike/base/diag.hpp"

namespace shrike::server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

constexpr auto kRetryDelay = std::chrono::milliseconds(50);
constexpr unsigned kSuggestedPorts = 20;
constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n";
/// A fatal alert, internal_error (RFC 8446 section 6): before the handshake there is nothing else that a client reads.
constexpr std::string_view kFullOverTls("\x15\x03\x03\x00\x02\x02\x50", 7);

ErrorCode open_one(tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
  ErrorCode error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error && endpoint.address().is_v6()) acceptor.set_option(asio::ip::v6_only(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  return error;
}

/// The next port that can be bound at this address; 0 when none is near.
std::uint16_t free_port_after(asio::io_context& context, const tcp::endpoint& endpoint) {
  for (unsigned step = 1; step <= kSuggestedPorts && endpoint.port() + step <= 65'535; ++step) {
    const auto port = static_cast<std::uint16_t>(endpoint.port() + step);
    tcp::acceptor probe(context);
    if (!open_one(probe, {endpoint.address(), port})) return port;
  }
  return 0;
}

Error taken(asio::io_context& context, const std::string& host, const tcp::endpoint& endpoint) {
  std::string text = fmt::format("{}:{} is taken by another program", host, endpoint.port());
  const std::uint16_t other = free_port_after(context, endpoint);
  if (other != 0) text += fmt::format("; {}:{} is free", host, other);
  return {ErrorKind::unavailable, std::move(text)};
}

std::string address_text(const tcp::socket& socket) {
  ErrorCode error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return {};
  const auto address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

}  // namespace

Result<std::vector<tcp::acceptor>> open_acceptors(asio::io_context& context, const std::string& host,
                                                  std::uint16_t port) {
  ErrorCode error;
  tcp::resolver resolver(context);
  const auto found = resolver.resolve(host, std::to_string(port), tcp::resolver::passive, error);
  if (error)
    return invalid(fmt::format("the listen host \"{}\" is no address of this machine: {}", host, error.message()));
  std::vector<tcp::acceptor> acceptors;
  ErrorCode last;
  for (const auto& entry : found) {
    tcp::endpoint endpoint = entry.endpoint();
    // With port 0 the first address picks, the others follow.
    if (!acceptors.empty()) endpoint.port(acceptors.front().local_endpoint().port());
    tcp::acceptor acceptor(context);
    last = open_one(acceptor, endpoint);
    if (last == asio::error::address_in_use) return taken(context, host, endpoint);
    if (!last) acceptors.push_back(std::move(acceptor));
  }
  // A name may have an address of a family that this machine does not speak; one that works is enough.
  if (acceptors.empty()) return io_error(fmt::format("cannot listen at {}:{}: {}", host, port, last.message()));
  return acceptors;
}

Listener::Listener(std::shared_ptr<ServerCore> core, tcp::acceptor acceptor, TransportWrap wrap)
    : core_(std::move(core)),
      wrap_(std::move(wrap)),
      acceptor_(std::move(acceptor)),
      endpoint_(acceptor_.local_endpoint()),
      retry_(acceptor_.get_executor()) {}

void Listener::stop() {
  ErrorCode ignored;
  acceptor_.close(ignored);
  retry_.cancel();
}

void Listener::accept() {
  acceptor_.async_accept([self = shared_from_this()](const ErrorCode& error, tcp::socket socket) {
    self->on_accept(error, std::move(socket));
  });
}

void Listener::on_accept(const ErrorCode& error, tcp::socket socket) {
  if (!acceptor_.is_open()) return;
  // The peer may give up before we look; everything else (no descriptors, no memory) does not pass by itself.
  if (error && error != asio::error::connection_aborted) return back_off(error);
  if (!error) welcome(std::move(socket));
  accept();
}

void Listener::back_off(const ErrorCode& error) {
  const TimeUs now_us = core_->clock.steady_us();
  if (now_us >= next_warning_us_) {
    diag::error("server", "cannot accept connections: {}", error.message());
    next_warning_us_ = now_us + 10 * kSecondUs;
  }
  retry_.expires_after(kRetryDelay);
  retry_.async_wait([self = shared_from_this()](const ErrorCode& stopped) {
    if (!stopped && self->acceptor_.is_open()) self->accept();
  });
}

void Listener::welcome(tcp::socket socket) {
  ErrorCode error;
  socket.non_blocking(true, error);
  if (!error) socket.set_option(tcp::no_delay(true), error);
  if (error) return;
  if (core_->peers() >= core_->settings.connections_max) {
    core_->metrics.count_over_limit();
    return say_farewell(std::move(socket), core_->tls ? kFullOverTls : kFull,
                        std::chrono::milliseconds(core_->settings.linger_budget_ms), farewells_);
  }
  std::string remote_address = address_text(socket);
  auto transport = make_tcp_transport(std::move(socket));
  if (wrap_) transport = wrap_(std::move(transport));
  if (core_->tls) transport = core_->tls->protect(std::move(transport), remote_address);
  start_connection(core_, std::move(transport), std::move(remote_address));
}

}  // namespace shrike::server
