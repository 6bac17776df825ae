// TLS over a transport, below HTTP: what a read says about the end of the bytes.
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <future>

#include "server/tcp_transport.hpp"
#include "unit/server/tls_fixture.hpp"

namespace shrike::server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;

class TlsTransportTest : public TlsTest {
 protected:
  /// What is read until the end, and how that was.
  struct Heard {
    std::string text;
    ErrorCode end;
  };
  /// Accepts one connection and reads, while `talk` runs in a thread of its own with a client.
  Heard hear(const std::function<void(RawHttpClient&)>& talk) {
    turn_on();
    tcp::acceptor acceptor(context_, {asio::ip::address_v4::loopback(), 0});
    auto client = std::async(std::launch::async, [&, at = acceptor.local_endpoint().port()] {
      RawHttpClient connected(at, 0, trusting());
      talk(connected);
    });
    tcp::socket socket = acceptor.accept();
    socket.non_blocking(true);
    const auto line = tls->protect(make_tcp_transport(std::move(socket)), "127.0.0.1");
    Heard heard;
    read(*line, heard);
    context_.run();
    client.get();
    return heard;
  }
  void read(Transport& line, Heard& heard) {
    line.async_read_some(asio::buffer(room_), Completion([&](const ErrorCode& error, std::size_t bytes) {
                           heard.text.append(room_.data(), bytes);
                           heard.end = error;
                           if (!error) read(line, heard);
                         }));
  }

  asio::io_context context_;
  std::array<char, 5> room_{};
};

TEST_F(TlsTransportTest, ACloseNotifyIsTheEnd) {
  const Heard heard = hear([](RawHttpClient& client) {
    client.send("all of it");
    client.tls().send_close_notify();
  });
  EXPECT_EQ(heard.text, "all of it");
  EXPECT_EQ(heard.end, asio::error::eof);
}

TEST_F(TlsTransportTest, AnEndWithoutItIsABrokenLine) {
  const Heard heard = hear([](RawHttpClient& client) {
    client.send("some of it");
    client.shutdown_send();
  });
  EXPECT_EQ(heard.text, "some of it");
  EXPECT_EQ(heard.end, asio::error::connection_reset);
}

TEST_F(TlsTransportTest, NothingGoesOutBeforeTheHandshake) {
  turn_on();
  tcp::acceptor acceptor(context_, {asio::ip::address_v4::loopback(), 0});
  RawHttpClient client(acceptor.local_endpoint().port());
  const auto line = tls->protect(make_tcp_transport(acceptor.accept()), "127.0.0.1");
  ErrorCode error;
  EXPECT_EQ(line->write_some({asio::buffer("secret", 6)}, error), 0U);
  EXPECT_EQ(error, asio::error::not_connected);
  line->close();
  EXPECT_EQ(client.read_until_close(), "");
}

}  // namespace
}  // namespace shrike::server
