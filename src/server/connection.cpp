#include "server/connection.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>

#include "server/target.hpp"
#include "server/text.hpp"
#include "server/websocket_session.hpp"
#include "shrike/base/card_numbers.hpp"
#include "shrike/server/problem.hpp"

namespace shrike::server {
namespace {

constexpr std::size_t kInputExtraBytes = 8 * 1024;
constexpr std::size_t kLargeInputBytes = 64 * 1024;
constexpr std::size_t kLargeBodyBytes = 32 * 1024;
constexpr std::size_t kReservedBodyMax = 1024 * 1024;  // more only as it really comes
constexpr std::size_t kBodySpareBytes = 64;
constexpr std::size_t kLingeredBytesMax = 256 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

/// A client may name its request, if the name can do no harm in a log.
bool usable_request_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alnum(c) || c == '-' || c == '_' || c == '.';
  }) && find_card_numbers(text).empty();
}

}  // namespace

void start_connection(std::shared_ptr<ServerCore> core, std::unique_ptr<Transport> transport,
                      std::string remote_address) {
  auto connection = std::make_shared<Connection>(core, std::move(transport), std::move(remote_address));
  core->add(connection);
  connection->start();
}

Connection::Connection(std::shared_ptr<ServerCore> core, std::unique_ptr<Transport> transport,
                       std::string remote_address)
    : core_(std::move(core)),
      transport_(std::move(transport)),
      remote_address_(std::move(remote_address)),
      input_(core_->settings.header_bytes_max + kInputExtraBytes) {}

void Connection::start() {
  enter(Phase::idle, core_->settings.header_budget_ms);  // a new connection has to say something soon
  guarded([this] { pump(); });
}

void Connection::enter(Phase phase, std::int64_t budget_ms) {
  phase_ = phase;
  deadline_us_ = core_->deadline(budget_ms);
}

void Connection::pump() {
  if (pumping_) return;
  pumping_ = true;
  while (advance()) {
  }
  pumping_ = false;
  const bool wants_input = phase_ != Phase::handling && phase_ != Phase::writing && phase_ != Phase::closed;
  if (wants_input) read();
}

bool Connection::advance() {
  switch (phase_) {
    case Phase::idle:
    case Phase::head:
      return take_head();
    case Phase::body:
    case Phase::discarding:
      return take_body();
    case Phase::lingering:
      input_.clear();
      return false;
    case Phase::handling:
    case Phase::writing:
    case Phase::closed:
      return false;
  }
  return false;
}

void Connection::read() {
  if (reading_ || peer_done_) return;
  reading_ = true;
  const auto room = input_.prepare();
  transport_->async_read_some(
      boost::asio::buffer(room.data(), room.size()),
      Completion([self = shared_from_this()](const boost::system::error_code& error, std::size_t bytes) {
        self->guarded([&] { self->on_read(error, bytes); });
      }));
}

void Connection::on_read(const boost::system::error_code& error, std::size_t bytes) {
  reading_ = false;
  if (phase_ == Phase::closed) return;
  if (error) {
    peer_done_ = true;
    // Without more bytes only an answer that is under way can still be finished.
    if (phase_ != Phase::writing && phase_ != Phase::handling) close();
    return;
  }
  input_.commit(bytes);
  if (phase_ == Phase::lingering && (lingered_bytes_ += bytes) > kLingeredBytesMax) {
    close();
    return;
  }
  pump();
}

// ---- one request

bool Connection::take_head() {
  if (input_.empty()) return false;
  if (phase_ == Phase::idle) enter(Phase::head, core_->settings.header_budget_ms);
  switch (scan_.advance(input_.view(), core_->settings)) {
    case HeadScan::State::incomplete:
      return false;
    case HeadScan::State::refused:
      refuse(scan_.refusal());
      return true;
    case HeadScan::State::complete:
      break;
  }
  started_us_ = core_->clock.steady_us();
  const std::string_view bytes = input_.view().substr(0, scan_.size());
  if (const auto refusal = check_and_decide(bytes)) refuse(*refusal);
  return true;
}

