#pragma once
// Who shares the installation.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shrike/store/database.hpp"

namespace shrike::store {

struct Tenant {
  std::string id;  ///< [a-z0-9-]{1,64}; older ones as their keys name them
  std::string name;
  bool suspended = false;
  TimeUs created_at_us = 0;
  std::string brand_name = {};  ///< empty = none; so with the two below
  std::string brand_colour = {};
  std::string brand_logo = {};
};

/// How much of each there is.
struct TenantFigures {
  std::uint64_t keys = 0;  ///< that are not revoked
  std::uint64_t users = 0;
  std::uint64_t decisions = 0;
};

struct CountedTenant {
  Tenant tenant;
  TenantFigures figures;
};

/// Most tenants that there may be.
inline constexpr std::size_t kTenantsMax = 1'000;

bool is_tenant_id(std::string_view text);

/// Errors: conflict (the id is taken, or there are kTenantsMax), as Database.
Result<void> insert_tenant(Database& database, const Tenant& tenant);
/// Replaces name, state and branding. Errors: not_found, as Database.
Result<void> update_tenant(Database& database, const Tenant& tenant);
/// Errors: not_found, as Database.
Result<Tenant> find_tenant(Database& database, const std::string& id);
/// By id. Errors: as Database.
Result<std::vector<Tenant>> load_tenants(Database& database);
/// With counts, by id; of one tenant alone where `only` names it. Errors: as Database.
Result<std::vector<CountedTenant>> list_tenants(Database& database, const std::optional<std::string>& only);
/// Adds those that keys, users or decisions name and that are not there. Errors: as Database.
Result<void> adopt_tenants(Database& database, TimeUs now_us);

}  // namespace shrike::store
