// The second half of a connection's life: from an answer to its last byte, and the end.
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>

#include "server/connection.hpp"
#include "shrike/server/problem.hpp"

namespace shrike::server {

void Connection::respond(std::uint64_t ticket, Response response) {
  if (ticket != ticket_ || phase_ != Phase::handling) return;
  guarded([&] {
    send(std::move(response));
    pump();
  });
}

void Connection::refuse(const Refusal& refusal) {
  core_->metrics.count_refusal(refusal.status);
  keep_alive_ = false;
  discard_body_ = false;
  Response response = problem(refusal.status, refusal.detail);
  if (refusal.status == 426) response.headers.emplace_back("Sec-WebSocket-Version", "13");
  if (refusal.status == 405) response.headers.emplace_back("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  send(std::move(response));
}

void Connection::send(Response response) {
  if (request_id_.empty()) request_id_ = core_->make_request_id();
  if (started_us_ == 0) started_us_ = core_->clock.steady_us();
  const bool keep_alive = keep_alive_ && !response.close && !core_->stopping() && !peer_done_;
  Framing framing{request_id_, core_->date(), http_1_0_, keep_alive, method_ == Method::head, core_->tls != nullptr};
  outgoing_.begin(std::move(response), framing);
  keep_alive_ = framing.keep_alive;
  enter_writing();
  flush();
}

void Connection::enter_writing() {
  const auto& settings = core_->settings;
  const std::size_t slowest_ms = outgoing_.pending_bytes() * 1'000 / settings.write_rate_bytes_per_s_min;
  enter(Phase::writing, settings.write_budget_ms + static_cast<std::int64_t>(slowest_ms));
}

void Connection::flush() {
  while (!outgoing_.empty()) {
    const auto pending = outgoing_.pending();
    const Transport::ConstBuffers buffers = {boost::asio::buffer(pending[0].data(), pending[0].size()),
                                             boost::asio::buffer(pending[1].data(), pending[1].size())};
    boost::system::error_code error;
    // Straight to the socket: a small answer nearly always fits, and a trip through the loop costs more than the call.
    const std::size_t sent = transport_->write_some(buffers, error);
    if (error == boost::asio::error::would_block || error == boost::asio::error::try_again) return wait_writable();
    if (error) return close();
    outgoing_.consume(sent);
  }
  if (!outgoing_.streaming()) return written();
  // Only one piece per turn of the loop, so that a long export does not keep others waiting.
  if (!outgoing_.next_piece()) return written();
  enter_writing();
  wait_writable();
}

void Connection::wait_writable() {
  transport_->async_wait_writable(
      Completion([self = shared_from_this()](const boost::system::error_code& error, std::size_t) {
        if (self->phase_ != Phase::writing) return;
        self->guarded([&] {
          if (error) return self->close();
          self->flush();
          self->pump();
        });
      }));
}

void Connection::written() {
  const TimeUs now_us = core_->clock.steady_us();
  core_->metrics.count_request(route_, method_, outgoing_.status(), static_cast<std::uint64_t>(now_us - started_us_));
  outgoing_.clear();
  started_us_ = 0;
  if (!keep_alive_) {
    linger();
  } else if (discard_body_) {
    parser_->expect_body(nullptr, body_limits(kDiscardedBodyMax, core_->settings));
    enter(Phase::discarding, core_->settings.body_budget_ms);
    body_started_us_ = now_us;
  } else {
    next_request();
  }
}

void Connection::linger() {
  transport_->shutdown_send();
  if (peer_done_) return close();
  input_.clear();
  enter(Phase::lingering, core_->settings.linger_budget_ms);
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::closed;
  const auto self = shared_from_this();  // the core's may be the last
  transport_->close();
  core_->remove(this);
}

}  // namespace shrike::server
