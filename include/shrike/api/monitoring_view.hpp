#pragma once
// How well the live model does, as the API sees it.
#include <memory>
#include <string>

#include "shrike/training/monitoring.hpp"

namespace shrike::api {

/// Implemented by the app. Thread-safe.
class MonitoringView {
 public:
  virtual ~MonitoringView() = default;
  /// The newest report of the tenant's own decisions, never null; `computed_at_us` 0 before the first.
  [[nodiscard]] virtual std::shared_ptr<const training::MonitoringReport> monitoring(
      const std::string& tenant) const = 0;
};

}  // namespace shrike::api
