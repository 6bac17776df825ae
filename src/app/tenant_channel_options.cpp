#include "tenant_channel_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "alert_values.hpp"
#include "shrike/access/identity.hpp"
#include "shrike/alerts/channel.hpp"
#include "shrike/store/tenants.hpp"

namespace shrike::app {

namespace {

using alerts::AlertSettings;
using alerts::TenantChannels;

/// Of one tenant.
struct Row {
  std::string_view key;  ///< behind the tenant's id
  std::string_view expected;
  bool (*apply)(TenantChannels&, const std::string&);
  bool secret = false;
};

constexpr std::array kRows{
    Row{"webhook.url", kUrlWords, [](TenantChannels& c, const std::string& v) { return to_url(v, c.webhook.url); },
        true},
    Row{"webhook.secret", kSecretsWords,
        [](TenantChannels& c, const std::string& v) { return to_secrets(v, c.webhook.secrets); }, true},
    Row{"email.to", kMailWords, [](TenantChannels& c, const std::string& v) { return to_mail_list(v, c.email_to); }},
    Row{"slack.url", kUrlWords, [](TenantChannels& c, const std::string& v) { return to_url(v, c.slack_url); }, true},
    Row{"teams.url", kUrlWords, [](TenantChannels& c, const std::string& v) { return to_url(v, c.teams_url); }, true},
    Row{"pagerduty.routing_key", kLineWords,
        [](TenantChannels& c, const std::string& v) { return to_line(v, c.pagerduty_routing_key); }, true},
    Row{"escalate_to", kChannelWords,
        [](TenantChannels& c, const std::string& v) { return to_channel(v, c.escalate_to); }},
};

constexpr std::string_view kPrefix = "SHRIKE_";  ///< of every name in the environment

/// The row that the key ends with, and the tenant before it.
struct Place {
  const Row* row = nullptr;
  std::string tenant;
};

Place place_of(std::string_view key) {
  const std::string_view rest = key.substr(kTenantChannels.size());
  for (const Row& row : kRows) {
    const std::string ending = fmt::format(".{}", row.key);
    if (rest.ends_with(ending)) return {&row, std::string(rest.substr(0, rest.size() - ending.size()))};
  }
  return {};
}

std::string key_of(const std::string& tenant, std::string_view row) {
  return fmt::format("{}{}.{}", kTenantChannels, tenant, row);
}

Result<void> check_one(const AlertSettings& settings, const std::string& tenant, const TenantChannels& own) {
  const auto need = [&](std::string_view key, std::string_view why) {
    return invalid(fmt::format("{} = \"\": expected a value, because {} is set", key, key_of(tenant, why)));
  };
  if (own.webhook.url.empty() && !own.webhook.secrets.empty())
    return need(key_of(tenant, "webhook.url"), "webhook.secret");
  if (!own.email_to.empty() && settings.email.from.empty()) return need("alerts.email.from", "email.to");
  if (!own.email_to.empty() && settings.smtp.host.empty()) return need("smtp.host", "email.to");
  return {};
}

}  // namespace

Result<void> set_tenant_channel(Config& config, std::string_view key, const std::string& value,
                                std::string_view origin) {
  const auto [row, tenant] = place_of(key);
  if (row == nullptr) return invalid(fmt::format("{}: there is no setting \"{}\"", origin, key));
  if (tenant == access::kOperatorTenant)
    return invalid(fmt::format("{}: {}: the operator's channels are set as alerts.{}", origin, key, row->key));
  if (!store::is_tenant_id(tenant))
    return invalid(fmt::format("{}: {}: \"{}\" is no tenant: expected 1 to 64 of a-z, 0-9 and -", origin, key, tenant));
  auto& tenants = config.alerts.tenants;
  if (!tenants.contains(tenant) && tenants.size() >= alerts::kTenantsWithChannelsMax)
    return invalid(fmt::format("{}: {}: expected at most {} tenants with channels of their own", origin, key,
                               alerts::kTenantsWithChannelsMax));
  if (row->apply(tenants[tenant], value)) return {};
  return invalid(fmt::format("{}: {} = \"{}\": expected {}", origin, key, row->secret ? "…" : value, row->expected));
}

std::optional<std::string> tenant_channel_key(std::string_view environment_name) {
  const std::string prefix = app::environment_name(kTenantChannels);
  if (!environment_name.starts_with(prefix)) return std::nullopt;
  const std::string_view rest = environment_name.substr(prefix.size());
  for (const Row& row : kRows) {
    const std::string ending = app::environment_name(fmt::format(".{}", row.key)).substr(kPrefix.size());
    if (!rest.ends_with(ending)) continue;
    std::string tenant(rest.substr(0, rest.size() - ending.size()));
    std::ranges::transform(tenant, tenant.begin(),
                           [](unsigned char c) { return c == '_' ? '-' : static_cast<char>(std::tolower(c)); });
    return key_of(tenant, row.key);
  }
  return std::nullopt;
}

Result<void> check_tenant_channels(const AlertSettings& settings) {
  for (const auto& [tenant, own] : settings.tenants) {
    if (auto done = check_one(settings, tenant, own); !done) return done;
  }
  const auto routes = alerts::alert_routes(settings);
  std::size_t channels = 0;
  for (const auto& [tenant, names] : routes.own) channels += names.size();
  if (channels > alerts::kTenantChannelsMax)
    return invalid(fmt::format("alerts.tenants: {} channels: expected at most {} of all tenants together", channels,
                               alerts::kTenantChannelsMax));
  const auto escalations = alerts::escalation_routes(settings);
  for (const auto& [tenant, own] : settings.tenants) {
    if (own.escalate_to.empty()) continue;
    const auto found = escalations.own.find(tenant);
    if (found != escalations.own.end() && !found->second.empty()) continue;
    return invalid(fmt::format("{} = \"{}\": expected a channel of this tenant that is set up",
                               key_of(tenant, "escalate_to"), own.escalate_to));
  }
  return {};
}

}  // namespace shrike::app
