#pragma once
// An HTTP receiver on a loopback port that answers every POST the same way and keeps what came.
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace shrike::testing {

/// Runs from construction to destruction.
class HttpReceiver {
 public:
  struct Post {
    std::string path;
    std::string head;  ///< the whole header section
    std::string body;
    /// Value of a header written in lower case; empty when absent.
    [[nodiscard]] std::string header(const std::string& name) const;
  };

  /// `answer`: everything that is sent back to each POST. Throws std::runtime_error.
  explicit HttpReceiver(std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  ~HttpReceiver();
  HttpReceiver(const HttpReceiver&) = delete;
  HttpReceiver& operator=(const HttpReceiver&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url(const std::string& path) const;
  [[nodiscard]] std::vector<Post> posts() const;

 private:
  void run(const std::stop_token& stop);
  void serve(int socket);

  const std::string answer_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;  // guards posts_
  std::vector<Post> posts_;
  std::jthread thread_;
};

}  // namespace shrike::testing
