#include "server/tls_transport.hpp"

#include "server/tls_line.hpp"

namespace shrike::server {
namespace {

class TlsTransport final : public Transport {
 public:
  explicit TlsTransport(std::shared_ptr<TlsLine> line) : line_(std::move(line)) {}
  ~TlsTransport() override { line_->close(); }

  boost::asio::any_io_executor executor() override { return line_->executor(); }
  void async_read_some(boost::asio::mutable_buffer room, Completion done) override {
    line_->read(room, std::move(done));
  }
  std::size_t write_some(const ConstBuffers& buffers, ErrorCode& error) override {
    return line_->write_some(buffers, error);
  }
  void async_write_some(const ConstBuffers& buffers, Completion done) override {
    line_->write(buffers, std::move(done));
  }
  void async_wait_writable(Completion done) override { line_->wait_writable(std::move(done)); }
  void shutdown_send() override { line_->shutdown_send(); }
  void close() override { line_->close(); }

 private:
  const std::shared_ptr<TlsLine> line_;
};

}  // namespace

std::unique_ptr<Transport> make_tls_transport(ssl_ctx_st* context, std::unique_ptr<Transport> line,
                                              std::shared_ptr<TlsCounts> counts, std::string remote_address) {
  return std::make_unique<TlsTransport>(
      std::make_shared<TlsLine>(context, std::move(line), std::move(counts), std::move(remote_address)));
}

}  // namespace shrike::server
