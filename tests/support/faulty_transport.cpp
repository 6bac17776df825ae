#include "support/faulty_transport.hpp"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include "server/transport.hpp"
#include "shrike/base/random.hpp"

namespace shrike::testing {
namespace {

using server::Completion;
using server::Transport;
namespace error = boost::asio::error;

class FaultyTransport final : public Transport {
 public:
  FaultyTransport(std::unique_ptr<Transport> line, const LineFaults& faults, std::uint64_t seed)
      : line_(std::move(line)), faults_(faults), random_(seed) {
    if (faults_.breaks_after > 0) left_ = 1 + random_.below(faults_.breaks_after);
  }

  boost::asio::any_io_executor executor() override { return line_->executor(); }
  void async_read_some(boost::asio::mutable_buffer room, Completion done) override {
    if (breaks()) return fail(std::move(done));
    if (random_.uniform() < faults_.short_share) room = boost::asio::buffer(room, few());
    line_->async_read_some(room, std::move(done));
  }
  std::size_t write_some(const ConstBuffers& buffers, ErrorCode& failure) override {
    failure = {};
    if (breaks()) failure = reason();
    if (!failure && random_.uniform() < faults_.not_now_share) failure = error::would_block;
    return failure ? 0 : line_->write_some(shortened(buffers), failure);
  }
  void async_write_some(const ConstBuffers& buffers, Completion done) override {
    if (breaks()) return fail(std::move(done));
    line_->async_write_some(shortened(buffers), std::move(done));
  }
  void async_wait_writable(Completion done) override {
    if (breaks()) return fail(std::move(done));
    line_->async_wait_writable(std::move(done));
  }
  void shutdown_send() override { line_->shutdown_send(); }
  void close() override { line_->close(); }

 private:
  std::size_t few() { return 1 + random_.below(faults_.short_bytes_max); }
  /// Counts an operation down. Once broken, a line stays so, and the peer loses it too.
  bool breaks() {
    if (!broken_ && left_ > 0 && --left_ == 0) {
      broken_ = true;
      line_->close();
    }
    return broken_;
  }
  ErrorCode reason() {
    const ErrorCode reasons[] = {error::connection_reset, error::broken_pipe, error::timed_out,
                                 error::host_unreachable};
    return reasons[random_.below(std::size(reasons))];
  }
  void fail(Completion done) {
    boost::asio::post(executor(), [done = std::move(done), why = reason()]() mutable { done(why, 0); });
  }
  ConstBuffers shortened(ConstBuffers buffers) {
    if (random_.uniform() >= faults_.short_share) return buffers;
    std::size_t left = few();
    for (auto& buffer : buffers) {
      buffer = boost::asio::buffer(buffer, left);
      left -= buffer.size();
    }
    return buffers;
  }

  const std::unique_ptr<Transport> line_;
  const LineFaults faults_;
  Random random_;
  std::uint64_t left_ = 0;
  bool broken_ = false;
};

}  // namespace

server::TransportWrap faulty_lines(LineFaults faults) {
  return [faults, next = Random(faults.seed)](std::unique_ptr<Transport> line) mutable {
    return std::make_unique<FaultyTransport>(std::move(line), faults, next.next());
  };
}

}  // namespace shrike::testing
