#pragma once
// The block and the allow list as the engine made them: a projection of the eventlog for people, and what the engine
// starts with.
#include <optional>
#include <string>
#include <vector>

#include "shrike/domain/decision.hpp"
#include "shrike/store/database.hpp"
#include "shrike/store/paging.hpp"

namespace shrike::store {

struct BlocklistRow {
  std::string tenant;
  domain::BlocklistEntry entry;
};

struct BlocklistPage {
  std::vector<domain::BlocklistEntry> rows;  ///< by kind and value
  std::optional<std::string> next_cursor;
};

/// Adds an entry or replaces the one of the same kind and value. Errors: as Database.
Result<void> upsert_blocked(Database& database, const BlocklistRow& row);
/// Errors: not_found, as Database.
Result<void> remove_blocked(Database& database, const std::string& tenant, domain::EntityKind kind,
                            const std::string& value);
/// What of both lists is wanted; none: all.
struct ListFilter {
  std::optional<domain::EntityList> list;
  std::optional<domain::ListSource> source;
};
/// Newest first. Errors: invalid (no tenant, limit, cursor), as Database.
Result<BlocklistPage> list_blocked(Database& database, const std::string& tenant, const PageRequest& page,
                                   const ListFilter& filter = {});
/// Every entry of every tenant, for the engine's start. Errors: as Database.
Result<std::vector<BlocklistRow>> load_blocklist(Database& database);

/// The entry that a decision put on the blocklist (Decision::block), with its tenant; nullopt for every other decision.
std::optional<BlocklistRow> blocked_by(const domain::Decision& decision);

}  // namespace shrike::store
