#include "alerting.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "first_start.hpp"
#include "shrike/alerts/http_sender.hpp"
#include "shrike/base/diag.hpp"

namespace shrike::app {

namespace {

constexpr TimeUs kDatabaseWaitUs = 3 * kSecondUs;  ///< while it waits for the database nothing is sent

SystemFiguresParts figures_parts(const AlertingParts& parts) {
  const auto lag = [&path = parts.path](const char* consumer) { return static_cast<double>(path.log().lag(consumer)); };
  return {parts.clock,
          parts.metrics,
          parts.folder,
          [lag] { return std::max(lag("engine"), lag("archive")); },
          [&live = parts.live] { return static_cast<double>(live.everything().decisions); },
          [&monitor = parts.monitor] { return monitor.health().status != "ok"; }};
}

}  // namespace

Result<std::unique_ptr<Alerting>> Alerting::open(const AlertingParts& parts) {
  auto database = store::open_database(parts.database_url, {.application_name = "shrike outbound",
                                                            .connect_timeout_us = kDatabaseWaitUs,
                                                            .statement_timeout_us = kDatabaseWaitUs});
  if (!database) return database.error();
  const auto warn = [](const alerts::WebhookSettings& webhook, const std::string& of) {
    if (webhook.url.empty() || !webhook.secrets.empty()) return;
    diag::warning("alerts", "alerts.{}webhook.secret is not set: the receiver cannot tell our alerts from others'", of);
  };
  warn(parts.config.alerts.webhook, "");
  for (const auto& [tenant, own] : parts.config.alerts.tenants) warn(own.webhook, fmt::format("tenants.{}.", tenant));
  return std::unique_ptr<Alerting>(new Alerting(parts, std::move(*database)));
}

Alerting::Alerting(const AlertingParts& parts, std::unique_ptr<store::Database> database)
    : database_(std::move(database)),
      breaker_(*database_, parts.clock),
      figures_(figures_parts(parts)),
      transport_(alerts::make_http_sender({parts.config.alerts.allow_private, parts.config.alerts.ca_file})),
      outbound_({parts.config.alerts, breaker_, parts.clock, *transport_, parts.metrics, std::string(kDefaultTenant),
                 static_cast<std::uint64_t>(parts.clock.now_us()), [this] { return figures_.measure(); },
                 alerts::make_channels(parts.config.alerts)}) {}

api::ComponentHealth Alerting::health() const {
  if (std::string trouble = outbound_.trouble(); !trouble.empty()) return {"alerts", "degraded", std::move(trouble)};
  // Everybody may read this: how many tenants have channels is nobody's business.
  const auto channels =
      std::ranges::count(outbound_.channels(), std::string(kDefaultTenant), &alerts::ChannelStatus::tenant);
  return {"alerts", "ok", channels == 0 ? "no channel is set up" : fmt::format("{} channels", channels)};
}

}  // namespace shrike::app
