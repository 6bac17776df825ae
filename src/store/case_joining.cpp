// New alerts find their cases: a batch of any size takes a few statements.
#include <algorithm>
#include <map>
#include <tuple>

#include "clean_text.hpp"
#include "shrike/store/cases.hpp"
#include "sql_text.hpp"

namespace shrike::store {

namespace {

constexpr std::int64_t kAmountMax = 9'000'000'000'000'000'000;

/// Tenant, kind and value of an entity, as the database gives them back.
using Key = std::tuple<std::string, std::int64_t, std::string>;

/// What a batch brings to one case.
struct Group {
  std::int64_t decisions = 0;
  std::int64_t score = 0;
  std::int64_t level = 0;
  TimeUs first_us = 0;
  TimeUs last_us = 0;
  std::map<std::string, std::int64_t> amounts;
  std::int64_t number = 0;
};
/// In the order of the keys, so that two writers could never wait for each other.
using Groups = std::map<Key, Group>;

Key key_of(const domain::Alert& alert) {
  CaseEntity entity = case_entity(alert);
  return {cleaned_text(alert.tenant), entity.kind ? static_cast<std::int64_t>(*entity.kind) : 0,
          cleaned_text(entity.value)};
}

void add(Group& group, const domain::Alert& alert) {
  ++group.decisions;
  group.first_us = group.decisions == 1 ? alert.time_us : std::min(group.first_us, alert.time_us);
  group.last_us = std::max(group.last_us, alert.time_us);
  if (alert.decision == nullptr) return;
  group.score = std::max<std::int64_t>(group.score, alert.decision->risk_score);
  group.level = std::max(group.level, static_cast<std::int64_t>(alert.decision->level));
  const auto* payment = alert.decision->transaction();
  if (payment == nullptr || payment->amount.currency.text().empty()) return;
  std::int64_t& sum = group.amounts[std::string(payment->amount.currency.text())];
  sum = sum > kAmountMax - payment->amount.minor ? kAmountMax : sum + payment->amount.minor;
}

/// Opens or updates the cases and fills in their numbers.
Result<void> write_cases(Database& database, Groups& groups) {
  constexpr std::string_view kHead =
      "INSERT INTO cases (tenant, entity_kind, entity, state, version, decisions, score, level, opened_at, updated_at)";
  constexpr std::string_view kTail = R"(
    ON CONFLICT (tenant, entity_kind, entity) WHERE state <> 'closed' DO UPDATE SET
      version = cases.version + 1, decisions = cases.decisions + excluded.decisions,
      score = CASE WHEN excluded.score > cases.score THEN excluded.score ELSE cases.score END,
      level = CASE WHEN excluded.level > cases.level THEN excluded.level ELSE cases.level END,
      updated_at = excluded.updated_at, snoozed_until = NULL, changed_by = NULL
    RETURNING tenant, entity_kind, entity, id
  )";
  std::vector<std::vector<Value>> rows;
  for (const auto& [key, group] : groups) {
    const auto& [tenant, kind, entity] = key;
    rows.push_back({tenant, kind, entity, std::string("open"), std::int64_t{1}, group.decisions, group.score,
                    group.level, Time{group.first_us}, Time{group.last_us}});
  }
  const auto numbered = insert_rows_returning(database, kHead, rows, kTail);
  if (!numbered) return numbered.error();
  for (const Row& row : *numbered) {
    const auto found = groups.find({row.text(0), row.integer(1), row.text(2)});
    if (found == groups.end()) return Error{ErrorKind::corrupt, "a case came back under another name"};
    found->second.number = row.integer(3);
  }
  return {};
}

Result<void> write_amounts(Database& database, const Groups& groups) {
  constexpr std::string_view kHead = "INSERT INTO case_amounts (case_id, currency, amount)";
  // The sum would not fit into 64 bits: it stays at its largest.
  constexpr std::string_view kTail = R"(
    ON CONFLICT (case_id, currency) DO UPDATE SET amount =
      CASE WHEN case_amounts.amount > 9000000000000000000 - excluded.amount THEN 9000000000000000000
           ELSE case_amounts.amount + excluded.amount END
  )";
  std::vector<std::vector<Value>> rows;
  for (const auto& [key, group] : groups) {
    for (const auto& [currency, amount] : group.amounts) rows.push_back({group.number, currency, amount});
  }
  return insert_rows(database, kHead, rows, kTail);
}

}  // namespace

CaseEntity case_entity(const domain::Alert& alert) {
  using domain::EntityKind;
  if (alert.decision != nullptr) {
    const auto* payment = alert.decision->transaction();
    const auto* message = alert.decision->message();
    if (payment != nullptr && !payment->card.empty()) return {EntityKind::card, payment->card};
    if (message != nullptr && !message->phone_number.empty()) return {EntityKind::phone, message->phone_number};
    if (payment != nullptr && !payment->customer_id.empty()) return {EntityKind::customer, payment->customer_id};
  }
  return {std::nullopt, domain::decision_id(alert.decision_seq)};
}

Result<std::vector<std::int64_t>> join_cases(Database& database, std::span<const domain::Alert> alerts) {
  Groups groups;
  std::vector<const Group*> group_of;
  for (const domain::Alert& alert : alerts) {
    Group& group = groups[key_of(alert)];
    add(group, alert);
    group_of.push_back(&group);
  }
  if (auto done = write_cases(database, groups); !done) return done.error();
  if (auto done = write_amounts(database, groups); !done) return done.error();
  std::vector<std::int64_t> numbers;
  for (const Group* group : group_of) numbers.push_back(group->number);
  return numbers;
}

}  // namespace shrike::store
