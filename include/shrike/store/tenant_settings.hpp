#pragma once
// Tenants' own settings: a projection of the eventlog, read at start.
#include <map>
#include <string>

#include "shrike/domain/event.hpp"
#include "shrike/store/database.hpp"

namespace shrike::store {

/// By key.
using StoredSettings = std::map<std::string, std::string, std::less<>>;

/// The event is a control that sets a tenant's settings. Errors: as Database.
Result<void> keep_settings(Database& database, const domain::Event& event);
/// Of every tenant that has set one, by its id. Errors: as Database.
Result<std::map<std::string, StoredSettings>> load_settings(Database& database);

}  // namespace shrike::store
