#pragma once
// The byte stream below HTTP and WebSocket. The server only knows this; what carries the bytes (TCP, TLS on top of it,
// a test's line that breaks) is somebody else's choice.
#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <memory>
#include <utility>

namespace shrike::server {

/// What an operation calls when it is done; owns what was captured, also what cannot be copied. Called at most once.
class Completion {
 public:
  using ErrorCode = boost::system::error_code;

  template <class Handler>
  explicit Completion(Handler handler) : target_(std::make_unique<Target<Handler>>(std::move(handler))) {}
  void operator()(const ErrorCode& error, std::size_t bytes) { std::exchange(target_, nullptr)->run(error, bytes); }

 private:
  struct Base {
    virtual ~Base() = default;
    virtual void run(const ErrorCode& error, std::size_t bytes) = 0;
  };
  template <class Handler>
  struct Target final : Base {
    explicit Target(Handler taken) : handler(std::move(taken)) {}
    void run(const ErrorCode& error, std::size_t bytes) override { std::move(handler)(error, bytes); }
    Handler handler;
  };
  std::unique_ptr<Base> target_;
};

/// One connection to one peer, used by one owner on the I/O thread. Completions never run inside the call that takes
/// them. At most one read and one write or wait may be under way; closing ends them with an error. The memory behind
/// buffers must live until the completion.
class Transport {
 public:
  using ErrorCode = boost::system::error_code;
  /// Written in order; trailing ones may be empty.
  using ConstBuffers = std::array<boost::asio::const_buffer, 4>;

  virtual ~Transport() = default;
  [[nodiscard]] virtual boost::asio::any_io_executor executor() = 0;
  /// Up to `room` bytes, as soon as there are any. Errors: eof at the peer's end, else the system's.
  virtual void async_read_some(boost::asio::mutable_buffer room, Completion done) = 0;
  /// What can be taken at once; `would_block` when that is nothing.
  virtual std::size_t write_some(const ConstBuffers& buffers, ErrorCode& error) = 0;
  virtual void async_write_some(const ConstBuffers& buffers, Completion done) = 0;
  /// Done when write_some may take more; its count says nothing.
  virtual void async_wait_writable(Completion done) = 0;
  /// Tells the peer that no more will come.
  virtual void shutdown_send() = 0;
  virtual void close() = 0;
};

}  // namespace shrike::server
