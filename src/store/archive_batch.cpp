#include "shrike/store/archive_batch.hpp"

#include <algorithm>

#include "shrike/base/fault_point.hpp"
#include "shrike/store/alerts.hpp"
#include "shrike/store/blocklist.hpp"
#include "shrike/store/cases.hpp"
#include "shrike/store/cursors.hpp"
#include "shrike/store/decisions.hpp"
#include "shrike/store/labels.hpp"
#include "shrike/store/outbox.hpp"
#include "shrike/store/tenant_settings.hpp"
#include "shrike/store/thresholds.hpp"

namespace shrike::store {

namespace {

domain::Seq seq_of(const domain::DecisionPtr& decision) { return decision->seq(); }
domain::Seq seq_of(const domain::Event& event) { return event.seq; }
domain::Seq seq_of(const domain::Alert& alert) { return alert.decision_seq; }

/// What lies after the cursor.
template <class T>
std::span<const T> after(std::span<const T> items, domain::Seq cursor) {
  const auto in_order = [](const T& a, const T& b) { return seq_of(a) < seq_of(b); };
  SHRIKE_ASSERT(std::is_sorted(items.begin(), items.end(), in_order));
  const auto first =
      std::partition_point(items.begin(), items.end(), [&](const T& item) { return seq_of(item) <= cursor; });
  return items.subspan(static_cast<std::size_t>(first - items.begin()));
}

Result<void> apply_control(Database& database, const domain::Event& event) {
  const auto* control = std::get_if<domain::Control>(&event.body);
  SHRIKE_ASSERT(control != nullptr);
  if (control->is_threshold()) return insert_threshold(database, event);
  if (control->is_settings()) return keep_settings(database, event);
  if (!control->is_blocklist()) return {};  // the engine's state and the models' files tell of these
  if (control->action == domain::Control::Action::blocklist_add) {
    return upsert_blocked(database, {event.tenant, control->entry});
  }
  auto removed = remove_blocked(database, event.tenant, control->entry.kind, control->entry.value);
  return !removed && removed.error().kind == ErrorKind::not_found ? Result<void>() : removed;
}

Result<void> apply_block(Database& database, const domain::Decision& decision) {
  const auto row = decision.evaluation == domain::Evaluation::fresh ? blocked_by(decision) : std::nullopt;
  return row ? upsert_blocked(database, *row) : Result<void>();
}

/// All kinds of change in the order of the log: an entry may come and go within one batch.
Result<void> apply_blocklist(Database& database, std::span<const domain::DecisionPtr> decisions,
                             std::span<const domain::Event> controls) {
  for (const domain::DecisionPtr& decision : decisions) {
    for (; !controls.empty() && controls.front().seq < decision->seq(); controls = controls.subspan(1)) {
      if (auto applied = apply_control(database, controls.front()); !applied) return applied;
    }
    if (auto applied = apply_block(database, *decision); !applied) return applied;
  }
  for (const domain::Event& control : controls) {
    if (auto applied = apply_control(database, control); !applied) return applied;
  }
  return {};
}

Result<void> write_after(Database& database, const ArchiveBatch& batch, domain::Seq cursor) {
  const auto decisions = after(batch.decisions, cursor);
  if (auto done = insert_decisions(database, decisions); !done) return done;
  if (auto done = insert_labels(database, after(batch.labels, cursor)); !done) return done;
  if (auto done = apply_blocklist(database, decisions, after(batch.controls, cursor)); !done) return done;
  const auto alerts = after(batch.alerts, cursor);
  const auto cases = join_cases(database, alerts);
  if (!cases) return cases.error();
  if (auto done = insert_alerts(database, alerts, *cases); !done) return done;
  if (batch.routes != nullptr) {
    if (auto done = put_alerts_out(database, alerts, *batch.routes); !done) return done;
  }
  return write_cursor(database, kArchiveCursor, batch.cursor);
}

}  // namespace

Result<void> write_archive_batch(Database& database, const ArchiveBatch& batch) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  auto cursor = lock_cursor(database, kArchiveCursor);
  if (!cursor) return cursor.error();
  if (batch.cursor <= *cursor) return {};
  if (auto written = write_after(database, batch, *cursor); !written) return written;
  SHRIKE_FAULT_POINT("archive.before_commit");
  return transaction->commit();
}

}  // namespace shrike::store
