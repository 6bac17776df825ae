#include "shrike/sinks/tenant_settings.hpp"

namespace shrike::sinks {

TenantSettings::TenantSettings(std::map<std::string, Values> stored, std::function<void(const std::string&)> changed)
    : changed_(std::move(changed)), any_(!stored.empty()), tenants_(std::move(stored)) {}

void TenantSettings::accept(const domain::DecisionBatchPtr& batch) {
  for (const domain::Event& event : batch->controls) {
    const auto& control = std::get<domain::Control>(event.body);
    if (!control.is_settings()) continue;
    {
      const std::lock_guard lock(mutex_);
      Values& values = tenants_[event.tenant];
      for (const auto& [key, value] : control.settings.values) {
        if (value) values.insert_or_assign(key, *value);
        if (!value) values.erase(key);
      }
      if (values.empty()) tenants_.erase(event.tenant);
      any_ = !tenants_.empty();
    }
    changed_(event.tenant);
  }
}

std::optional<std::string> TenantSettings::value(const std::string& tenant, std::string_view key) const {
  if (!any_) return std::nullopt;
  const std::lock_guard lock(mutex_);
  const auto of = tenants_.find(tenant);
  if (of == tenants_.end()) return std::nullopt;
  const auto found = of->second.find(key);
  return found == of->second.end() ? std::nullopt : std::optional(found->second);
}

TenantSettings::Values TenantSettings::values(const std::string& tenant) const {
  const std::lock_guard lock(mutex_);
  const auto found = tenants_.find(tenant);
  return found == tenants_.end() ? Values() : found->second;
}

}  // namespace shrike::sinks
