#pragma once
// Accepts connections of one address for one server. I/O thread only; a pending accept keeps it alive.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <vector>

#include "server/server_core.hpp"
#include "shrike/base/result.hpp"
#include "shrike/server/server.hpp"

namespace shrike::server {

class Listener : public std::enable_shared_from_this<Listener> {
 public:
  Listener(std::shared_ptr<ServerCore> core, boost::asio::ip::tcp::acceptor acceptor, TransportWrap wrap);
  void start() { accept(); }
  void stop();
  [[nodiscard]] boost::asio::ip::tcp::endpoint endpoint() const { return endpoint_; }

 private:
  void accept();
  void on_accept(const boost::system::error_code& error, boost::asio::ip::tcp::socket socket);
  void back_off(const boost::system::error_code& error);
  void welcome(boost::asio::ip::tcp::socket socket);

  const std::shared_ptr<ServerCore> core_;
  const TransportWrap wrap_;
  boost::asio::ip::tcp::acceptor acceptor_;
  const boost::asio::ip::tcp::endpoint endpoint_;
  boost::asio::steady_timer retry_;
  TimeUs next_warning_us_ = 0;
  const std::shared_ptr<std::size_t> farewells_ = std::make_shared<std::size_t>(0);
};

/// Binds every address of the host. Errors: invalid (no such host), unavailable (taken), io.
Result<std::vector<boost::asio::ip::tcp::acceptor>> open_acceptors(boost::asio::io_context& context,
                                                                   const std::string& host, std::uint16_t port);

}  // namespace shrike::server
