// /monitoring: how well the live model does.
#include <fmt/core.h>

#include <charconv>

#include "answers.hpp"
#include "monitoring_json.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/api/monitoring_view.hpp"

namespace shrike::api {

namespace {

/// The parameter `days`; nullopt where it is no number in its range.
std::optional<int> days_of(const server::RequestHead& head) {
  int days = training::kMonitoredDays;
  for (const auto& [name, value] : head.query) {
    if (name != "days" || value.empty()) continue;
    const auto parsed = std::from_chars(value.data(), value.data() + value.size(), days);
    const bool whole = parsed.ec == std::errc() && parsed.ptr == value.data() + value.size();
    if (!whole || days < 1 || days > training::kMonitoredDaysMax) return std::nullopt;
  }
  return days;
}

}  // namespace

void bind_monitoring(Handlers& handlers, const MonitoringView& monitoring) {
  handlers[Endpoint::monitoring] = [&monitoring](const Call& call, server::Responder respond) {
    const auto days = days_of(call.request.head);
    if (!days) {
      return respond(
          bad_field("days", "range", fmt::format("expected a whole number from 1 to {}", training::kMonitoredDaysMax)));
    }
    respond(server::json_response(200, monitoring_json(*monitoring.monitoring(call.identity.tenant), *days)));
  };
}

}  // namespace shrike::api
