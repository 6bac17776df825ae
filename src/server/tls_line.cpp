#include "server/tls_line.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include "server/tls_context.hpp"
#include "shrike/base/result.hpp"

namespace shrike::server {

namespace {

namespace error = boost::asio::error;
using Failure = TlsCounts::Failure;

constexpr unsigned char kHandshakeRecord = 22;  // RFC 8446 section 5.1; every connection begins with one
constexpr std::string_view kHttpsOnly =
    "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 29\r\nConnection: close\r\n\r\n"
    "This port speaks HTTPS only.\n";

Failure kind_of(unsigned long code) {
  const int reason = ERR_GET_REASON(code);
  if (reason >= SSL_AD_REASON_OFFSET) return Failure::peer_alert;
  switch (reason) {
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_VERSION_TOO_LOW:
    case SSL_R_NO_SHARED_CIPHER:
    case SSL_R_NO_SUITABLE_KEY_SHARE:
    case SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM:
    case SSL_R_NO_SHARED_SIGNATURE_ALGORITHMS:
    case SSL_R_NO_APPLICATION_PROTOCOL:
      return Failure::no_common_ground;
    default:
      return Failure::broken;
  }
}

}  // namespace

void TlsLine::SslFree::operator()(ssl_st* ssl) const { SSL_free(ssl); }

TlsLine::TlsLine(ssl_ctx_st* context, std::unique_ptr<Transport> line, std::shared_ptr<TlsCounts> counts,
                 std::string remote_address)
    : line_(std::move(line)),
      counts_(std::move(counts)),
      remote_address_(std::move(remote_address)),
      ssl_(SSL_new(context)) {
  in_ = BIO_new(BIO_s_mem());
  out_ = BIO_new(BIO_s_mem());
  SHRIKE_ASSERT(ssl_ && in_ != nullptr && out_ != nullptr);
  SSL_set_bio(ssl_.get(), in_, out_);
  SSL_set_accept_state(ssl_.get());
}

void TlsLine::complete_later(Completion done, const ErrorCode& error, std::size_t bytes) {
  boost::asio::post(executor(), [done = std::move(done), error, bytes]() mutable { done(error, bytes); });
}

void TlsLine::fail(Failure failure, std::string_view words) {
  failure_ = error::connection_aborted;
  if (!std::exchange(settled_, true)) counts_->count_failure(failure, words, remote_address_);
}

void TlsLine::settle() {
  if (settled_ || !SSL_is_init_finished(ssl_.get())) return;
  settled_ = true;
  counts_->count_handshake(SSL_get_version(ssl_.get()));
}

// ---- in

void TlsLine::read(boost::asio::mutable_buffer room, Completion done) {
  std::size_t bytes = 0;
  const ErrorCode outcome = room.size() == 0 ? ErrorCode() : pull(room, bytes);
  if (outcome == error::would_block) return read_line({room, std::move(done)});
  complete_later(std::move(done), outcome, bytes);
}

/// Plain bytes, eof, would_block where the transport below has to bring more, or what ended the connection.
TlsLine::ErrorCode TlsLine::pull(boost::asio::mutable_buffer room, std::size_t& bytes) {
  if (failure_) return failure_;
  if (closed_) return error::operation_aborted;
  ERR_clear_error();
  const int outcome = SSL_read_ex(ssl_.get(), room.data(), room.size(), &bytes);
  ErrorCode found;
  if (outcome != 1) found = why_not(outcome);
  settle();
  flush();  // of the handshake, an alert, an answer to an update of keys
  if (found != error::would_block) return found;
  if (failure_) return failure_;
  return line_end_ ? end_of_line() : found;
}

TlsLine::ErrorCode TlsLine::why_not(int outcome) {
  switch (SSL_get_error(ssl_.get(), outcome)) {
    case SSL_ERROR_WANT_READ:
      return error::would_block;
    case SSL_ERROR_ZERO_RETURN:
      return error::eof;
    default: {
      const auto kind = kind_of(ERR_peek_last_error());
      fail(kind, take_openssl_words());
      return failure_;
    }
  }
}

TlsLine::ErrorCode TlsLine::end_of_line() {
  const ErrorCode why = *line_end_ == error::eof ? ErrorCode(error::connection_reset) : *line_end_;
  if (begun_ && !settled_) fail(Failure::incomplete, why.message());
  return why;
}

void TlsLine::read_line(Reader reader) {
  incoming_.resize(kLineBytes);
  line_->async_read_some(boost::asio::buffer(incoming_),
                         Completion([self = shared_from_this(), reader = std::move(reader)](const ErrorCode& error,
                                                                                            std::size_t bytes) mutable {
                           self->on_line_read(std::move(reader), error, bytes);
                         }));
}

void TlsLine::on_line_read(Reader reader, const ErrorCode& error, std::size_t bytes) {
  if (error) {
    line_end_ = error;
  } else {
    take(bytes);
  }
  std::size_t plain = 0;
  const ErrorCode outcome = pull(reader.room, plain);
  if (outcome == error::would_block) return read_line(std::move(reader));
  reader.done(outcome, plain);
}

void TlsLine::take(std::size_t bytes) {
  if (closed_ || bytes == 0) return;
  if (!std::exchange(begun_, true) && static_cast<unsigned char>(incoming_[0]) != kHandshakeRecord) return turn_away();
  if (BIO_write(in_, incoming_.data(), static_cast<int>(bytes)) != static_cast<int>(bytes))
    fail(Failure::broken, "no memory");
}

/// Who speaks HTTP here has mistaken the scheme, and can be told so.
void TlsLine::turn_away() {
  fail(Failure::not_tls, "the first byte begins no handshake");
  ErrorCode ignored;
  const bool maybe_http = incoming_[0] >= 'A' && incoming_[0] <= 'Z';
  if (maybe_http) line_->write_some({boost::asio::buffer(kHttpsOnly.data(), kHttpsOnly.size())}, ignored);
  line_->shutdown_send();
}

// ---- out

void TlsLine::collect() {
  const std::size_t waiting = BIO_ctrl_pending(out_);
  if (waiting == 0) return;
  const std::size_t before = sealed_.size();
  sealed_.resize(before + waiting);
  SHRIKE_ASSERT(BIO_read(out_, sealed_.data() + before, static_cast<int>(waiting)) == static_cast<int>(waiting));
}

/// Hands sealed bytes down as far as they go; waits for room where they do not.
void TlsLine::flush() {
  collect();
  while (pending() && waiting_.expired() && !closed_) {
    ErrorCode why;
    const std::size_t sent =
        line_->write_some({boost::asio::buffer(sealed_.data() + sent_, sealed_.size() - sent_)}, why);
    if (why == error::would_block || why == error::try_again) {
      wait_line({});
    } else if (why) {
      failure_ = why;
      return;
    }
    sent_ += sent;
  }
  if (sealed_.size() - sent_ > kPendingBytesMax) return fail(Failure::broken, "the peer reads nothing");
  if (pending()) return;
  sealed_ = {};  // an idle connection keeps no block
  sent_ = 0;
  if (std::exchange(ends_send_, false)) line_->shutdown_send();
}

void TlsLine::wait_line(Slot writer) {
  auto slot = std::make_shared<Slot>(std::move(writer));
  waiting_ = slot;
  line_->async_wait_writable(
      Completion([self = shared_from_this(), slot = std::move(slot)](const ErrorCode& error, std::size_t) mutable {
        Slot taken = std::move(*slot);
        slot.reset();
        self->on_line_writable(error, std::move(taken));
      }));
}

void TlsLine::on_line_writable(const ErrorCode& error, Slot writer) {
  if (error && !failure_) failure_ = error;
  if (!failure_) flush();
  if (!writer) return;
  if (const auto slot = waiting_.lock(); slot && !failure_) {
    *slot = std::move(writer);
    return;
  }
  writer->done(failure_, failure_ ? 0 : writer->bytes);
}

std::size_t TlsLine::seal(const ConstBuffers& buffers, ErrorCode& error) {
  if (closed_) error = error::operation_aborted;
  if (!SSL_is_init_finished(ssl_.get())) error = error::not_connected;
  if (failure_) error = failure_;
  std::size_t taken = 0;
  for (const auto& buffer : buffers) {
    const std::size_t size = std::min(buffer.size(), kSealedBytesMax - taken);
    if (error || size == 0) continue;
    std::size_t written = 0;
    ERR_clear_error();
    if (SSL_write_ex(ssl_.get(), buffer.data(), size, &written) != 1) {
      fail(Failure::broken, take_openssl_words());
      error = failure_;
    }
    taken += written;
  }
  return error ? 0 : taken;
}

std::size_t TlsLine::write_some(const ConstBuffers& buffers, ErrorCode& error) {
  error = {};
  if (claimed_ == 0) claimed_ = seal(buffers, error);
  if (error) return 0;
  flush();
  if (failure_) error = failure_;
  if (!error && pending()) error = error::would_block;
  return error ? 0 : std::exchange(claimed_, 0);
}

void TlsLine::write(const ConstBuffers& buffers, Completion done) {
  ErrorCode why;
  const std::size_t taken = seal(buffers, why);
  if (!why) flush();
  if (failure_) why = failure_;
  const auto slot = waiting_.lock();
  if (why || !slot) return complete_later(std::move(done), why, why ? 0 : taken);
  *slot = Writer{std::move(done), taken};
}

void TlsLine::wait_writable(Completion done) {
  if (failure_) return complete_later(std::move(done), failure_, 0);
  if (const auto slot = waiting_.lock()) {
    *slot = Writer{std::move(done), 0};
  } else {
    wait_line(Writer{std::move(done), 0});
  }
}

// ---- the end

void TlsLine::shutdown_send() {
  ERR_clear_error();
  if (!failure_ && SSL_is_init_finished(ssl_.get())) SSL_shutdown(ssl_.get());
  ends_send_ = true;
  flush();
}

/// An answer that is still on its way is cut off here, as is said by the missing close_notify.
void TlsLine::close() {
  if (closed_) return;
  ERR_clear_error();
  if (!failure_ && !pending() && SSL_is_init_finished(ssl_.get())) {
    SSL_shutdown(ssl_.get());
    flush();
  }
  if (begun_ && !settled_) fail(Failure::incomplete, "not done in time");
  closed_ = true;
  line_->close();
}

}  // namespace shrike::server
