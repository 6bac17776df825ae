#include "server/websocket_session.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "server/exception_text.hpp"
#include "server/send_queue.hpp"
#include "server/transport_stream.hpp"
#include "shrike/base/diag.hpp"

namespace shrike::server {
namespace {

namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using ErrorCode = boost::system::error_code;

constexpr std::size_t kReasonBytesMax = 120;
constexpr std::size_t kControlFramesPerMessage = 10;

/// One WebSocket. At most one read and one write are under way; control frames of ours go through the same queue.
class WebSocketSession final : public Peer,
                               public WebSocketConnection,
                               public std::enable_shared_from_this<WebSocketSession> {
 public:
  WebSocketSession(std::shared_ptr<ServerCore> core, std::unique_ptr<Transport> transport, const RequestHead& head,
                   std::shared_ptr<const void> context)
      : core_(std::move(core)),
        stream_(std::move(transport)),
        context_(std::move(context)),
        remote_address_(head.remote_address),
        request_id_(head.request_id),
        queue_(core_->settings.websocket_queue_messages_max, core_->settings.websocket_queue_bytes_max) {}

  void start(const RequestHead& head);

  void send(std::shared_ptr<const std::string> text) override;
  void close(std::uint16_t code, std::string_view reason) override;
  std::size_t dropped() const override { return dropped_; }
  std::size_t queued() const override { return queue_.texts(); }
  bool open() const override { return state_ == State::open; }
  const std::shared_ptr<const void>& context() const override { return context_; }
  const std::string& remote_address() const override { return remote_address_; }
  const std::string& request_id() const override { return request_id_; }

  void sweep(TimeUs now_us) override;
  void drain() override;
  void abort() override { finish(kCloseAbnormal); }

 private:
  enum class State { handshake, open, closing, done };

  void on_accepted(const ErrorCode& error);
  void read();
  void on_read(const ErrorCode& error);
  void on_text();
  void on_control(websocket::frame_type type);
  bool within_rate(std::size_t& count, std::size_t factor);
  void flush();
  void on_written(const ErrorCode& error);
  void finish(std::uint16_t code);
  void note_activity();
  template <class Call>
  void call_application(Call call);

  const std::shared_ptr<ServerCore> core_;
  websocket::stream<TransportStream> stream_;
  const std::shared_ptr<const void> context_;
  const std::string remote_address_;
  const std::string request_id_;
  beast::http::request<beast::http::empty_body> handshake_;  // must live until the handshake is answered
  beast::flat_buffer input_;
  SendQueue queue_;
  OutgoingFrame in_flight_;
  bool writing_ = false;
  State state_ = State::handshake;
  bool ping_sent_ = false;
  std::uint16_t close_code_ = kCloseAbnormal;  // told to the application
  std::size_t dropped_ = 0;
  std::size_t overflows_ = 0;
  std::size_t messages_this_minute_ = 0;
  std::size_t controls_this_minute_ = 0;
  TimeUs minute_end_us_ = 0;
  TimeUs active_us_ = 0;
  TimeUs write_deadline_us_ = 0;
  TimeUs close_deadline_us_ = 0;
};

void WebSocketSession::start(const RequestHead& head) {
  using beast::http::field;
  handshake_.method(beast::http::verb::get);
  handshake_.target("/");
  handshake_.version(11);
  handshake_.set(field::host, "localhost");
  handshake_.set(field::connection, "Upgrade");
  handshake_.set(field::upgrade, "websocket");
  handshake_.set(field::sec_websocket_version, "13");
  const std::string_view key = head.header("Sec-WebSocket-Key");
  handshake_.set(field::sec_websocket_key, beast::string_view(key.data(), key.size()));
  stream_.read_message_max(core_->settings.websocket_message_bytes_max);
  stream_.auto_fragment(false);
  stream_.text(true);
  close_deadline_us_ = core_->deadline(core_->settings.write_budget_ms);
  stream_.async_accept(handshake_, [self = shared_from_this()](const ErrorCode& error) { self->on_accepted(error); });
}

template <class Call>
void WebSocketSession::call_application(Call call) {
  try {
    call(core_->application);
  } catch (...) {
    diag::error("server", "WebSocket {} failed: {}", request_id_, exception_text());
    close(kCloseInternalError, "internal error");
  }
}

void WebSocketSession::on_accepted(const ErrorCode& error) {
  if (state_ == State::done) return;
  if (error) return finish(kCloseAbnormal);
  state_ = State::open;
  core_->metrics.gauges().sockets += 1;
  note_activity();
  stream_.control_callback([this](websocket::frame_type type, beast::string_view) { on_control(type); });
  const auto self = shared_from_this();
  call_application([&](Application& application) { application.on_socket_open(self); });
  if (core_->stopping()) drain();
  read();
}

void WebSocketSession::note_activity() {
  active_us_ = core_->clock.steady_us();
  ping_sent_ = false;
}

void WebSocketSession::read() {
  if (state_ == State::done) return;
  stream_.async_read(input_,
                     [self = shared_from_this()](const ErrorCode& error, std::size_t) { self->on_read(error); });
}

void WebSocketSession::on_read(const ErrorCode& error) {
  if (state_ == State::done) return;
  if (error) {
    // Beast has answered a broken frame with the right close code by itself.
    const bool broken = error == websocket::condition::protocol_violation;
    if (state_ == State::open && broken) close_code_ = kCloseProtocolError;
    return finish(close_code_);
  }
  note_activity();
  if (state_ == State::open) on_text();
  input_.consume(input_.size());
  read();
}

void WebSocketSession::on_text() {
  if (!stream_.got_text()) return close(kCloseUnsupportedData, "text messages only");
  if (!within_rate(messages_this_minute_, 1)) return close(kClosePolicy, "too many messages");
  const auto self = shared_from_this();
  const std::string_view text(static_cast<const char*>(input_.data().data()), input_.size());
  call_application([&](Application& application) { application.on_socket_text(self, text); });
}

void WebSocketSession::on_control(websocket::frame_type type) {
  note_activity();
  if (type == websocket::frame_type::close && state_ == State::open) {
    // The stream answers it and then waits for the peer to end the connection; not for ever.
    state_ = State::closing;
    close_code_ = stream_.reason().code;
    close_deadline_us_ = core_->deadline(core_->settings.websocket_close_budget_ms);
    queue_.clear();
    return;
  }
  if (within_rate(controls_this_minute_, kControlFramesPerMessage)) return;
  // Not from inside the stream's own read.
  boost::asio::post(stream_.get_executor(),
                    [self = shared_from_this()] { self->close(kClosePolicy, "too many control frames"); });
}

bool WebSocketSession::within_rate(std::size_t& count, std::size_t factor) {
  const TimeUs now_us = core_->clock.steady_us();
  if (now_us >= minute_end_us_) {
    minute_end_us_ = now_us + kMinuteUs;
    messages_this_minute_ = controls_this_minute_ = 0;
  }
  return ++count <= core_->settings.websocket_messages_per_minute_max * factor;
}

void WebSocketSession::send(std::shared_ptr<const std::string> text) {
  if (state_ != State::open || text == nullptr) return;
  const std::size_t dropped = queue_.push_text(std::move(text));
  if (dropped > 0) {
    dropped_ += dropped;
    core_->metrics.count_socket_drops(dropped);
    if (++overflows_ >= core_->settings.websocket_overflows_max) return close(kCloseTryAgainLater, "reads too slowly");
  }
  flush();
}

void WebSocketSession::close(std::uint16_t code, std::string_view reason) {
  if (state_ != State::open) return;
  state_ = State::closing;
  close_code_ = code;
  close_deadline_us_ = core_->deadline(core_->settings.websocket_close_budget_ms);
  queue_.push_close(code, std::string(reason.substr(0, kReasonBytesMax)));
  flush();
}

void WebSocketSession::flush() {
  if (writing_ || queue_.empty() || state_ == State::handshake || state_ == State::done) return;
  writing_ = true;
  write_deadline_us_ = core_->deadline(core_->settings.write_budget_ms);
  in_flight_ = queue_.pop();
  auto done = [self = shared_from_this()](const ErrorCode& error, std::size_t = 0) { self->on_written(error); };
  switch (in_flight_.kind) {
    case OutgoingFrame::Kind::text:
      stream_.async_write(boost::asio::buffer(in_flight_.text->data(), in_flight_.text->size()), std::move(done));
      return;
    case OutgoingFrame::Kind::ping:
      stream_.async_ping({}, std::move(done));
      return;
    case OutgoingFrame::Kind::close: {
      const websocket::close_reason reason(static_cast<websocket::close_code>(in_flight_.code),
                                           beast::string_view(in_flight_.text->data(), in_flight_.text->size()));
      stream_.async_close(reason, std::move(done));
      return;
    }
  }
}

void WebSocketSession::on_written(const ErrorCode& error) {
  writing_ = false;
  if (state_ == State::done) return;
  const bool was_close = in_flight_.kind == OutgoingFrame::Kind::close;
  in_flight_ = {};
  // The read that is under way tells the end better than a failed write, except after our own close.
  if (was_close) return finish(close_code_);
  if (!error) flush();
}

void WebSocketSession::sweep(TimeUs now_us) {
  const TimeUs idle_us = core_->settings.websocket_idle_budget_ms * kMillisecondUs;
  const bool stuck = writing_ && now_us > write_deadline_us_;
  const bool unfinished = (state_ == State::handshake || state_ == State::closing) && now_us > close_deadline_us_;
  const bool silent = state_ == State::open && now_us - active_us_ > idle_us;
  if (stuck || unfinished || silent) {
    core_->metrics.count_timeout();
    return finish(close_code_);  // abnormal unless we or the peer said otherwise
  }
  if (state_ == State::open && !ping_sent_ && now_us - active_us_ > idle_us / 2) {
    ping_sent_ = true;
    queue_.push_ping();
    flush();
  }
}

void WebSocketSession::drain() { close(kCloseGoingAway, "the server is stopping"); }

void WebSocketSession::finish(std::uint16_t code) {
  if (state_ == State::done) return;
  const bool was_open = state_ != State::handshake;
  const auto self = shared_from_this();
  state_ = State::done;
  queue_.clear();
  stream_.next_layer().transport().close();
  if (was_open) {
    core_->metrics.gauges().sockets -= 1;
    call_application([&](Application& application) { application.on_socket_close(self, code); });
  }
  core_->remove(this);
}

}  // namespace

void start_websocket(std::shared_ptr<ServerCore> core, std::unique_ptr<Transport> transport, const RequestHead& head,
                     std::shared_ptr<const void> context) {
  auto session = std::make_shared<WebSocketSession>(core, std::move(transport), head, std::move(context));
  core->add(session);
  session->start(head);
}

}  // namespace shrike::server
