#pragma once
// A channel that one tenant has for itself.
#include <string_view>

#include "shrike/alerts/channel.hpp"

namespace shrike::alerts {

/// The settings as the channels of that tenant are made from them: its receivers, and what is the installation's alone
/// (mail server and sender, PagerDuty's address).
AlertSettings settings_of_tenant(const AlertSettings& settings, const TenantChannels& own);

/// `inner` under a name that no other tenant's channel has: "webhook@acme".
std::unique_ptr<AlertChannel> make_tenant_channel(std::unique_ptr<AlertChannel> inner, std::string tenant,
                                                  std::string target);

/// "webhook@acme" of "webhook" and "acme". Ids of tenants have no "@".
std::string tenant_channel_name(std::string_view channel, std::string_view tenant);

}  // namespace shrike::alerts
