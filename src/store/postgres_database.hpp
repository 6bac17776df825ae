#pragma once
// The PostgreSQL driver.
#include "shrike/store/database.hpp"

namespace shrike::store {

/// Errors as open_database. The server must be reachable now; later losses heal by themselves.
Result<std::unique_ptr<Database>> open_postgres(const std::string& url, const DatabaseOptions& options);

}  // namespace shrike::store
