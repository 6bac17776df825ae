// The idiomatic Beast echo: coroutines, async_read, async_write, one thread, nothing else. The baseline for the
// server's own cost per request. Usage: bench_http_echo PORT [REPLY_BYTES]; PORT 0 = any. Prints the port, then serves
// for ever.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

namespace {

std::string make_reply(std::size_t bytes) {
  constexpr std::size_t kFrameBytes = 10;  // {"pad":""}
  return "{\"pad\":\"" + std::string(bytes > kFrameBytes ? bytes - kFrameBytes : 0, 'x') + "\"}";
}

asio::awaitable<void> serve(tcp::socket socket, const std::string& reply) {
  boost::beast::flat_buffer buffer;
  boost::system::error_code error;
  while (true) {
    http::request<http::string_body> request;
    co_await http::async_read(socket, buffer, request, asio::redirect_error(asio::use_awaitable, error));
    if (error) break;
    http::response<http::string_body> response(http::status::ok, request.version());
    response.set(http::field::content_type, "application/json");
    response.keep_alive(request.keep_alive());
    response.body() = reply;
    response.prepare_payload();
    co_await http::async_write(socket, response, asio::redirect_error(asio::use_awaitable, error));
    if (error || response.need_eof()) break;
  }
  socket.shutdown(tcp::socket::shutdown_send, error);
}

asio::awaitable<void> accept_all(tcp::acceptor acceptor, const std::string& reply) {
  while (true) {
    tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
    socket.set_option(tcp::no_delay(true));
    asio::co_spawn(acceptor.get_executor(), serve(std::move(socket), reply), asio::detached);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto port = static_cast<unsigned short>(argc > 1 ? std::atoi(argv[1]) : 0);
  const std::string reply = make_reply(argc > 2 ? static_cast<std::size_t>(std::atoi(argv[2])) : 300);
  asio::io_context context(1);
  tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), port});
  std::printf("%u\n", static_cast<unsigned>(acceptor.local_endpoint().port()));
  std::fflush(stdout);
  asio::co_spawn(context, accept_all(std::move(acceptor), reply), asio::detached);
  context.run();
}
