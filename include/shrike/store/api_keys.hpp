#pragma once
// API keys: only their hashes are stored.
#include <string>
#include <vector>

#include "shrike/store/database.hpp"

namespace shrike::store {

struct ApiKey {
  std::string id;
  std::string prefix;  ///< first characters of the key, so that people recognise it
  std::string sha256;  ///< of the whole key, lower-case hexadecimal
  std::string role;
  std::string tenant;
  std::string label;
  TimeUs created_at_us = 0;
  TimeUs expires_at_us = 0;    ///< 0 = never
  TimeUs revoked_at_us = 0;    ///< 0 = not revoked
  std::string addresses = {};  ///< that may use it, as access::AddressList reads them; empty = all
};

/// Most keys of one tenant that list_api_keys gives.
inline constexpr std::size_t kApiKeysMax = 1'000;
/// Most keys of all tenants together that load_api_keys gives.
inline constexpr std::size_t kLoadedKeysMax = 10'000;

/// Errors: conflict (id or hash already there), as Database.
Result<void> insert_api_key(Database& database, const ApiKey& key);
/// Newest first, revoked ones too. Errors: as Database.
Result<std::vector<ApiKey>> list_api_keys(Database& database, const std::string& tenant);
/// Those of every tenant that are not revoked, newest first. Errors: as Database.
Result<std::vector<ApiKey>> load_api_keys(Database& database);
/// Errors: not_found, as Database.
Result<ApiKey> find_api_key(Database& database, const std::string& tenant, const std::string& id);
/// Lets it end at that time, or earlier where that was set before. Errors: not_found, as Database.
Result<void> expire_api_key(Database& database, const std::string& tenant, const std::string& id, TimeUs at_us);
/// Revoking twice keeps the first time. Errors: not_found, as Database.
Result<void> revoke_api_key(Database& database, const std::string& tenant, const std::string& id, TimeUs at_us);
/// Of any tenant: the hash is what proves who asks. Gives revoked and expired keys too; the caller judges.
/// Errors: not_found, as Database.
Result<ApiKey> find_api_key_by_hash(Database& database, const std::string& sha256);

}  // namespace shrike::store
