#include "policies.hpp"

#include "shrike/domain/event_codec.hpp"
#include "shrike/domain/tenant_settings.hpp"

namespace shrike::engine {

void Policies::set(const std::string& tenant, const domain::SettingsChange& change) {
  const auto found = tenants_.find(tenant);
  // Decisions hold on to the policy that they were made under, so a change makes a new one.
  domain::TenantPolicy policy = found == tenants_.end() ? domain::TenantPolicy() : *found->second;
  domain::apply_settings(policy, change.values);
  if (policy == domain::TenantPolicy()) {
    if (found != tenants_.end()) tenants_.erase(found);
    return;
  }
  if (found == tenants_.end() && tenants_.size() >= kTenantsMax) return;
  tenants_.insert_or_assign(tenant, std::make_shared<const domain::TenantPolicy>(policy));
}

const domain::TenantPolicyPtr& Policies::of(const std::string& tenant) const {
  static const domain::TenantPolicyPtr kNone;
  if (tenants_.empty()) return kNone;
  const auto found = tenants_.find(tenant);
  return found == tenants_.end() ? kNone : found->second;
}

void Policies::save(ByteWriter& out) const {
  out.varint(tenants_.size());
  for (const auto& [tenant, policy] : tenants_) {
    out.text(tenant);
    domain::append_settings(out, domain::settings_of(*policy));
  }
}

bool Policies::load(ByteReader& in) {
  tenants_.clear();
  const std::uint64_t count = in.varint();
  if (count > kTenantsMax) return false;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string tenant(in.text());
    domain::SettingsChange change;
    if (!domain::read_settings(in, change.values)) return false;
    set(tenant, change);
  }
  return in.ok();
}

}  // namespace shrike::engine
