#pragma once
// One HTTP connection: reads requests one after the other, asks the application, writes the answers in order.
// Owned by the server core until it ends; pending operations and Responders hold it too. I/O thread only.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/exception_text.hpp"
#include "server/guard.hpp"
#include "server/input_buffer.hpp"
#include "server/message_parser.hpp"
#include "server/outgoing.hpp"
#include "server/server_core.hpp"
#include "server/start_connection.hpp"
#include "shrike/base/diag.hpp"

namespace shrike::server {

/// A body up to this length is read and thrown away after an early answer, so that the connection can go on.
inline constexpr std::size_t kDiscardedBodyMax = 64 * 1024;

class Connection final : public Peer, public ResponseSink, public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<ServerCore> core, std::unique_ptr<Transport> transport, std::string remote_address);

  void start();
  void respond(std::uint64_t ticket, Response response) override;
  void sweep(TimeUs now_us) override;
  void drain() override;
  void abort() override { close(); }

 private:
  enum class Phase {
    idle,        // between requests
    head,        // some of a header section is here
    body,        // the application waits for the body
    handling,    // the application has the request
    writing,     // the answer is on its way
    discarding,  // answered before its body was read; the body is thrown away
    lingering,   // closing: reading what the peer still sends, so that it sees the answer and not a reset
    closed,
  };

  // The loop: advance() until nothing more can be done with the bytes at hand, then read.
  void pump();
  bool advance();
  void read();
  void on_read(const boost::system::error_code& error, std::size_t bytes);
  template <class Step>
  void guarded(Step step) noexcept;

  // One request.
  bool take_head();
  std::optional<Refusal> check_and_decide(std::string_view bytes);
  RequestHead make_head(const HeadView& view) const;
  HeadVerdict ask_application(const RequestHead& head);
  void apply(HeadVerdict verdict, bool wants_upgrade);
  void accept_body(HeadVerdict& verdict);
  std::optional<Response> check_content(const HeadVerdict& verdict) const;
  void reject(Response response);
  void upgrade();
  bool take_body();
  void dispatch();
  void next_request();

  // One answer.
  void refuse(const Refusal& refusal);
  void send(Response response);
  void enter_writing();
  void flush();
  void wait_writable();
  void written();
  void linger();
  void close();

  void enter(Phase phase, std::int64_t budget_ms);
  void time_out();
  [[nodiscard]] bool body_too_slow(TimeUs now_us) const;
  [[nodiscard]] bool has_body() const;

  const std::shared_ptr<ServerCore> core_;
  std::unique_ptr<Transport> transport_;  // given away when the connection becomes a WebSocket
  const std::string remote_address_;
  Phase phase_ = Phase::idle;
  TimeUs deadline_us_ = 0;
  bool pumping_ = false;
  bool reading_ = false;
  bool peer_done_ = false;  // the peer will send no more
  InputBuffer input_;
  std::vector<FieldView> fields_;

  // The current request.
  HeadScan scan_;
  std::optional<MessageParser> parser_;
  Request request_;
  std::string request_id_;
  std::string route_ = "none";
  Method method_ = Method::get;
  bool http_1_0_ = false;
  bool keep_alive_ = false;
  bool expects_continue_ = false;
  bool discard_body_ = false;
  TimeUs started_us_ = 0;
  TimeUs body_started_us_ = 0;
  std::uint64_t ticket_ = 0;

  Outgoing outgoing_;
  std::size_t lingered_bytes_ = 0;
};

template <class Step>
void Connection::guarded(Step step) noexcept {
  try {
    step();
  } catch (...) {
    diag::error("server", "connection cut, request {}: {}", request_id_, exception_text());
    pumping_ = false;
    close();
  }
}

}  // namespace shrike::server
