#include "support/http_receiver.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace shrike::testing {

namespace {

constexpr int kLookMs = 20;

/// Up to `end` in `text`, read from the socket as far as needed; false at its end.
template <class Done>
bool read_until(int socket, std::string& text, const Done& done) {
  std::array<char, 4096> buffer{};
  while (!done()) {
    const auto count = ::recv(socket, buffer.data(), buffer.size(), 0);
    if (count <= 0) return false;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

std::string HttpReceiver::Post::header(const std::string& name) const {
  const std::size_t at = head.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const std::size_t start = at + name.size() + 4;
  return head.substr(start, head.find("\r\n", start) - start);
}

HttpReceiver::HttpReceiver(std::string answer) : answer_(std::move(answer)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const plain = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_, plain, size) != 0 || ::listen(listener_, 64) != 0 ||
      ::getsockname(listener_, plain, &size) != 0)
    throw std::runtime_error("the receiver cannot listen");
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

HttpReceiver::~HttpReceiver() {
  thread_.request_stop();
  thread_.join();
  ::close(listener_);
}

std::string HttpReceiver::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::vector<HttpReceiver::Post> HttpReceiver::posts() const {
  const std::lock_guard lock(mutex_);
  return posts_;
}

void HttpReceiver::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    pollfd waiting{listener_, POLLIN, 0};
    if (::poll(&waiting, 1, kLookMs) <= 0) continue;
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;
    serve(socket);
    ::close(socket);  // one request a connection
  }
}

void HttpReceiver::serve(int socket) {
  std::string text;
  std::size_t end = 0;
  if (!read_until(socket, text, [&] { return (end = text.find("\r\n\r\n")) != std::string::npos; })) return;
  Post post;
  post.head = text.substr(0, end + 2);
  post.path = post.head.substr(5, post.head.find(' ', 5) - 5);
  std::string length = post.header("Content-Length");
  const std::size_t whole = end + 4 + (length.empty() ? 0 : std::stoul(length));
  if (!read_until(socket, text, [&] { return text.size() >= whole; })) return;
  post.body = text.substr(end + 4);
  {
    const std::lock_guard lock(mutex_);
    posts_.push_back(std::move(post));
  }
  (void)::send(socket, answer_.data(), answer_.size(), MSG_NOSIGNAL);
}

}  // namespace shrike::testing
