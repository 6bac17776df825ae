#pragma once
// A real server on a loopback port with an application that records what reaches it. The clock stands still unless a
// test moves it, so that no result hangs on the speed of the machine.
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "shrike/base/clock.hpp"
#include "shrike/base/metrics.hpp"
#include "shrike/server/problem.hpp"
#include "shrike/server/server.hpp"
#include "support/raw_http_client.hpp"

namespace shrike::server {

using testing::raw_exchange;
using testing::RawHttpClient;
using testing::RawWebSocket;

class TestApplication final : public Application {
 public:
  explicit TestApplication(IoLoop& loop) : loop_(loop) {}

  static constexpr std::size_t kBodyLimit = 1'024;
  static constexpr std::size_t kLargeBodyLimit = 2 * 1024 * 1024;

  HeadVerdict on_head(const RequestHead& head) override;
  void on_request(Request request, Responder respond) override;
  void on_socket_open(std::shared_ptr<WebSocketConnection> connection) override;
  void on_socket_text(const std::shared_ptr<WebSocketConnection>& connection, std::string_view text) override;
  void on_socket_close(const std::shared_ptr<WebSocketConnection>& connection, std::uint16_t code) override;

  /// "METHOD path" of every request that was executed.
  std::vector<std::string> executed() const {
    const std::lock_guard lock(mutex_);
    return executed_;
  }
  std::atomic<int> heads{0};
  std::atomic<int> sockets_opened{0};
  std::atomic<int> sockets_closed{0};
  std::atomic<int> last_close_code{0};
  std::atomic<int> dropped{0};
  std::vector<Responder> held;  // I/O thread only

 private:
  IoLoop& loop_;
  mutable std::mutex mutex_;
  std::vector<std::string> executed_;
};

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    settings.port = 0;
    settings.sweep_interval_ms = 5;
  }
  ~ServerTest() override { shut(); }

  /// Settings may be changed, and TLS turned on, before.
  void start(TransportWrap wrap = {}) {
    auto made = Server::create(loop, settings, application, metrics, clock, std::move(wrap), tls);
    ASSERT_TRUE(made.ok()) << made.error().message;
    server = std::move(*made);
    server->start();
    thread = std::thread([this] { loop.run(); });
  }
  void shut() {
    if (!thread.joinable()) return;
    loop.post([this] {
      application.held.clear();
      server.reset();
      loop.stop();
    });
    thread.join();
  }
  std::uint16_t port() const { return server->port(); }
  std::string exchange(std::string_view bytes) { return raw_exchange(port(), bytes); }
  /// Lets time pass whenever the client waits.
  void pass_time(RawHttpClient& client, TimeUs step_us = kSecondUs) {
    client.while_waiting([this, step_us] { clock.advance(step_us); });
  }

  ServerSettings settings;
  IoLoop loop;
  TestApplication application{loop};
  Metrics metrics;
  ManualClock clock{1'700'000'000 * kSecondUs};
  std::shared_ptr<Tls> tls;
  std::unique_ptr<Server> server;
  std::thread thread;
};

/// Waits for something that another thread will do; false after ten seconds.
template <class Condition>
bool eventually(Condition condition) {
  for (int i = 0; i < 2'000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

inline std::string get(std::string_view path, std::string_view extra_headers = "") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(extra_headers) + "\r\n";
}
inline std::string post(std::string_view path, std::string_view body, std::string_view extra_headers = "") {
  return "POST " + std::string(path) +
         " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(extra_headers) + "\r\n" + std::string(body);
}
inline int status_of(const std::string& response) { return response.size() > 12 ? std::atoi(response.c_str() + 9) : 0; }

}  // namespace shrike::server