std::optional<Refusal> Connection::check_and_decide(std::string_view bytes) {
  parser_.emplace(core_->settings.header_bytes_max, fields_);
  if (auto refusal = parser_->parse_head(bytes)) return refusal;
  const HeadView view = parser_->head();
  method_ = parse_method(view.method);
  http_1_0_ = view.version == 10;
  if (auto refusal = check_head(view)) return refusal;
  if (view.target.size() > core_->settings.target_bytes_max) return Refusal{414, "the request target is too long"};
  auto target = parse_target(view.target);
  if (!target) return Refusal{400, target.error().message};
  const bool wants_upgrade = asks_for_websocket(view);
  if (wants_upgrade) {
    if (auto refusal = check_handshake(view, core_->tls != nullptr, core_->settings.allowed_origins)) return refusal;
  }
  RequestHead head = make_head(view);
  head.path = std::move(target->path);
  head.query = std::move(target->query);
  head.upgrade_websocket = wants_upgrade;
  expects_continue_ = view.count("Expect") > 0 && !http_1_0_;
  keep_alive_ = parser_->keep_alive();
  request_id_ = head.request_id;
  request_.head = std::move(head);
  input_.consume(scan_.size());
  apply(ask_application(request_.head), wants_upgrade);
  return std::nullopt;
}

RequestHead Connection::make_head(const HeadView& view) const {
  RequestHead head;
  head.method = method_;
  head.remote_address = remote_address_;
  head.over_tls = core_->tls != nullptr;
  head.reserve_headers(view.fields.size(), scan_.size());
  for (const FieldView& field : view.fields) head.add_header(field.name, field.value);
  const std::string_view given = view.value("X-Request-Id");
  head.request_id = usable_request_id(given) ? std::string(given) : core_->make_request_id();
  return head;
}

HeadVerdict Connection::ask_application(const RequestHead& head) {
  try {
    return core_->application.on_head(head);
  } catch (...) {
    diag::error("server", "request {} failed at its header: {}", request_id_, exception_text());
    return HeadVerdict::reject(problem(500, "the request could not be handled"));
  }
}

void Connection::apply(HeadVerdict verdict, bool wants_upgrade) {
  route_ = verdict.route;
  request_.parameters = std::move(verdict.parameters);
  request_.context = std::move(verdict.context);
  switch (verdict.kind) {
    case HeadVerdict::Kind::reject:
      reject(std::move(verdict.response));
      return;
    case HeadVerdict::Kind::accept:
      accept_body(verdict);
      return;
    case HeadVerdict::Kind::websocket:
      break;
  }
  if (wants_upgrade) {
    upgrade();
    return;
  }
  Response response = problem(426, "this path speaks WebSocket only");
  response.headers.emplace_back("Upgrade", "websocket");
  reject(std::move(response));
}

bool Connection::has_body() const { return !parser_->is_done(); }

std::optional<Response> Connection::check_content(const HeadVerdict& verdict) const {
  if (parser_->chunked() ? verdict.body_limit_bytes == 0 : parser_->length().value_or(0) > verdict.body_limit_bytes) {
    return problem(413, "the body is longer than this path takes");
  }
  const std::string_view encoding = request_.head.header("Content-Encoding");
  if (!encoding.empty() && !same_ignoring_case(encoding, "identity")) {
    return problem(415, "a body must not have a Content-Encoding");
  }
  if (verdict.content_types.empty()) return std::nullopt;
  std::string_view rest = request_.head.header("Content-Type");
  const std::string_view type = next_part(rest, ';');
  for (const std::string_view known : verdict.content_types) {
    if (same_ignoring_case(type, known)) return std::nullopt;
  }
  return problem(415, "this path does not take a body of that Content-Type");
}

void Connection::accept_body(HeadVerdict& verdict) {
  if (!has_body()) {
    dispatch();
    return;
  }
  if (auto response = check_content(verdict)) {
    reject(std::move(*response));
    return;
  }
  const std::size_t length = parser_->length().value_or(0);
  request_.body.reserve(std::min(length, kReservedBodyMax) + kBodySpareBytes);
  parser_->expect_body(&request_.body, body_limits(verdict.body_limit_bytes, core_->settings));
  enter(Phase::body, core_->settings.body_budget_ms);
  body_started_us_ = core_->clock.steady_us();
  if (parser_->chunked() || length > kLargeBodyBytes) input_.resize(std::max(kLargeInputBytes, input_.view().size()));
  if (expects_continue_ && input_.empty()) {
    boost::system::error_code error;
    const std::size_t sent = transport_->write_some({boost::asio::buffer(kContinue.data(), kContinue.size())}, error);
    if (error || sent != kContinue.size()) close();
  }
}

