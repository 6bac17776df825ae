#include "shrike/store/thresholds.hpp"

#include "page_cursor.hpp"
#include "shrike/base/result.hpp"

namespace shrike::store {

namespace {

constexpr char kThresholdList = 't';

StoredThreshold read_threshold(const Row& row) {
  StoredThreshold stored;
  stored.seq = static_cast<domain::Seq>(row.integer(0));
  stored.changed_at_us = row.time(1);
  stored.change.about = static_cast<domain::EventKind>(row.integer(2));
  if (!row.is_null(3)) stored.change.review_from = row.real(3);
  stored.change.by = row.text(4);
  stored.change.note = row.text(5);
  return stored;
}

}  // namespace

Result<void> insert_threshold(Database& database, const domain::Event& event) {
  constexpr std::string_view kSql = R"(
    INSERT INTO threshold_changes (tenant, seq, changed_at, about, review_from, changed_by, note)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant, seq) DO NOTHING
  )";
  const auto* control = std::get_if<domain::Control>(&event.body);
  SHRIKE_ASSERT(control != nullptr && control->is_threshold());
  const domain::ThresholdChange& change = control->threshold;
  const auto done =
      database.query(kSql, {event.tenant, static_cast<std::int64_t>(event.seq), Time{event.ingested_at_us},
                            static_cast<std::int64_t>(change.about),
                            change.review_from ? Value(*change.review_from) : Value(), change.by, change.note});
  return done ? Result<void>() : Result<void>(done.error());
}

Result<ThresholdPage> list_thresholds(Database& database, const std::string& tenant, const PageRequest& page) {
  constexpr std::string_view kSql = R"(
    SELECT seq, changed_at, about, review_from, changed_by, note FROM threshold_changes
    WHERE tenant = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3
  )";
  if (auto checked = check_page(tenant, page); !checked) return checked.error();
  const auto before = decode_seq_cursor(kThresholdList, page.cursor);
  if (!before) return before.error();
  const auto rows = database.query(kSql, {tenant, *before, static_cast<std::int64_t>(page.limit + 1)});
  if (!rows) return rows.error();
  ThresholdPage out;
  for (const Row& row : *rows) {
    if (out.rows.size() == page.limit) {
      out.next_cursor = encode_seq_cursor(kThresholdList, out.rows.back().seq);
      break;
    }
    out.rows.push_back(read_threshold(row));
  }
  return out;
}

Result<std::optional<StoredThreshold>> newest_threshold(Database& database, const std::string& tenant,
                                                        domain::EventKind about) {
  constexpr std::string_view kSql = R"(
    SELECT seq, changed_at, about, review_from, changed_by, note FROM threshold_changes
    WHERE tenant = $1 AND about = $2 ORDER BY seq DESC LIMIT 1
  )";
  const auto rows = database.query(kSql, {tenant, static_cast<std::int64_t>(about)});
  if (!rows) return rows.error();
  return rows->empty() ? std::nullopt : std::optional(read_threshold(rows->front()));
}

}  // namespace shrike::store
