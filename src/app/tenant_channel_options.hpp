#pragma once
// The settings of channels that tenants have for themselves: "alerts.tenants.acme.webhook.url".
#include <optional>
#include <string>
#include <string_view>

#include "shrike/app/config.hpp"

namespace shrike::app {

inline constexpr std::string_view kTenantChannels = "alerts.tenants.";

/// Sets one of them; the key begins with kTenantChannels. Error: invalid, naming the key, the value (where it is no
/// secret) and what was expected.
Result<void> set_tenant_channel(Config& config, std::string_view key, const std::string& value,
                                std::string_view origin);

/// The key that a variable of the environment stands for; in its name an id's "-" is "_". None: it is no such variable.
std::optional<std::string> tenant_channel_key(std::string_view environment_name);

/// What no single value shows. Error: invalid.
Result<void> check_tenant_channels(const alerts::AlertSettings& settings);

}  // namespace shrike::app
