#pragma once
// Makers of the channels, one per file of src/alerts/channels/. Each gives null where the settings leave it out.
#include "shrike/alerts/channel.hpp"

namespace shrike::alerts {

std::unique_ptr<AlertChannel> make_webhook(const AlertSettings& settings);
std::unique_ptr<AlertChannel> make_email(const AlertSettings& settings);
std::unique_ptr<AlertChannel> make_slack(const AlertSettings& settings);
std::unique_ptr<AlertChannel> make_teams(const AlertSettings& settings);
std::unique_ptr<AlertChannel> make_pagerduty(const AlertSettings& settings);

}  // namespace shrike::alerts
