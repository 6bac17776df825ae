#pragma once
// What the configuration file says of the settings that a tenant may set for itself.
#include "shrike/app/config.hpp"
#include "shrike/store/tenant_settings.hpp"

namespace shrike::app {

/// A value for each row of domain::setting_rows.
store::StoredSettings setting_defaults(const Config& config);

}  // namespace shrike::app
