// health: asks a running server, for container health checks.
#include <fmt/core.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>

#include "command_table.hpp"
#include "shrike/app/commands.hpp"

namespace shrike::app {

namespace {

constexpr int kTimeoutSeconds = 3;

/// A connected socket, or -1.
int connect_to(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return -1;
  int fd = -1;
  for (const addrinfo* at = found; at != nullptr && fd < 0; at = at->ai_next) {
    fd = ::socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol);
    const timeval limit{kTimeoutSeconds, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (::connect(fd, at->ai_addr, at->ai_addrlen) != 0) {
      ::close(fd);
      fd = -1;
    }
  }
  ::freeaddrinfo(found);
  return fd;
}

/// Status line and body of GET path.
std::string get(const std::string& host, const std::string& port, std::string_view path) {
  const int fd = connect_to(host, port);
  if (fd < 0) return {};
  const std::string request = fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", path, host);
  std::string answer;
  if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size())) {
    std::array<char, 4096> buffer{};
    for (ssize_t got = 0; answer.size() < 65'536 && (got = ::recv(fd, buffer.data(), buffer.size(), 0)) > 0;) answer.append(buffer.data(), static_cast<std::size_t>(got));
  }
  ::close(fd);
  return answer;
}

}  // namespace

void add_health(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("health", "Ask a running server how it is; exit 0 when it is ready");
  auto listen = std::make_shared<std::string>("127.0.0.1:8000");
  command->add_option("--listen", *listen, "HOST:PORT of the server (127.0.0.1:8000)");
  command->callback([listen, &exit_code] {
    const std::size_t colon = listen->rfind(':');
    if (colon == std::string::npos) {
      exit_code = exit_with(invalid(fmt::format("--listen {}: expected HOST:PORT", *listen)));
      return;
    }
    const std::string answer = get(listen->substr(0, colon), listen->substr(colon + 1), "/ready");
    const std::size_t body = answer.find("\r\n\r\n");
    fmt::print("{}\n", body == std::string::npos ? "no answer" : answer.substr(body + 4));
    exit_code = answer.starts_with("HTTP/1.1 200") ? kExitDone : kExitFailed;
  });
}

}  // namespace shrike::app
