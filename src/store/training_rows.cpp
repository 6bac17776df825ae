#include "shrike/store/training_rows.hpp"

#include <cstring>

#include "decision_detail.hpp"
#include "shrike/domain/event_codec.hpp"

namespace shrike::store {

namespace {

TrainingRow row_of(const Row& row) {
  TrainingRow out;
  domain::Decision decision;
  if (read_detail(row.text(5), decision)) out.feature_table = decision.feature_table;
  out.seq = static_cast<domain::Seq>(row.integer(0));
  out.event_time_us = row.time(1);
  const std::string& bytes = row.is_null(2) ? std::string() : row.bytes(2);
  out.features.resize(bytes.size() / sizeof(float));
  if (!out.features.empty()) std::memcpy(out.features.data(), bytes.data(), out.features.size() * sizeof(float));
  // An event that is not as written has no attributes.
  auto event = domain::decode_event(row.bytes(6));
  auto* payment = event ? std::get_if<domain::Transaction>(&event->body) : nullptr;
  if (payment != nullptr) out.attributes = std::move(payment->attributes);
  return out;
}

}  // namespace

Result<std::vector<TrainingRow>> training_rows(Database& database, const std::string& tenant, TimeUs from_us,
                                               domain::Seq after, std::size_t limit) {
  // An event without an id cannot be labelled.
  constexpr std::string_view kSql = R"(
    SELECT d.seq, d.event_time, d.features, l.fraud, l.source, d.detail, d.event
    FROM (SELECT seq, event_time, features, event_id, detail, event FROM decisions
          WHERE tenant = $1 AND kind = 1 AND event_time >= $2 AND seq > $3 ORDER BY seq LIMIT $4) d
    LEFT JOIN labels l ON l.tenant = $1 AND l.event_id = d.event_id AND l.about = 1 AND d.event_id <> ''
    ORDER BY d.seq, l.seq
  )";
  const auto rows =
      database.query(kSql, {tenant, Time{from_us}, static_cast<std::int64_t>(after), static_cast<std::int64_t>(limit)});
  if (!rows) return rows.error();
  std::vector<TrainingRow> out;
  for (const Row& row : *rows) {
    if (out.empty() || out.back().seq != static_cast<domain::Seq>(row.integer(0))) out.push_back(row_of(row));
    if (!row.is_null(3)) out.back().labels.push_back({row.boolean(3), row.text(4)});
  }
  return out;
}

Result<TimeUs> newest_event_time(Database& database, const std::string& tenant) {
  const auto rows = database.query(
      "SELECT event_time FROM decisions WHERE tenant = $1 AND kind = 1 ORDER BY seq DESC LIMIT 1", {tenant});
  if (!rows) return rows.error();
  return rows->empty() ? TimeUs{0} : rows->front().time(0);
}

}  // namespace shrike::store
