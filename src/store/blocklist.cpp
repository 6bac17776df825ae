#include "shrike/store/blocklist.hpp"

#include "page_cursor.hpp"
#include "shrike/base/byte_codec.hpp"

namespace shrike::store {

namespace {

constexpr char kBlockList = 'b';

Result<void> insert(Database& database, std::string_view sql, const BlocklistRow& row) {
  const domain::BlocklistEntry& entry = row.entry;
  auto done = database.query(sql, {row.tenant, static_cast<std::int64_t>(entry.kind), entry.value, entry.reason,
                                   static_cast<std::int64_t>(entry.source), Time{entry.added_at_us},
                                   time_or_null(entry.expires_at_us), static_cast<std::int64_t>(entry.list)});
  return done ? Result<void>() : Result<void>(done.error());
}

domain::BlocklistEntry read_entry(const Row& row) {
  return {static_cast<domain::EntityKind>(row.integer(0)), row.text(1), row.text(2),
          static_cast<domain::ListSource>(row.integer(3)), row.time(4), row.time(5),
          static_cast<domain::EntityList>(row.integer(6))};
}

/// The entry that a page ended with.
struct Position {
  TimeUs added_at_us = 0;
  std::int64_t kind = 0;
  std::string value;
};

std::string encode_position(const domain::BlocklistEntry& entry) {
  std::string key;
  ByteWriter writer(key);
  writer.number(entry.added_at_us);
  writer.number(static_cast<std::uint8_t>(entry.kind));
  writer.text(entry.value);
  return encode_cursor(kBlockList, key);
}

Result<Position> decode_position(const std::string& cursor) {
  auto key = decode_cursor(kBlockList, cursor);
  if (!key) return key.error();
  ByteReader reader(*key);
  const auto added_at_us = reader.number<TimeUs>();
  const auto kind = reader.number<std::uint8_t>();
  Position position{added_at_us, kind, std::string(reader.text())};
  if (!reader.ok() || !reader.at_end()) return invalid("cursor: damaged");
  return position;
}

}  // namespace

Result<void> upsert_blocked(Database& database, const BlocklistRow& row) {
  constexpr std::string_view kSql = R"(
    INSERT INTO blocklist (tenant, kind, value, reason, source, added_at, expires_at, list)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (tenant, kind, value) DO UPDATE SET
      reason = excluded.reason, source = excluded.source, added_at = excluded.added_at, expires_at = excluded.expires_at,
      list = excluded.list
  )";
  return insert(database, kSql, row);
}

Result<void> remove_blocked(Database& database, const std::string& tenant, domain::EntityKind kind,
                            const std::string& value) {
  constexpr std::string_view kSql =
      "DELETE FROM blocklist WHERE tenant = $1 AND kind = $2 AND value = $3 RETURNING kind";
  auto rows = database.query(kSql, {tenant, static_cast<std::int64_t>(kind), value});
  if (!rows) return rows.error();
  if (rows->empty()) return Error{ErrorKind::not_found, "no such blocklist entry"};
  return {};
}

Result<BlocklistPage> list_blocked(Database& database, const std::string& tenant, const PageRequest& page,
                                   const ListFilter& filter) {
  constexpr std::string_view kFirst = R"(
    SELECT kind, value, reason, source, added_at, expires_at, list FROM blocklist
    WHERE tenant = $1 AND list BETWEEN $3 AND $4 AND source BETWEEN $5 AND $6
    ORDER BY added_at DESC, kind DESC, value DESC LIMIT $2
  )";
  constexpr std::string_view kNext = R"(
    SELECT kind, value, reason, source, added_at, expires_at, list FROM blocklist
    WHERE tenant = $1 AND list BETWEEN $3 AND $4 AND source BETWEEN $5 AND $6 AND (added_at, kind, value) < ($7, $8, $9)
    ORDER BY added_at DESC, kind DESC, value DESC LIMIT $2
  )";
  if (auto checked = check_page(tenant, page); !checked) return checked.error();
  const auto number = [](const auto& wanted, auto otherwise) {
    return static_cast<std::int64_t>(wanted.value_or(otherwise));
  };
  using domain::EntityList, domain::ListSource;
  std::vector<Value> values{tenant,
                            static_cast<std::int64_t>(page.limit + 1),
                            number(filter.list, EntityList::block),
                            number(filter.list, EntityList::allow),
                            number(filter.source, ListSource::automatic),
                            number(filter.source, ListSource::rule)};
  if (!page.cursor.empty()) {
    const auto position = decode_position(page.cursor);
    if (!position) return position.error();
    values.insert(values.end(), {Time{position->added_at_us}, position->kind, position->value});
  }
  auto rows = database.query(page.cursor.empty() ? kFirst : kNext, values);
  if (!rows) return rows.error();
  BlocklistPage result;
  const bool more = rows->size() > page.limit;
  if (more) rows->pop_back();
  for (const Row& row : *rows) result.rows.push_back(read_entry(row));
  if (more) result.next_cursor = encode_position(result.rows.back());
  return result;
}

Result<std::vector<BlocklistRow>> load_blocklist(Database& database) {
  constexpr std::string_view kSql =
      "SELECT kind, value, reason, source, added_at, expires_at, list, tenant FROM blocklist ORDER BY tenant, kind, "
      "value";
  auto rows = database.query(kSql);
  if (!rows) return rows.error();
  std::vector<BlocklistRow> all;
  all.reserve(rows->size());
  for (const Row& row : *rows) all.push_back({row.text(7), read_entry(row)});
  return all;
}

std::optional<BlocklistRow> blocked_by(const domain::Decision& decision) {
  if (!decision.block) return std::nullopt;
  return BlocklistRow{decision.event.tenant, *decision.block};
}

}  // namespace shrike::store
