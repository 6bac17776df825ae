#include "alerts/channels.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "alerts/tenant_channel.hpp"

namespace shrike::alerts {

namespace {

struct Known {
  std::string_view name;
  std::unique_ptr<AlertChannel> (*make)(const AlertSettings&);
};
constexpr std::array kKnown{Known{"webhook", make_webhook}, Known{"email", make_email}, Known{"slack", make_slack},
                            Known{"teams", make_teams}, Known{"pagerduty", make_pagerduty}};

using Channels = std::vector<std::unique_ptr<AlertChannel>>;

Channels make_operators(const AlertSettings& settings) {
  Channels out;
  for (const Known& known : kKnown) {
    if (auto channel = known.make(settings)) out.push_back(std::move(channel));
  }
  return out;
}

void add_tenants(const AlertSettings& settings, const std::string& tenant, const TenantChannels& own, Channels& out) {
  for (auto& channel : make_operators(settings_of_tenant(settings, own))) {
    // The mail server is the operator's: its name is not the tenant's business, its own addresses are.
    std::string target =
        channel->name() == "email" ? fmt::format("{}", fmt::join(own.email_to, ", ")) : channel->target();
    out.push_back(make_tenant_channel(std::move(channel), tenant, std::move(target)));
  }
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

std::vector<std::unique_ptr<AlertChannel>> make_channels(const AlertSettings& settings) {
  Channels out = make_operators(settings);
  for (const auto& [tenant, own] : settings.tenants) add_tenants(settings, tenant, own, out);
  return out;
}

std::vector<std::string> channel_names(const AlertSettings& settings) {
  std::vector<std::string> out;
  for (const auto& channel : make_operators(settings)) out.emplace_back(channel->name());
  return out;
}

store::ChannelRoutes alert_routes(const AlertSettings& settings) {
  store::ChannelRoutes out;
  out.standard = channel_names(settings);
  for (const auto& channel : make_channels(settings)) {
    if (!channel->tenant().empty()) out.own[std::string(channel->tenant())].emplace_back(channel->name());
  }
  return out;
}

store::ChannelRoutes escalation_routes(const AlertSettings& settings) {
  store::ChannelRoutes out;
  if (!settings.escalate_to.empty()) out.standard.push_back(settings.escalate_to);
  for (const auto& [tenant, channels] : alert_routes(settings).own) {
    const std::string& wanted = settings.tenants.at(tenant).escalate_to;
    const std::string name = tenant_channel_name(wanted.empty() ? settings.escalate_to : wanted, tenant);
    auto& to = out.own[tenant];
    if (has(channels, name)) to.push_back(name);
  }
  return out;
}

std::vector<std::string_view> known_channels() {
  std::vector<std::string_view> out;
  for (const Known& known : kKnown) out.push_back(known.name);
  return out;
}

std::string host_of(const std::string& url) {
  const std::size_t start = url.find("://");
  if (start == std::string::npos) return {};
  return url.substr(start + 3, url.find_first_of("/?#", start + 3) - start - 3);
}

}  // namespace shrike::alerts
