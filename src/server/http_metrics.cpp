#include "server/http_metrics.hpp"

namespace shrike::server {

HttpMetrics::HttpMetrics(Metrics& metrics)
    : metrics_(metrics),
      timeouts_(metrics.counter("shrike_http_timeouts_total", "Connections ended because a time budget ran out")),
      over_limit_(metrics.counter("shrike_http_connections_refused_total", "Connections refused at the limit")),
      socket_drops_(metrics.counter("shrike_websocket_dropped_total", "Messages dropped for slow WebSocket readers")) {
  metrics.gauge("shrike_http_connections", "Open connections, WebSockets included", {},
                [gauges = gauges_] { return static_cast<double>(gauges->connections.load()); });
  metrics.gauge("shrike_websocket_connections", "Open WebSockets", {},
                [gauges = gauges_] { return static_cast<double>(gauges->sockets.load()); });
}

void HttpMetrics::count_request(std::string_view route, Method method, int status, std::uint64_t duration_us) {
  key_.assign(route);
  Histogram*& duration = durations_[key_];
  if (duration == nullptr) {
    duration = &metrics_.histogram("shrike_http_request_duration_seconds",
                                   "From the end of a header section to the last byte of the answer",
                                   {{"route", std::string(route)}});
  }
  duration->record(duration_us);
  key_ += static_cast<char>(method);
  key_ += static_cast<char>(status >> 8);
  key_ += static_cast<char>(status & 0xff);
  Counter*& requests = requests_[key_];
  if (requests == nullptr) {
    requests = &metrics_.counter(
        "shrike_http_requests_total", "Answered requests",
        {{"route", std::string(route)}, {"method", std::string(to_string(method))}, {"code", std::to_string(status)}});
  }
  requests->add();
}

void HttpMetrics::count_refusal(int status) {
  Counter*& counter = refusals_[status];
  if (counter == nullptr) {
    counter = &metrics_.counter("shrike_http_refused_total", "Requests refused before any route saw them",
                                {{"code", std::to_string(status)}});
  }
  counter->add();
}

}  // namespace shrike::server
