#pragma once
// How far each consumer of the eventlog has come, by name.
#include <string>

#include "shrike/domain/event.hpp"
#include "shrike/store/database.hpp"

namespace shrike::store {

/// The cursor that write_archive_batch moves.
inline constexpr std::string_view kArchiveCursor = "archive";

/// 0 when there is none. Errors: corrupt, as Database.
Result<domain::Seq> read_cursor(Database& database, std::string_view name);
/// Reads it and keeps it from others until the transaction ends; makes it where there is none. Errors: as Database.
Result<domain::Seq> lock_cursor(Database& database, std::string_view name);
/// Errors: as Database.
Result<void> write_cursor(Database& database, std::string_view name, domain::Seq seq);

}  // namespace shrike::store
