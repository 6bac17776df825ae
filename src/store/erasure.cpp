#include "shrike/store/erasure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "decision_detail.hpp"
#include "decision_row.hpp"
#include "page_cursor.hpp"
#include "shrike/domain/event_codec.hpp"
#include "shrike/store/audit.hpp"
#include "shrike/store/cases.hpp"
#include "shrike/store/labels.hpp"

namespace shrike::store {

namespace {

using domain::EntityKind;

constexpr std::int64_t kStepRows = 200;
constexpr char kErasureList = 'e';
constexpr std::string_view kPseudonymStart = "erased_";
constexpr std::string_view kColumns =
    "id, erased_at, tenant, kind, subject, reason, erased_by, counts, log_to, audit_seq, audit_hash";

/// The column of a decision that holds the value.
std::string_view column_of(EntityKind kind) {
  switch (kind) {
    case EntityKind::card:
      return "subject";
    case EntityKind::device:
      return "device";
    case EntityKind::ip:
      return "ip";
    case EntityKind::phone:
      return "phone";
    default:
      return "customer";
  }
}

class Eraser {
 public:
  Eraser(Database& database, const Subject& subject, const Pseudonym& pseudonym)
      : database_(database), subject_(subject), pseudonym_(pseudonym) {}

  Result<ErasedCounts> run() {
    for (bool more = true; more;) {
      auto stepped = step();
      if (!stepped) return stepped.error();
      more = *stepped;
    }
    if (auto done = others(); !done) return done.error();
    return counts_;
  }

 private:
  /// The next decisions; false when there are none.
  Result<bool> step() {
    static constexpr std::string_view kSql =
        "SELECT {} FROM decisions d WHERE d.tenant = $1 AND d.{} = $2 AND d.seq > $3 ORDER BY d.seq LIMIT $4";
    auto transaction = Transaction::begin(database_);
    if (!transaction) return transaction.error();
    const auto rows = database_.query(fmt::format(kSql, kDecisionSelect, column_of(subject_.kind)),
                                      {subject_.tenant, subject_.value, after_, kStepRows});
    if (!rows) return rows.error();
    for (const Row& row : *rows) {
      auto stored = read_decision(row);
      if (!stored) return stored.error();
      after_ = static_cast<std::int64_t>(stored->decision.seq());
      if (auto done = rewrite(std::move(stored->decision)); !done) return done.error();
    }
    if (auto done = transaction->commit(); !done) return done.error();
    return !rows->empty();
  }

  void replace(EntityKind kind, std::string& value) const {
    const bool whole = subject_.kind == EntityKind::customer;
    const bool own = kind == subject_.kind && value == subject_.value;
    if (value.empty() || value.starts_with(kPseudonymStart) || (!own && !whole)) return;
    value = pseudonym_(subject_.tenant, kind, value);
  }

  template <class Body>
  void replace_entities(Body& body) const {
    replace(EntityKind::card, body.card);
    replace(EntityKind::device, body.device_id);
    replace(EntityKind::ip, body.ip);
    replace(EntityKind::customer, body.customer_id);
  }

  Result<void> rewrite(domain::Decision decision) {
    std::string content;
    const std::string case_before = entity_of_case(decision);
    if (auto* payment = std::get_if<domain::Transaction>(&decision.event.body)) replace_entities(*payment);
    if (auto* message = std::get_if<domain::Message>(&decision.event.body)) {
      replace(EntityKind::phone, message->phone_number);
      content = std::exchange(message->content, std::string(kErasedText));
    }
    // Reasons quote a message's words and what somebody wrote about an entry of a list.
    for (domain::Reason& reason : decision.reasons) {
      if (!content.empty() || reason.code == domain::kBlocklistRule) reason.text = kErasedText;
    }
    if (auto done = update(decision); !done) return done;
    if (const std::string entity = entity_of_case(decision); entity != case_before) {
      if (auto done = rewrite_case(decision.seq(), entity); !done) return done;
    }
    if (auto done = rewrite_labels(decision.event_id()); !done) return done;
    return content.empty() ? Result<void>() : forget_training(content);
  }

  /// The decision is only looked at during the call.
  static std::string entity_of_case(const domain::Decision& decision) {
    domain::Alert alert;
    alert.decision_seq = decision.seq();
    alert.decision = domain::DecisionPtr(domain::DecisionPtr(), &decision);
    return case_entity(alert).value;
  }

