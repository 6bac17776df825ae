#pragma once
// The SQLite driver.
#include "shrike/store/database.hpp"

namespace shrike::store {

/// Errors as open_database.
Result<std::unique_ptr<Database>> open_sqlite(const std::string& path, const DatabaseOptions& options);

}  // namespace shrike::store
