#pragma once
// The settings of the alerts, a part of the table of settings.
#include <span>

#include "shrike/app/config.hpp"

namespace shrike::app {

std::span<const Option> alert_options();

/// What no single value shows: settings that need each other. Error: invalid.
Result<void> check_alerts(const Config& config);

}  // namespace shrike::app
