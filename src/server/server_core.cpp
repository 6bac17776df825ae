#include "server/server_core.hpp"

#include <fmt/format.h>

#include <ctime>

#include "shrike/base/random.hpp"

namespace shrike::server {

std::string format_http_date(TimeUs time_us) {
  static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = static_cast<std::time_t>(time_us / kSecondUs);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", kDays[utc.tm_wday], utc.tm_mday, kMonths[utc.tm_mon],
                     utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

ServerCore::ServerCore(ServerSettings settings_in, Application& application_in, Metrics& metrics_in,
                       const Clock& clock_in, std::shared_ptr<Tls> tls_in)
    : settings(std::move(settings_in)),
      application(application_in),
      clock(clock_in),
      tls(std::move(tls_in)),
      metrics(metrics_in),
      date_(format_http_date(clock_in.now_us())),
      id_prefix_(random_token(6)) {}

void ServerCore::add(std::shared_ptr<Peer> peer) {
  const Peer* key = peer.get();
  peers_.emplace(key, std::move(peer));
  metrics.gauges().connections = peers_.size();
}

void ServerCore::remove(const Peer* peer) {
  peers_.erase(peer);
  metrics.gauges().connections = peers_.size();
  report_when_drained();
}

std::vector<std::shared_ptr<Peer>> ServerCore::copy_peers() const {
  std::vector<std::shared_ptr<Peer>> out;
  out.reserve(peers_.size());
  for (const auto& [key, peer] : peers_) out.push_back(peer);
  return out;
}

void ServerCore::sweep() {
  date_ = format_http_date(clock.now_us());
  const TimeUs now_us = clock.steady_us();
  // A copy, because an ended peer takes itself out of the list.
  for (const auto& peer : copy_peers()) peer->sweep(now_us);
  if (stopping_ && now_us >= stop_deadline_us_) abort_all();
}

void ServerCore::stop(std::function<void()> drained) {
  if (stopping_) return;
  stopping_ = true;
  drained_ = std::move(drained);
  stop_deadline_us_ = deadline(settings.drain_budget_ms);
  for (const auto& peer : copy_peers()) peer->drain();
  report_when_drained();
}

void ServerCore::abort_all() {
  for (const auto& peer : copy_peers()) peer->abort();
}

void ServerCore::report_when_drained() {
  if (!stopping_ || !peers_.empty() || !drained_) return;
  const auto drained = std::exchange(drained_, {});
  drained();
}

std::string ServerCore::make_request_id() { return fmt::format("{}-{:x}", id_prefix_, ++next_id_); }

}  // namespace shrike::server