void Connection::reject(Response response) {
  // A short body is read and thrown away, so that the connection can go on. A client that waits for "100 Continue"
  // may or may not send its body after this answer, so there the next request could not be told from it.
  const auto length = parser_->length();
  discard_body_ = has_body() && length && *length <= kDiscardedBodyMax && !expects_continue_;
  if (has_body() && !discard_body_) keep_alive_ = false;
  send(std::move(response));
}

void Connection::upgrade() {
  if (!input_.empty()) {
    refuse({400, "bytes after a WebSocket handshake before its answer"});
    return;
  }
  core_->metrics.count_request(route_, method_, 101, 0);
  phase_ = Phase::closed;
  start_websocket(core_, std::move(transport_), request_.head, std::move(request_.context));
  core_->remove(this);
}

bool Connection::take_body() {
  if (input_.empty()) return false;
  std::size_t used = 0;
  auto refusal = parser_->parse_body(input_.view(), used);
  // The parser wants a whole chunk header or all trailers at once.
  if (!refusal && used == 0 && input_.full()) refusal = Refusal{400, "a chunk header or the trailers are too long"};
  input_.consume(used);
  const bool discarding = phase_ == Phase::discarding;
  if (refusal) {
    if (discarding) {
      linger();
    } else {
      refuse(*refusal);
    }
    return true;
  }
  if (!parser_->is_done()) return false;
  if (discarding) {
    next_request();
  } else {
    dispatch();
  }
  return true;
}

void Connection::dispatch() {
  enter(Phase::handling, core_->settings.handler_budget_ms);
  const std::uint64_t ticket = ++ticket_;
  try {
    core_->application.on_request(std::move(request_), Responder(shared_from_this(), ticket));
  } catch (...) {
    diag::error("server", "request {} failed: {}", request_id_, exception_text());
    respond(ticket, problem(500, "the request could not be handled"));
  }
}

void Connection::next_request() {
  scan_ = {};
  parser_.reset();
  request_ = {};
  request_id_.clear();
  route_ = "none";
  method_ = Method::get;
  discard_body_ = false;
  if (!reading_) input_.resize(core_->settings.header_bytes_max + kInputExtraBytes);
  if (core_->stopping() || peer_done_) {
    close();
    return;
  }
  enter(Phase::idle, core_->settings.idle_budget_ms);
}

// ---- time

bool Connection::body_too_slow(TimeUs now_us) const {
  if (now_us <= deadline_us_) return false;
  const auto over_us = static_cast<std::uint64_t>(now_us - deadline_us_);
  return parser_->used_bytes() < over_us * core_->settings.body_rate_bytes_per_s_min / kSecondUs;
}

void Connection::sweep(TimeUs now_us) {
  if (phase_ == Phase::closed || now_us <= deadline_us_) return;
  if ((phase_ == Phase::body || phase_ == Phase::discarding) && !body_too_slow(now_us)) return;
  guarded([this] {
    time_out();
    pump();
  });
}

namespace {

Response try_later(Response response) {
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace

void Connection::time_out() {
  if (phase_ != Phase::idle && phase_ != Phase::lingering) core_->metrics.count_timeout();
  switch (phase_) {
    case Phase::head:
      refuse({408, "the header section did not come in time"});
      return;
    case Phase::body:
      refuse({408, "the body did not come in time"});
      return;
    case Phase::handling:
      diag::warning("server", "request {} was not answered in time", request_id_);
      send(try_later(problem(503, "the request was not handled in time")));
      return;
    case Phase::idle:
    case Phase::writing:
    case Phase::discarding:
    case Phase::lingering:
    case Phase::closed:
      close();
      return;
  }
}

void Connection::drain() {
  if (phase_ == Phase::idle) close();
}

}  // namespace shrike::server
