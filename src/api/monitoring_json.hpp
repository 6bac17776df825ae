#pragma once
// JSON of a monitoring report: the body of GET /monitoring.
#include <string>

#include "shrike/training/monitoring.hpp"

namespace shrike::api {

/// Of the newest `days` days, from 1 to training::kMonitoredDaysMax.
std::string monitoring_json(const training::MonitoringReport& report, int days);

}  // namespace shrike::api
