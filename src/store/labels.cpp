#include "shrike/store/labels.hpp"

#include "shrike/domain/event_codec.hpp"

namespace shrike::store {

namespace {

Result<void> insert_label(Database& database, const domain::Event& event) {
  // The answer to the labelled event is kept with the label, so that counting caught fraud needs no join.
  constexpr std::string_view kInsertSql = R"(
    INSERT INTO labels (tenant, event_id, source, seq, event_time, about, fraud, note, event, ingested_at, outcome)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
            (SELECT outcome FROM decisions WHERE tenant = $1 AND event_id = $2 AND kind = $6 ORDER BY seq LIMIT 1))
    ON CONFLICT (tenant, event_id, source) DO UPDATE SET
      seq = excluded.seq, event_time = excluded.event_time, about = excluded.about, fraud = excluded.fraud,
      note = excluded.note, event = excluded.event, ingested_at = excluded.ingested_at, outcome = excluded.outcome
    WHERE excluded.seq > labels.seq
  )";
  const auto* label = std::get_if<domain::Label>(&event.body);
  SHRIKE_ASSERT(label != nullptr);
  auto done = database.query(
      kInsertSql, {event.tenant, label->event_id, label->source, static_cast<std::int64_t>(event.seq),
                   Time{event.time_us}, static_cast<std::int64_t>(label->about), label->fraud,
                   text_or_null(label->note), Bytes{domain::encode_event(event)}, Time{event.ingested_at_us}});
  return done ? Result<void>() : Result<void>(done.error());
}

}  // namespace

Result<void> insert_labels(Database& database, std::span<const domain::Event> labels) {
  for (const domain::Event& event : labels) {
    if (auto inserted = insert_label(database, event); !inserted) return inserted;
  }
  return {};
}

Result<std::vector<domain::Event>> labels_of(Database& database, const std::string& tenant,
                                             const std::string& event_id) {
  constexpr std::string_view kSql =
      "SELECT seq, event FROM labels WHERE tenant = $1 AND event_id = $2 ORDER BY seq DESC LIMIT 500";
  auto rows = database.query(kSql, {tenant, event_id});
  if (!rows) return rows.error();
  std::vector<domain::Event> labels;
  for (const Row& row : *rows) {
    auto event = domain::decode_event(row.bytes(1));
    if (!event) return event.error();
    event->seq = static_cast<domain::Seq>(row.integer(0));
    labels.push_back(std::move(*event));
  }
  return labels;
}

}  // namespace shrike::store
