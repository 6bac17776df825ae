#include "shrike/store/silences.hpp"

#include <fmt/format.h>

namespace shrike::store {

bool Silence::matches(const OutboxRow& row) const {
  const auto fits = [](const std::string& wanted, const std::string& value) {
    return wanted.empty() || wanted == value;
  };
  return tenant == row.tenant && fits(type, row.type) && fits(severity, row.severity) && fits(entity, row.group_key);
}

Result<std::uint64_t> add_silence(Database& database, const Silence& silence) {
  constexpr std::string_view kSql = R"(
    INSERT INTO silences (created_at, until, tenant, type, severity, entity, reason, created_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
  )";
  const auto active = active_silences(database, silence.tenant, silence.created_at_us);
  if (!active) return active.error();
  if (active->size() >= kSilencesMax)
    return Error{ErrorKind::conflict, fmt::format("{} silences are active: end one of them first", kSilencesMax)};
  auto rows = database.query(
      kSql, {Time{silence.created_at_us}, Time{silence.until_us}, silence.tenant, text_or_null(silence.type),
             text_or_null(silence.severity), text_or_null(silence.entity), silence.reason, silence.by});
  if (!rows) return rows.error();
  return static_cast<std::uint64_t>(rows->front().integer(0));
}

Result<void> end_silence(Database& database, const std::string& tenant, std::uint64_t number, TimeUs now_us) {
  constexpr std::string_view kSql =
      "UPDATE silences SET until = $3 WHERE tenant = $1 AND id = $2 AND until > $3 RETURNING id";
  auto rows = database.query(kSql, {tenant, static_cast<std::int64_t>(number), Time{now_us}});
  if (!rows) return rows.error();
  if (rows->empty()) return Error{ErrorKind::not_found, "no such silence"};
  return {};
}

Result<std::vector<Silence>> active_silences(Database& database, const std::string& tenant, TimeUs now_us) {
  constexpr std::string_view kSql = R"(
    SELECT id, tenant, type, severity, entity, reason, created_by, created_at, until FROM silences
    WHERE tenant = $1 AND until > $2 ORDER BY id DESC LIMIT $3
  )";
  auto rows = database.query(kSql, {tenant, Time{now_us}, static_cast<std::int64_t>(kSilencesMax)});
  if (!rows) return rows.error();
  std::vector<Silence> out;
  for (const Row& row : *rows) {
    out.push_back({static_cast<std::uint64_t>(row.integer(0)), row.text(1), row.text(2), row.text(3), row.text(4),
                   row.text(5), row.text(6), row.time(7), row.time(8)});
  }
  return out;
}

}  // namespace shrike::store
