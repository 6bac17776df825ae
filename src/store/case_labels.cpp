// Labels that closed cases owe to the event log.
#include <fmt/format.h>

#include "decision_row.hpp"
#include "shrike/store/case_changes.hpp"

namespace shrike::store {

namespace {

Result<void> read_due_decisions(Database& database, const std::string& tenant, domain::Seq after, std::size_t limit,
                                DueLabels& due) {
  static const std::string kSql = fmt::format(R"(
    SELECT a.seq, {} FROM alerts a LEFT JOIN decisions d ON d.tenant = a.tenant AND d.seq = a.seq
    WHERE a.tenant = $1 AND a.case_id = $2 AND a.seq > $3 ORDER BY a.seq LIMIT $4
  )",
                                              kDecisionSelect);
  const auto rows =
      database.query(kSql, {tenant, due.number, static_cast<std::int64_t>(after), static_cast<std::int64_t>(limit)});
  if (!rows) return rows.error();
  due.finished = rows->size() < limit;
  for (const Row& row : *rows) {
    due.last = static_cast<domain::Seq>(row.integer(0));
    if (row.is_null(1)) continue;
    // One that cannot be read would hold up all others for ever.
    auto decision = read_decision(row, 1);
    if (decision) due.decisions.push_back(std::move(decision->decision));
  }
  return {};
}

}  // namespace

Result<std::optional<DueLabels>> due_case_labels(Database& database, std::size_t limit) {
  constexpr std::string_view kSql =
      "SELECT id, tenant, outcome, closed_by, closing_note, labels_after FROM cases WHERE labels_after IS NOT NULL "
      "ORDER BY id LIMIT 1";
  const auto rows = database.query(kSql);
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<DueLabels>();
  const Row& row = rows->front();
  DueLabels due;
  due.number = row.integer(0);
  due.fraud = row.text(2) == "confirmed_fraud";
  due.by = row.text(3);
  due.note = row.text(4);
  due.last = static_cast<domain::Seq>(row.integer(5));
  if (auto done = read_due_decisions(database, row.text(1), due.last, limit, due); !done) return done.error();
  return std::optional(std::move(due));
}

Result<void> note_labels_sent(Database& database, const DueLabels& sent) {
  constexpr std::string_view kSql =
      "UPDATE cases SET labels_after = $2 WHERE id = $1 AND labels_after IS NOT NULL AND labels_after <= $3";
  const auto last = static_cast<std::int64_t>(sent.last);
  const auto done = database.query(kSql, {sent.number, sent.finished ? Value() : Value(last), last});
  return done ? Result<void>() : Result<void>(done.error());
}

}  // namespace shrike::store
