#include "decision_filter.hpp"

#include <fmt/format.h>

#include "page_cursor.hpp"

namespace shrike::store {

namespace {

Result<void> check(const DecisionFilter& filter) {
  if (auto page = check_page(filter.tenant, filter.page); !page) return page;
  if (filter.text.size() > kFilterTextMax) return invalid(fmt::format("text: at most {} bytes", kFilterTextMax));
  if ((filter.amount_min_minor || filter.amount_max_minor) && filter.currency.empty()) {
    return invalid("currency: an amount filter needs it");
  }
  return {};
}

/// Enumerators are numbers of ours, so they go into the text, where planners can see them.
template <class E>
std::string one_of(std::string_view column, const std::vector<E>& values) {
  std::string list;
  for (const E value : values) list += fmt::format("{}{}", list.empty() ? "" : ", ", static_cast<int>(value));
  return fmt::format(" AND {} IN ({})", column, list);
}

std::string levels_condition(const std::vector<domain::RiskLevel>& levels) {
  if (levels.empty()) return {};
  const bool risky =
      std::all_of(levels.begin(), levels.end(), [](auto level) { return level >= domain::RiskLevel::high; });
  // SQLite takes the partial index only when it finds the index's own condition.
  return one_of("d.level", levels) + (risky ? " AND d.level >= 2" : "");
}

/// The subject is the card, or the customer where a transaction has no card.
std::string entity_condition(const EntityFilter& entity, SqlParams& params) {
  const std::string value = params.add(entity.value);
  switch (entity.kind) {
    case domain::EntityKind::card:
      return fmt::format(" AND d.kind = 1 AND d.subject = {0} AND (d.customer IS NULL OR d.customer <> {0})", value);
    case domain::EntityKind::customer:
      return fmt::format(" AND d.customer = {}", value);
    case domain::EntityKind::merchant:
      return fmt::format(" AND d.merchant = {}", value);
    case domain::EntityKind::terminal:
      return fmt::format(" AND d.terminal = {}", value);
    case domain::EntityKind::device:
      return fmt::format(" AND d.device = {}", value);
    case domain::EntityKind::ip:
      return fmt::format(" AND d.ip = {}", value);
    case domain::EntityKind::phone:
      return fmt::format(" AND d.kind = 2 AND d.subject = {}", value);
  }
  return " AND 1 = 0";
}

std::string text_condition(const std::string& text, SqlParams& params) {
  const std::string pattern = params.add(like_pattern(text));
  return fmt::format(
      " AND (lower(d.text) LIKE lower({0}) ESCAPE '\\' OR lower(d.primary_reason) LIKE lower({0}) ESCAPE '\\'"
      " OR lower(d.event_id) LIKE lower({0}) ESCAPE '\\')",
      pattern);
}

}  // namespace

Result<std::string> decision_condition(const DecisionFilter& filter, SqlParams& params) {
  if (auto checked = check(filter); !checked) return checked.error();
  auto before = decode_seq_cursor(kDecisionList, filter.page.cursor);
  if (!before) return before.error();
  std::string sql = fmt::format("d.tenant = {}", params.add(filter.tenant));
  const auto compare = [&](std::string_view condition, Value value) {
    sql += fmt::format(" AND d.{} {}", condition, params.add(std::move(value)));
  };
  compare("seq <", *before);
  sql += levels_condition(filter.levels);
  if (!filter.outcomes.empty()) sql += one_of("d.outcome", filter.outcomes);
  if (filter.kind) sql += fmt::format(" AND d.kind = {}", static_cast<int>(*filter.kind));
  if (filter.entity) sql += entity_condition(*filter.entity, params);
  if (!filter.text.empty()) sql += text_condition(filter.text, params);
  if (!filter.currency.empty()) compare("currency =", filter.currency);
  if (filter.amount_min_minor) compare("amount >=", *filter.amount_min_minor);
  if (filter.amount_max_minor) compare("amount <=", *filter.amount_max_minor);
  if (filter.from_us) compare("event_time >=", Time{*filter.from_us});
  if (filter.to_us) compare("event_time <", Time{*filter.to_us});
  return sql;
}

}  // namespace shrike::store
