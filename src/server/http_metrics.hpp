#pragma once
// Counts of the HTTP server. The registry locks, so what was looked up once is kept here. I/O thread only.
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "shrike/base/metrics.hpp"
#include "shrike/server/message.hpp"

namespace shrike::server {

class HttpMetrics {
 public:
  explicit HttpMetrics(Metrics& metrics);

  void count_request(std::string_view route, Method method, int status, std::uint64_t duration_us);
  void count_refusal(int status);
  void count_timeout() { timeouts_.add(); }
  void count_over_limit() { over_limit_.add(); }
  void count_socket_drops(std::size_t n) { socket_drops_.add(n); }

  /// Read by the metrics page on any thread, also after the server is gone.
  struct Gauges {
    std::atomic<std::size_t> connections{0};
    std::atomic<std::size_t> sockets{0};
  };
  [[nodiscard]] Gauges& gauges() { return *gauges_; }

 private:
  Metrics& metrics_;
  std::shared_ptr<Gauges> gauges_ = std::make_shared<Gauges>();
  Counter& timeouts_;
  Counter& over_limit_;
  Counter& socket_drops_;
  std::unordered_map<std::string, Counter*> requests_;  // key: route, method and status as bytes
  std::unordered_map<std::string, Histogram*> durations_;
  std::unordered_map<int, Counter*> refusals_;
  std::string key_;
};

}  // namespace shrike::server