  /// The case that the decision's alert belongs to, and what people wrote about it.
  Result<void> rewrite_case(domain::Seq seq, const std::string& entity) {
    constexpr std::string_view kCase = R"(
      UPDATE cases SET entity = $3, closing_note = NULL
      WHERE tenant = $1 AND id = (SELECT case_id FROM alerts WHERE tenant = $1 AND seq = $2) AND entity <> $3 RETURNING 1
    )";
    constexpr std::string_view kNotes = R"(
      UPDATE case_events SET words = $3
      WHERE what = 'note' AND case_id = (SELECT case_id FROM alerts WHERE tenant = $1 AND seq = $2) RETURNING 1
    )";
    const auto number = static_cast<std::int64_t>(seq);
    if (auto done = counted("cases", kCase, {subject_.tenant, number, entity}); !done) return done;
    return counted("case_notes", kNotes, {subject_.tenant, number, std::string(kErasedText)});
  }

  Result<void> update(const domain::Decision& decision) {
    constexpr std::string_view kSql = R"(
      UPDATE decisions SET subject = $3, customer = $4, device = $5, ip = $6, phone = $7, text = $8, primary_reason = $9,
        detail = $10, event = $11
      WHERE tenant = $1 AND seq = $2
    )";
    static const domain::Transaction kNoPayment;
    static const domain::Message kNoMessage;
    const auto& payment = decision.transaction() != nullptr ? *decision.transaction() : kNoPayment;
    const auto& message = decision.message() != nullptr ? *decision.message() : kNoMessage;
    std::string detail;
    append_detail(detail, decision);
    auto done = database_.query(
        kSql,
        {decision.event.tenant, static_cast<std::int64_t>(decision.seq()), text_or_null(decision.subject()),
         text_or_null(payment.customer_id), text_or_null(payment.device_id), text_or_null(payment.ip),
         text_or_null(message.phone_number), text_or_null(message.content),
         text_or_null(std::string(decision.primary_reason())), detail, Bytes{domain::encode_event(decision.event)}});
    if (!done) return done.error();
    ++counts_["decisions"];
    return {};
  }

  Result<void> rewrite_labels(const std::string& event_id) {
    constexpr std::string_view kSql =
        "UPDATE labels SET note = NULL, event = $4 WHERE tenant = $1 AND event_id = $2 AND source = $3";
    auto labels = labels_of(database_, subject_.tenant, event_id);
    if (!labels) return labels.error();
    for (domain::Event& event : *labels) {
      auto& label = std::get<domain::Label>(event.body);
      replace_entities(label);
      label.note.clear();
      auto done = database_.query(kSql, {subject_.tenant, event_id, label.source, Bytes{domain::encode_event(event)}});
      if (!done) return done.error();
      ++counts_["labels"];
    }
    return {};
  }

  Result<void> forget_training(const std::string& content) {
    return counted("training_messages", "DELETE FROM training_messages WHERE tenant = $1 AND content = $2 RETURNING 1",
                   {subject_.tenant, content});
  }

  Result<void> others() {
    auto done = counted("silences", "DELETE FROM silences WHERE tenant = $1 AND entity = $2 RETURNING 1",
                        {subject_.tenant, subject_.value});
    if (!done) return done;
    return counted("outbox", "UPDATE outbox SET group_key = $3 WHERE tenant = $1 AND group_key = $2 RETURNING 1",
                   {subject_.tenant, subject_.value, pseudonym_(subject_.tenant, subject_.kind, subject_.value)});
  }

  Result<void> counted(const char* table, std::string_view sql, std::initializer_list<Value> values) {
    auto rows = database_.query(sql, values);
    if (!rows) return rows.error();
    counts_[table] += rows->size();
    return {};
  }

  Database& database_;
  const Subject& subject_;
  const Pseudonym& pseudonym_;
  ErasedCounts counts_{{"decisions", 0}, {"labels", 0}};
  std::int64_t after_ = 0;
};

Erasure read_row(const Row& row) {
  Erasure out;
  out.id = row.integer(0);
  out.erased_at_us = row.time(1);
  out.tenant = row.text(2);
  out.kind = row.text(3);
  out.subject = row.text(4);
  out.reason = row.text(5);
  out.by = row.text(6);
  const auto counts = nlohmann::json::parse(row.text(7), nullptr, false);
  for (const auto& [table, count] : counts.items()) {
    if (count.is_number_unsigned()) out.counts[table] = count.get<std::uint64_t>();
  }
  out.log_to = static_cast<domain::Seq>(row.integer(8));
  out.audit_seq = row.integer(9);
  out.audit_hash = row.text(10);
  return out;
}

