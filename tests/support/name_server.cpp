#include "support/name_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace shrike::testing {

namespace {

constexpr int kLookMs = 20;
constexpr std::size_t kHeaderBytes = 12;
constexpr std::uint8_t kTypeA = 1;
constexpr std::uint8_t kTypeAaaa = 28;

/// The name of the first question; `at` is left behind it. Empty where it is broken.
std::string name_of(const std::string& message, std::size_t& at) {
  std::string name;
  for (at = kHeaderBytes; at < message.size() && message[at] != 0;) {
    const auto size = static_cast<unsigned char>(message[at]);
    name += (name.empty() ? "" : ".") + message.substr(at + 1, size);
    at += 1U + size;
  }
  ++at;
  return name;
}

}  // namespace

NameServer::NameServer(Book book) : book_(std::move(book)), socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(53);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("the name server cannot have port 53");
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

NameServer::~NameServer() {
  thread_.request_stop();
  thread_.join();
  ::close(socket_);
}

void NameServer::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    pollfd poller{socket_, POLLIN, 0};
    if (::poll(&poller, 1, kLookMs) <= 0) continue;
    std::array<char, 512> bytes{};
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    auto* const peer = reinterpret_cast<sockaddr*>(&from);
    const auto count = ::recvfrom(socket_, bytes.data(), bytes.size(), 0, peer, &size);
    if (count < static_cast<ssize_t>(kHeaderBytes)) continue;
    const std::string answer = answer_to(std::string(bytes.data(), static_cast<std::size_t>(count)));
    (void)::sendto(socket_, answer.data(), answer.size(), 0, peer, size);
  }
}

std::string NameServer::answer_to(const std::string& question) const {
  std::size_t at = 0;
  const std::string name = name_of(question, at);
  if (at + 4 > question.size()) return {};
  const auto type = static_cast<std::uint8_t>(question[at + 1]);
  const bool ipv6 = type == kTypeAaaa;
  std::vector<std::string> addresses;
  if (type == kTypeA || ipv6) addresses = book_(name, ipv6);
  // The same id and question; flags: a final answer; then one record an address, its name by reference.
  std::string answer = question.substr(0, 2) + std::string("\x85\x80\x00\x01\x00", 5) +
                       static_cast<char>(addresses.size()) + std::string(4, '\0') +
                       question.substr(kHeaderBytes, at + 4 - kHeaderBytes);
  for (const std::string& address : addresses) {
    std::array<char, sizeof(in6_addr)> raw{};
    if (::inet_pton(ipv6 ? AF_INET6 : AF_INET, address.c_str(), raw.data()) != 1) continue;
    const std::size_t size = ipv6 ? 16 : 4;
    answer += std::string("\xc0\x0c\x00", 3) + static_cast<char>(type) +
              std::string("\x00\x01\x00\x00\x00\x00\x00", 7) + static_cast<char>(size) + std::string(raw.data(), size);
  }
  return answer;
}

}  // namespace shrike::testing
