#include "server/farewell.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/steady_timer.hpp>

namespace shrike::server {

namespace {

using ErrorCode = boost::system::error_code;
using boost::asio::ip::tcp;

class Farewell : public std::enable_shared_from_this<Farewell> {
 public:
  Farewell(tcp::socket socket, Farewells under_way)
      : socket_(std::move(socket)), timer_(socket_.get_executor()), under_way_(std::move(under_way)) {
    ++*under_way_;
  }
  ~Farewell() { --*under_way_; }
  Farewell(const Farewell&) = delete;
  Farewell& operator=(const Farewell&) = delete;

  void start(std::string_view text, std::chrono::milliseconds patience) {
    ErrorCode ignored;
    socket_.write_some(boost::asio::buffer(text.data(), text.size()), ignored);
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    timer_.expires_after(patience);
    timer_.async_wait([self = shared_from_this()](const ErrorCode&) {
      ErrorCode closed;
      self->socket_.close(closed);
    });
    read();
  }

 private:
  void read() {
    socket_.async_read_some(boost::asio::buffer(unread_),
                            [self = shared_from_this()](const ErrorCode& error, std::size_t) {
                              error ? void(self->timer_.cancel()) : self->read();
                            });
  }

  tcp::socket socket_;
  boost::asio::steady_timer timer_;
  const Farewells under_way_;
  std::array<char, 1024> unread_{};
};

}  // namespace

void say_farewell(tcp::socket socket, std::string_view text, std::chrono::milliseconds patience,
                  const Farewells& under_way) {
  if (*under_way >= kFarewellsMax) return;
  std::make_shared<Farewell>(std::move(socket), under_way)->start(text, patience);
}

}  // namespace shrike::server
