#pragma once
// Brings a database to the schema that this binary knows.
#include <span>

#include "shrike/base/embedded_file.hpp"
#include "shrike/store/database.hpp"

namespace shrike::store {

/// Applies the embedded migrations that are missing, one transaction each, in order. Safe to call at every start and
/// from two processes at once. Errors: conflict when the database was made by a newer binary or a migration that is
/// already applied has changed since; else as Database.
Result<void> migrate(Database& database);

/// The same with other files, named "<dialect>/NNNN_name.sql" (tests).
Result<void> migrate(Database& database, std::span<const EmbeddedFile> files);

}  // namespace shrike::store
