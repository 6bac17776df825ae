#pragma once
// What all connections of one server share. I/O thread only; connections hold it, so it outlives the Server's handle.
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/http_metrics.hpp"
#include "shrike/base/clock.hpp"
#include "shrike/server/application.hpp"
#include "shrike/server/settings.hpp"
#include "shrike/server/tls.hpp"

namespace shrike::server {

/// One accepted connection, HTTP or WebSocket.
class Peer {
 public:
  virtual ~Peer() = default;
  /// Ends what has run out of time.
  virtual void sweep(TimeUs now_us) = 0;
  /// The server is stopping: end now when idle, else after what is in flight.
  virtual void drain() = 0;
  /// Cuts the connection.
  virtual void abort() = 0;
};

class ServerCore {
 public:
  ServerCore(ServerSettings settings_in, Application& application_in, Metrics& metrics_in, const Clock& clock_in,
             std::shared_ptr<Tls> tls_in);

  const ServerSettings settings;
  Application& application;
  const Clock& clock;
  const std::shared_ptr<Tls> tls;  ///< none: the port speaks plain HTTP
  HttpMetrics metrics;

  void add(std::shared_ptr<Peer> peer);
  void remove(const Peer* peer);
  [[nodiscard]] std::size_t peers() const { return peers_.size(); }

  void sweep();
  /// Begins to drain; `drained` is called once, when no peer is left.
  void stop(std::function<void()> drained);
  [[nodiscard]] bool stopping() const { return stopping_; }
  void abort_all();

  /// IMF-fixdate, at most one sweep old.
  [[nodiscard]] const std::string& date() const { return date_; }
  std::string make_request_id();
  [[nodiscard]] TimeUs deadline(std::int64_t budget_ms) const { return clock.steady_us() + budget_ms * kMillisecondUs; }

 private:
  [[nodiscard]] std::vector<std::shared_ptr<Peer>> copy_peers() const;
  void report_when_drained();

  std::unordered_map<const Peer*, std::shared_ptr<Peer>> peers_;
  std::function<void()> drained_;
  bool stopping_ = false;
  TimeUs stop_deadline_us_ = 0;
  std::string date_;
  std::string id_prefix_;
  std::uint64_t next_id_ = 0;
};

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7).
std::string format_http_date(TimeUs time_us);

}  // namespace shrike::server
