#include "shrike/store/case_changes.hpp"

#include <fmt/format.h>

#include "case_row.hpp"
#include "shrike/base/time_text.hpp"
#include "shrike/store/outbox.hpp"
#include "sql_text.hpp"

namespace shrike::store {

namespace {

bool has_labels(std::string_view outcome) { return outcome == "confirmed_fraud" || outcome == "false_positive"; }

/// Makes the next version and holds the row; nothing where the version is another one.
Result<std::optional<Case>> take(Database& database, const CaseChange& change) {
  static const std::string kSql = fmt::format(
      "UPDATE cases SET version = version + 1, updated_at = $4, changed_by = $5 "
      "WHERE tenant = $1 AND id = $2 AND version = $3 RETURNING {}",
      kCaseColumns);
  const auto rows = database.query(kSql, {change.tenant, change.number, change.version, Time{change.at_us}, change.by});
  if (!rows) return rows.error();
  return rows->empty() ? std::nullopt : std::optional(read_case(rows->front()));
}

/// What there is to tell of the change, in the order in which people read it.
std::vector<CaseEvent> events_of(const CaseChange& change, const Case& before) {
  std::vector<CaseEvent> events;
  const auto add = [&](std::string_view what, std::string words = {}) {
    events.push_back({change.at_us, change.by, std::string(what), std::move(words)});
  };
  if (change.assigned_to && *change.assigned_to != before.assigned_to)
    add(change.assigned_to->empty() ? "released" : "assigned", *change.assigned_to);
  if (change.investigate && before.state == "open") add("investigating");
  if (!change.note.empty()) add("note", change.note);
  if (change.snoozed_until_us && *change.snoozed_until_us > 0) add("snoozed", format_time(*change.snoozed_until_us));
  if (change.snoozed_until_us && *change.snoozed_until_us == 0 && before.snoozed_until_us != 0) add("woken");
  if (!change.outcome.empty()) add("closed", change.outcome);
  return events;
}

Result<void> write_events(Database& database, std::int64_t number, const std::vector<CaseEvent>& events) {
  std::vector<std::vector<Value>> rows;
  for (const CaseEvent& event : events)
    rows.push_back({number, Time{event.at_us}, event.by, event.what, text_or_null(event.words)});
  return insert_rows(database, "INSERT INTO case_events (case_id, at, done_by, what, words)", rows, "");
}

Result<void> write_state(Database& database, const CaseChange& change, const Case& before) {
  constexpr std::string_view kSql = R"(
    UPDATE cases SET state = $2, outcome = $3, assigned_to = $4, snoozed_until = $5, labels_after = $6, closed_by = $7,
      closing_note = $8
    WHERE id = $1
  )";
  const bool closes = !change.outcome.empty();
  const std::string state = closes ? "closed" : change.investigate ? "investigating" : before.state;
  const TimeUs snoozed_until_us = closes ? 0 : change.snoozed_until_us.value_or(before.snoozed_until_us);
  const auto done = database.query(
      kSql, {before.number, state, text_or_null(change.outcome),
             text_or_null(change.assigned_to.value_or(before.assigned_to)), time_or_null(snoozed_until_us),
             has_labels(change.outcome) ? Value(std::int64_t{0}) : Value(), closes ? Value(change.by) : Value(),
             text_or_null(closes ? change.note : std::string())});
  return done ? Result<void>() : Result<void>(done.error());
}

/// The case's alerts follow it, and so do the channels that told of them.
Result<void> step_alerts(Database& database, const CaseChange& change, std::span<const std::string> followers) {
  const bool resolve = !change.outcome.empty();
  if (!resolve && !change.investigate) return {};
  const auto seqs = step_alerts_of_case(database, change.number, resolve, {change.tenant, 0, change.by, change.at_us});
  if (!seqs) return seqs.error();
  std::vector<std::string> ids;
  for (const domain::Seq seq : *seqs) ids.push_back(domain::alert_id(seq));
  return put_followups(database, {change.tenant, resolve ? "resolve" : "acknowledge", change.at_us}, ids, followers);
}

/// False: something stands in its way.
Result<bool> apply(Database& database, const CaseChange& change, std::span<const std::string> followers) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  const auto before = take(database, change);
  if (!before) return before.error();
  if (!*before) return false;
  const bool closed = (*before)->state == "closed";
  if (closed && !change.only_note()) return false;
  if (!closed) {
    if (auto done = write_state(database, change, **before); !done) return done.error();
    if (auto done = step_alerts(database, change, followers); !done) return done.error();
  }
  if (auto done = write_events(database, change.number, events_of(change, **before)); !done) return done.error();
  if (auto done = transaction->commit(); !done) return done.error();
  return true;
}

}  // namespace

Result<CaseChanged> change_case(Database& database, const CaseChange& change, std::span<const std::string> followers) {
  const auto applied = apply(database, change, followers);
  if (!applied) return applied.error();
  auto present = find_case(database, change.tenant, change.number);
  if (!present) return present.error();
  return CaseChanged{std::move(*present), *applied};
}

}  // namespace shrike::store
