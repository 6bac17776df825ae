#pragma once
// The state of one TLS connection. Lives as long as an operation of the transport below, also when the transport that
// it belongs to is gone. I/O thread only.
#include <optional>
#include <string>
#include <vector>

#include "server/tls_counts.hpp"
#include "server/transport.hpp"

struct ssl_st;
struct ssl_ctx_st;
struct bio_st;

namespace shrike::server {

class TlsLine final : public std::enable_shared_from_this<TlsLine> {
 public:
  using ErrorCode = Transport::ErrorCode;
  using ConstBuffers = Transport::ConstBuffers;
  struct SslFree {
    void operator()(ssl_st* ssl) const;
  };
  /// What one read gets from the transport below.
  static constexpr std::size_t kLineBytes = 16 * 1024;
  /// Plain bytes that one write takes at most.
  static constexpr std::size_t kSealedBytesMax = 64 * 1024;
  /// Sealed bytes that may wait. Above it is only who makes us answer (with updates of keys) and does not read.
  static constexpr std::size_t kPendingBytesMax = 128 * 1024;

  TlsLine(ssl_ctx_st* context, std::unique_ptr<Transport> line, std::shared_ptr<TlsCounts> counts,
          std::string remote_address);

  /// As of Transport.
  [[nodiscard]] boost::asio::any_io_executor executor() { return line_->executor(); }
  void read(boost::asio::mutable_buffer room, Completion done);
  std::size_t write_some(const ConstBuffers& buffers, ErrorCode& error);
  void write(const ConstBuffers& buffers, Completion done);
  void wait_writable(Completion done);
  void shutdown_send();
  void close();

 private:
  // Operations are held by what waits for the transport below, never by this object: they hold its owner.
  struct Reader {
    boost::asio::mutable_buffer room;
    Completion done;
  };
  struct Writer {
    Completion done;
    std::size_t bytes;
  };
  using Slot = std::optional<Writer>;

  // In.
  ErrorCode pull(boost::asio::mutable_buffer room, std::size_t& bytes);
  ErrorCode why_not(int outcome);
  ErrorCode end_of_line();
  void read_line(Reader reader);
  void on_line_read(Reader reader, const ErrorCode& error, std::size_t bytes);
  void take(std::size_t bytes);
  void turn_away();

  // Out.
  std::size_t seal(const ConstBuffers& buffers, ErrorCode& error);
  void collect();
  void flush();
  void wait_line(Slot writer);
  void on_line_writable(const ErrorCode& error, Slot writer);
  [[nodiscard]] bool pending() const { return sent_ < sealed_.size(); }

  void settle();
  void fail(TlsCounts::Failure failure, std::string_view words);
  void complete_later(Completion done, const ErrorCode& error, std::size_t bytes);

  const std::unique_ptr<Transport> line_;
  const std::shared_ptr<TlsCounts> counts_;
  const std::string remote_address_;
  std::unique_ptr<ssl_st, SslFree> ssl_;
  bio_st* in_ = nullptr;   // the connection's own
  bio_st* out_ = nullptr;  // likewise
  std::vector<char> incoming_;
  std::string sealed_;  // not taken by the transport below before sent_
  std::size_t sent_ = 0;
  std::size_t claimed_ = 0;  // plain bytes of a write_some that are sealed and not reported yet
  std::weak_ptr<Slot> waiting_;
  std::optional<ErrorCode> line_end_;
  ErrorCode failure_;
  bool begun_ = false;      // the first bytes are here
  bool settled_ = false;    // the outcome of the handshake is counted
  bool ends_send_ = false;  // once all is sent
  bool closed_ = false;
};

}  // namespace shrike::server
