#pragma once
// A DNS server (RFC 1035, over UDP) whose answers are the test's.
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace shrike::testing {

/// Answers at 127.0.0.1:53, as the system's resolver asks, from construction to destruction. Needs a network namespace
/// of the test's own. Throws std::runtime_error.
class NameServer {
 public:
  /// The addresses of a name: of IPv6 for a question of type AAAA, else of IPv4; on a thread of the server.
  using Book = std::function<std::vector<std::string>(const std::string& name, bool ipv6)>;
  explicit NameServer(Book book);
  ~NameServer();
  NameServer(const NameServer&) = delete;
  NameServer& operator=(const NameServer&) = delete;

 private:
  void run(const std::stop_token& stop);
  [[nodiscard]] std::string answer_to(const std::string& question) const;

  const Book book_;
  int socket_ = -1;
  std::jthread thread_;
};

}  // namespace shrike::testing
