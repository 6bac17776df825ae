#include "server/tcp_transport.hpp"

namespace shrike::server {
namespace {

using boost::asio::ip::tcp;

class TcpTransport final : public Transport {
 public:
  explicit TcpTransport(tcp::socket socket) : socket_(std::move(socket)) {}

  boost::asio::any_io_executor executor() override { return socket_.get_executor(); }
  void async_read_some(boost::asio::mutable_buffer room, Completion done) override {
    socket_.async_read_some(room, std::move(done));
  }
  std::size_t write_some(const ConstBuffers& buffers, ErrorCode& error) override {
    return socket_.write_some(buffers, error);
  }
  void async_write_some(const ConstBuffers& buffers, Completion done) override {
    socket_.async_write_some(buffers, std::move(done));
  }
  void async_wait_writable(Completion done) override {
    socket_.async_wait(tcp::socket::wait_write,
                       [done = std::move(done)](const ErrorCode& error) mutable { done(error, 0); });
  }
  void shutdown_send() override {
    ErrorCode ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
  }
  void close() override {
    ErrorCode ignored;
    socket_.close(ignored);
  }

 private:
  tcp::socket socket_;
};

}  // namespace

std::unique_ptr<Transport> make_tcp_transport(tcp::socket socket) {
  return std::make_unique<TcpTransport>(std::move(socket));
}

}  // namespace shrike::server
