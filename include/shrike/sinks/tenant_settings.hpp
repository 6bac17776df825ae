#pragma once
// What tenants have set for themselves, as it stands after the newest event that the engine has applied.
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "shrike/domain/sink.hpp"
#include "shrike/store/tenant_settings.hpp"

namespace shrike::sinks {

/// Thread-safe.
class TenantSettings final : public domain::DecisionSink {
 public:
  using Values = store::StoredSettings;
  /// `stored`: of earlier runs. `changed` is called for each tenant whose settings change, on the engine's thread.
  TenantSettings(std::map<std::string, Values> stored, std::function<void(const std::string& tenant)> changed);

  void accept(const domain::DecisionBatchPtr& batch) override;

  [[nodiscard]] std::optional<std::string> value(const std::string& tenant, std::string_view key) const;
  [[nodiscard]] Values values(const std::string& tenant) const;

 private:
  const std::function<void(const std::string&)> changed_;
  std::atomic<bool> any_;     // whether any tenant has set anything: most installations need not look
  mutable std::mutex mutex_;  // guards tenants_
  std::map<std::string, Values> tenants_;
};

}  // namespace shrike::sinks