Result<void> append_row(Database& database, Erasure& erasure) {
  AuditEntry entry;
  entry.time_us = erasure.erased_at_us;
  entry.tenant = erasure.tenant;
  entry.actor = erasure.by;
  entry.role = "admin";
  entry.address = "local";
  entry.action = "erasure.done";
  entry.object = erasure.subject;
  entry.outcome = "done";
  entry.detail = nlohmann::json{{"kind", erasure.kind}, {"rows", erasure.counts}, {"log_to", erasure.log_to}}.dump();
  const auto seq = append_audit(database, {&entry, 1});
  if (!seq) return seq.error();
  const auto rows = audit_rows_after(database, *seq - 1, 1);
  if (!rows) return rows.error();
  SHRIKE_ASSERT(rows->size() == 1);
  erasure.audit_seq = *seq;
  erasure.audit_hash = rows->front().hash;
  return {};
}

}  // namespace

Result<ErasedCounts> erase_subject(Database& database, const Subject& subject, const Pseudonym& pseudonym) {
  return Eraser(database, subject, pseudonym).run();
}

Result<void> destroy_remains(Database& database) {
  if (database.dialect() == Dialect::postgres) {
    for (const char* table :
         {"decisions", "labels", "blocklist", "training_messages", "outbox", "silences", "cases", "case_events"}) {
      if (auto done = database.script(fmt::format("VACUUM {}", table)); !done) return done;
    }
    return {};
  }
  if (auto done = database.script("VACUUM"); !done) return done;
  auto emptied = database.query("PRAGMA wal_checkpoint(TRUNCATE)");
  if (!emptied) return emptied.error();
  const bool busy = emptied->empty() || emptied->front().integer(0) != 0;
  return busy ? Result<void>(Error{ErrorKind::unavailable, "the write-ahead log is in use"}) : Result<void>();
}

bool is_erased(const domain::Event& event) {
  const auto erased = [](const std::string& text) { return text.starts_with(kPseudonymStart); };
  if (const auto* message = std::get_if<domain::Message>(&event.body))
    return message->content == kErasedText && erased(message->phone_number);
  const auto* payment = std::get_if<domain::Transaction>(&event.body);
  return payment != nullptr &&
         (erased(payment->customer_id) || erased(payment->card) || erased(payment->device_id) || erased(payment->ip));
}

Result<Erasure> record_erasure(Database& database, Erasure erasure) {
  constexpr std::string_view kSql = R"(
    INSERT INTO erasures (erased_at, tenant, kind, subject, reason, erased_by, counts, log_to, audit_seq, audit_hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id
  )";
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  if (auto done = append_row(database, erasure); !done) return done.error();
  const auto rows =
      database.query(kSql, {Time{erasure.erased_at_us}, erasure.tenant, erasure.kind, erasure.subject, erasure.reason,
                            erasure.by, nlohmann::json(erasure.counts).dump(),
                            static_cast<std::int64_t>(erasure.log_to), erasure.audit_seq, erasure.audit_hash});
  if (!rows) return rows.error();
  erasure.id = rows->front().integer(0);
  if (auto done = transaction->commit(); !done) return done.error();
  return erasure;
}

Result<ErasurePage> list_erasures(Database& database, const std::string& tenant, const PageRequest& page) {
  if (auto checked = check_page(tenant, page); !checked) return checked.error();
  const auto before = decode_seq_cursor(kErasureList, page.cursor);
  if (!before) return before.error();
  const auto rows = database.query(
      fmt::format("SELECT {} FROM erasures WHERE tenant = $1 AND id < $2 ORDER BY id DESC LIMIT $3", kColumns),
      {tenant, *before, static_cast<std::int64_t>(page.limit + 1)});
  if (!rows) return rows.error();
  ErasurePage out;
  for (const Row& row : *rows) out.rows.push_back(read_row(row));
  if (out.rows.size() > page.limit) {
    out.rows.pop_back();
    out.next_cursor = encode_seq_cursor(kErasureList, static_cast<domain::Seq>(out.rows.back().id));
  }
  return out;
}

}  // namespace shrike::store
