// health: asks a running server, for container health checks.
#include <fmt/core.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <csignal>

#include "command_table.hpp"
#include "shrike/app/commands.hpp"
#include "shrike/server/tls_client.hpp"

namespace shrike::app {

namespace {

constexpr int kTimeoutSeconds = 3;
constexpr std::size_t kAnswerBytesMax = 64 * 1024;

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

std::string exchange_plain(int fd, const std::string& request) {
  std::string answer;
  if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size())) {
    std::array<char, 4096> buffer{};
    for (ssize_t got = 0; answer.size() < kAnswerBytesMax && (got = ::recv(fd, buffer.data(), buffer.size(), 0)) > 0;)
      answer.append(buffer.data(), static_cast<std::size_t>(got));
  }
  return answer;
}

/// Status line and body of GET path.
Result<std::string> get(const std::string& host, const std::string& port, std::string_view path, bool over_tls) {
  const int fd = connect_to(host, port);
  if (fd < 0) return Error{ErrorKind::unavailable, "no connection"};
  const std::string request = fmt::format("GET {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", path, host);
  auto answer = over_tls ? server::exchange_unverified(fd, request, kAnswerBytesMax)
                         : Result<std::string>(exchange_plain(fd, request));
  ::close(fd);
  return answer;
}

/// Where a server with these settings answers: one that listens everywhere is asked on loopback.
std::pair<std::string, std::string> address_of(const server::ServerSettings& settings) {
  std::string host = settings.host;
  if (host == "0.0.0.0") host = "127.0.0.1";
  if (host == "::") host = "::1";
  return {host, fmt::format("{}", settings.port)};
}

Result<void> ask(const std::string& listen, CommonOptions& common) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL's writes raise it at a broken connection
  if (!listen.empty()) common.overrides.emplace_back("listen", listen);
  const auto config = config_of(common);
  if (!config) return config.error();
  const auto [host, port] = address_of(config->server);
  const auto answer = get(host, port, "/ready", !config->tls.certificate.empty());
  if (!answer) return Error{answer.error().kind, fmt::format("{}:{}: {}", host, port, answer.error().message)};
  const std::size_t body = answer->find("\r\n\r\n");
  fmt::print("{}\n",
             body == std::string::npos ? fmt::format("no answer from {}:{}", host, port) : answer->substr(body + 4));
  if (answer->starts_with("HTTP/1.1 200")) return {};
  return Error{ErrorKind::unavailable, "not ready"};
}

}  // namespace

void add_health(CLI::App& app, CommonOptions& common, int& exit_code) {
  auto* command = app.add_subcommand("health", "Ask a running server how it is; exit 0 when it is ready");
  auto listen = std::make_shared<std::string>();
  command->add_option("--listen", *listen, "HOST:PORT of the server (that of the settings, 127.0.0.1:8000)");
  command->callback([listen, &common, &exit_code] {
    if (auto done = ask(*listen, common); !done) exit_code = exit_with(done.error());
  });
}

}  // namespace shrike::app
