#include "support/raw_http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace shrike::testing {
namespace {

constexpr auto kWait = std::chrono::seconds(10);
constexpr int kStepMs = 20;
constexpr std::size_t kAnswerBytesMax = 16 * 1024 * 1024;

}  // namespace

std::string RawResponse::header(std::string_view name) const {
  std::size_t at = head.find("\r\n");
  while (at != std::string::npos && at + 2 < head.size()) {
    const std::size_t start = at + 2;
    at = head.find("\r\n", start);
    const std::string line = head.substr(start, at == std::string::npos ? at : at - start);
    const std::size_t colon = line.find(':');
    if (colon != name.size() || strncasecmp(line.c_str(), name.data(), name.size()) != 0) continue;
    const std::size_t value = line.find_first_not_of(' ', colon + 1);
    return value == std::string::npos ? "" : line.substr(value);
  }
  return {};
}

RawHttpClient::RawHttpClient(std::uint16_t port, int receive_buffer_bytes, const std::optional<ClientTls>& tls)
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  if (receive_buffer_bytes > 0) {
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(socket_);
    throw std::runtime_error("cannot connect");
  }
  try {
    if (tls) tls_ = std::make_unique<TlsClientLine>(socket_, *tls);
  } catch (...) {
    ::close(socket_);
    throw;
  }
}

RawHttpClient::~RawHttpClient() { ::close(socket_); }

bool RawHttpClient::send(std::string_view bytes) { return tls_ ? tls_->send(bytes) > 0 : send_raw(bytes); }

bool RawHttpClient::send_raw(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawHttpClient::shutdown_send() { ::shutdown(socket_, SHUT_WR); }

bool RawHttpClient::fill() {
  if (ended_) return false;
  const auto end = std::chrono::steady_clock::now() + kWait;
  pollfd poller{socket_, POLLIN, 0};
  while (!(tls_ && tls_->has_bytes()) && ::poll(&poller, 1, kStepMs) <= 0) {
    if (step_) step_();
    if (std::chrono::steady_clock::now() > end) return false;
  }
  char bytes[16 * 1024];
  const ssize_t got = tls_ ? tls_->receive(bytes, sizeof bytes) : ::recv(socket_, bytes, sizeof bytes, 0);
  if (got <= 0) {
    ended_ = true;
    return false;
  }
  buffer_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

std::string RawHttpClient::take(std::size_t bytes) {
  std::string out = buffer_.substr(0, bytes);
  buffer_.erase(0, bytes);
  return out;
}

bool RawHttpClient::fill_until(std::string_view marker) {
  while (buffer_.find(marker) == std::string::npos) {
    if (!fill()) return false;
  }
  return true;
}

std::optional<std::string> RawHttpClient::read_bytes(std::size_t count) {
  while (buffer_.size() < count) {
    if (!fill()) return std::nullopt;
  }
  return take(count);
}

std::optional<RawResponse> RawHttpClient::read_response(bool head_only, bool keep_interim) {
  if (!fill_until("\r\n\r\n")) return std::nullopt;
  RawResponse response;
  response.head = take(buffer_.find("\r\n\r\n") + 4);
  response.status = std::atoi(response.head.c_str() + 9);
  if (response.status == 100 && !keep_interim) return read_response(head_only);
  if (head_only || response.status < 200 || response.status == 204 || response.status == 304) return response;
  if (response.header("Transfer-Encoding") == "chunked") {
    while (true) {
      if (!fill_until("\r\n")) return std::nullopt;
      const std::string line = take(buffer_.find("\r\n") + 2);
      const auto size = std::strtoul(line.c_str(), nullptr, 16);
      const auto chunk = read_bytes(size + 2);
      if (!chunk) return std::nullopt;
      if (size == 0) return response;
      response.body += chunk->substr(0, size);
    }
  }
  const std::string length = response.header("Content-Length");
  if (length.empty()) {
    response.body = read_until_close();
    return response;
  }
  auto body = read_bytes(std::strtoul(length.c_str(), nullptr, 10));
  if (!body) return std::nullopt;
  response.body = std::move(*body);
  return response;
}

std::string RawHttpClient::read_until_close() {
  // A server that answers for ever must fail a test too.
  while (buffer_.size() < kAnswerBytesMax && fill()) {
  }
  return take(buffer_.size());
}

bool RawHttpClient::closed_by_peer() { return buffer_.empty() && !fill() && ended_; }

std::string raw_exchange(std::uint16_t port, std::string_view bytes) {
  RawHttpClient client(port);
  client.send(bytes);
  return client.read_until_close();
}

int RawFrame::close_code() const {
  if (payload.size() < 2) return 1005;
  return static_cast<unsigned char>(payload[0]) * 256 + static_cast<unsigned char>(payload[1]);
}

std::string RawWebSocket::handshake(std::string_view path, std::string_view extra_headers) {
  std::string text = "GET ";
  text += path;
  text +=
      " HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  text += extra_headers;
  text += "\r\n";
  return text;
}

int RawWebSocket::connect(std::string_view path, std::string_view extra_headers) {
  client.send(handshake(path, extra_headers));
  const auto response = client.read_response();
  return response ? response->status : -1;
}

bool RawWebSocket::send_frame(int first_byte, std::string_view payload, bool masked) {
  std::string frame(1, static_cast<char>(first_byte));
  const int mask_bit = masked ? 0x80 : 0;
  if (payload.size() < 126) {
    frame += static_cast<char>(mask_bit | static_cast<int>(payload.size()));
  } else if (payload.size() < 65'536) {
    frame += static_cast<char>(mask_bit | 126);
    frame += static_cast<char>(payload.size() >> 8);
    frame += static_cast<char>(payload.size() & 0xff);
  } else {
    frame += static_cast<char>(mask_bit | 127);
    for (int shift = 56; shift >= 0; shift -= 8) frame += static_cast<char>((payload.size() >> shift) & 0xff);
  }
  static constexpr std::string_view kMask = "\x11\x22\x33\x44";
  if (masked) frame += kMask;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame += masked ? static_cast<char>(payload[i] ^ kMask[i % 4]) : payload[i];
  }
  return client.send(frame);
}

std::optional<RawFrame> RawWebSocket::read_frame() {
  const auto start = client.read_bytes(2);
  if (!start) return std::nullopt;
  RawFrame frame;
  frame.fin = (static_cast<unsigned char>((*start)[0]) & 0x80) != 0;
  frame.opcode = (*start)[0] & 0x0f;
  std::uint64_t size = static_cast<unsigned char>((*start)[1]) & 0x7f;
  if (size >= 126) {
    const auto extended = client.read_bytes(size == 126 ? 2 : 8);
    if (!extended) return std::nullopt;
    size = 0;
    for (const char c : *extended) size = size * 256 + static_cast<unsigned char>(c);
  }
  auto payload = client.read_bytes(size);
  if (!payload) return std::nullopt;
  frame.payload = std::move(*payload);
  return frame;
}

int RawWebSocket::read_close_code() {
  while (auto frame = read_frame()) {
    if (frame->opcode == 8) return frame->close_code();
  }
  return -1;
}

}  // namespace shrike::testing
