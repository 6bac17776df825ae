#include "shrike/store/cases.hpp"

namespace shrike::store {

namespace {

Result<std::vector<CaseLabel>> labels_of_case(Database& database, const Case& of, domain::Seq oldest) {
  constexpr std::string_view kSql = R"(
    SELECT l.event_id, l.source, l.fraud, l.event_time
    FROM alerts a JOIN decisions d ON d.tenant = a.tenant AND d.seq = a.seq
    JOIN labels l ON l.tenant = d.tenant AND l.event_id = d.event_id AND l.about = d.kind
    WHERE a.tenant = $1 AND a.case_id = $2 AND a.seq >= $3 ORDER BY l.seq DESC LIMIT $4
  )";
  const auto rows = database.query(
      kSql, {of.tenant, of.number, static_cast<std::int64_t>(oldest), static_cast<std::int64_t>(kCaseEventsMax)});
  if (!rows) return rows.error();
  std::vector<CaseLabel> labels;
  for (const Row& row : *rows) labels.push_back({row.text(0), row.text(1), row.boolean(2), row.time(3)});
  return labels;
}

Result<std::vector<CaseEvent>> events_of_case(Database& database, const Case& of) {
  constexpr std::string_view kSql = R"(
    SELECT e.at, e.done_by, e.what, e.words FROM (
      SELECT id, at, done_by, what, words FROM case_events WHERE case_id = $1 ORDER BY id DESC LIMIT $2) e
    ORDER BY e.id
  )";
  const auto rows = database.query(kSql, {of.number, static_cast<std::int64_t>(kCaseEventsMax)});
  if (!rows) return rows.error();
  std::vector<CaseEvent> events;
  for (const Row& row : *rows) events.push_back({row.time(0), row.text(1), row.text(2), row.text(3)});
  return events;
}

}  // namespace

Result<CaseItems> case_items(Database& database, const Case& of) {
  auto alerts = alerts_of_case(database, of.tenant, of.number, kCaseItemsMax);
  if (!alerts) return alerts.error();
  auto labels = labels_of_case(database, of, alerts->empty() ? 0 : alerts->back().alert.decision_seq);
  if (!labels) return labels.error();
  auto events = events_of_case(database, of);
  if (!events) return events.error();
  return CaseItems{std::move(*alerts), std::move(*labels), std::move(*events)};
}

}  // namespace shrike::store
