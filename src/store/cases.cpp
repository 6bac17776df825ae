#include "shrike/store/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>

#include "case_row.hpp"
#include "page_cursor.hpp"
#include "shrike/base/byte_codec.hpp"
#include "sql_text.hpp"

namespace shrike::store {

namespace {

constexpr char kCaseList = 'k';
constexpr std::string_view kIdPrefix = "c-";

Error no_such_case() { return {ErrorKind::not_found, "There is no case with this id."}; }

/// Where a page stopped.
struct Stop {
  std::int64_t score = 0;
  std::int64_t number = 0;
};

std::string encode_stop(const Case& last) {
  std::string key;
  ByteWriter writer(key);
  writer.number(std::int64_t{last.risk_score});
  writer.number(last.number);
  return encode_cursor(kCaseList, key);
}

Result<Stop> decode_stop(std::string_view cursor) {
  auto key = decode_cursor(kCaseList, cursor);
  if (!key) return key.error();
  ByteReader reader(*key);
  Stop stop{reader.number<std::int64_t>(), reader.number<std::int64_t>()};
  if (!reader.ok() || !reader.at_end()) return invalid("cursor: expected the next_cursor of an earlier page");
  return stop;
}

/// The part of WHERE that a state stands for; empty for a word that is none.
std::string state_condition(std::string_view state, TimeUs now_us, SqlParams& params) {
  const auto snoozed = [&](std::string_view more) {
    return fmt::format("c.state <> 'closed' AND {}", fmt::format(fmt::runtime(more), params.add(Time{now_us})));
  };
  constexpr std::string_view kAwake = "(c.snoozed_until IS NULL OR c.snoozed_until <= {})";
  if (state == "queue") return snoozed(kAwake);
  if (state == "open" || state == "investigating") return fmt::format("c.state = '{}' AND {}", state, snoozed(kAwake));
  if (state == "snoozed") return snoozed("c.snoozed_until > {}");
  if (state == "closed") return "c.state = 'closed'";
  return state == "all" ? "1 = 1" : "";
}

Result<std::string> condition_of(const CaseFilter& filter, SqlParams& params) {
  std::string condition = fmt::format("c.tenant = {}", params.add(filter.tenant));
  const std::string state = state_condition(filter.state, filter.now_us, params);
  if (state.empty()) return invalid("state: expected queue, open, investigating, snoozed, closed or all");
  condition += " AND " + state;
  if (filter.assigned_to && filter.assigned_to->empty()) condition += " AND c.assigned_to IS NULL";
  if (filter.assigned_to && !filter.assigned_to->empty())
    condition += fmt::format(" AND c.assigned_to = {}", params.add(*filter.assigned_to));
  if (filter.entity) {
    const auto kind = filter.entity->kind ? static_cast<std::int64_t>(*filter.entity->kind) : 0;
    condition += fmt::format(" AND c.entity = {}", params.add(filter.entity->value));
    condition += fmt::format(" AND c.entity_kind = {}", params.add(kind));
  }
  if (filter.decision != 0) {
    condition += fmt::format(" AND c.id = (SELECT a.case_id FROM alerts a WHERE a.tenant = c.tenant AND a.seq = {})",
                             params.add(static_cast<std::int64_t>(filter.decision)));
  }
  if (filter.page.cursor.empty()) return condition;
  const auto stop = decode_stop(filter.page.cursor);
  if (!stop) return stop.error();
  const std::string score = params.add(stop->score);
  condition += fmt::format(" AND c.score <= {0} AND (c.score < {0} OR c.id > {1})", score, params.add(stop->number));
  return condition;
}

/// Fills in what the cases sum up to.
Result<void> read_amounts(Database& database, std::vector<Case>& cases) {
  if (cases.empty()) return {};
  // Rounded up, so that few texts exist; there is no case 0.
  SqlParams params;
  std::string numbers;
  for (std::size_t at = 0; at < std::bit_ceil(cases.size()); ++at) {
    numbers += at == 0 ? "" : ", ";
    numbers += params.add(at < cases.size() ? cases[at].number : 0);
  }
  const auto rows = database.query(
      fmt::format("SELECT case_id, currency, amount FROM case_amounts WHERE case_id IN ({}) ORDER BY case_id, currency",
                  numbers),
      params.values());
  if (!rows) return rows.error();
  for (const Row& row : *rows) {
    const auto found = std::ranges::find(cases, row.integer(0), &Case::number);
    if (found != cases.end()) found->amounts.push_back({row.text(1), row.integer(2)});
  }
  return {};
}

}  // namespace

std::string case_id(std::int64_t number) { return fmt::format("{}{}", kIdPrefix, number); }

std::optional<std::int64_t> number_of_case_id(std::string_view id) {
  if (!id.starts_with(kIdPrefix)) return std::nullopt;
  id.remove_prefix(kIdPrefix.size());
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  if (error != std::errc() || end != id.data() + id.size() || number < 1 || id.front() == '0') return std::nullopt;
  return number;
}

Case read_case(const Row& row) {
  Case out;
  out.number = row.integer(0);
  out.tenant = row.text(1);
  if (row.integer(2) != 0) out.entity.kind = static_cast<domain::EntityKind>(row.integer(2));
  out.entity.value = row.text(3);
  out.state = row.text(4);
  out.outcome = row.text(5);
  out.risk_score = static_cast<std::int32_t>(row.integer(6));
  out.level = static_cast<domain::RiskLevel>(row.integer(7));
  out.decisions = row.integer(8);
  out.opened_at_us = row.time(9);
  out.updated_at_us = row.time(10);
  out.snoozed_until_us = row.time(11);
  out.assigned_to = row.text(12);
  out.changed_by = row.text(13);
  out.version = row.integer(14);
  out.labels_due = !row.is_null(15);
  return out;
}

Result<CasePage> list_cases(Database& database, const CaseFilter& filter) {
  if (auto checked = check_page(filter.tenant, filter.page); !checked) return checked.error();
  SqlParams params;
  const auto condition = condition_of(filter, params);
  if (!condition) return condition.error();
  const std::string limit = params.add(static_cast<std::int64_t>(filter.page.limit + 1));
  const auto rows = database.query(fmt::format("SELECT {} FROM cases c WHERE {} ORDER BY c.score DESC, c.id LIMIT {}",
                                               kCaseColumns, *condition, limit),
                                   params.values());
  if (!rows) return rows.error();
  CasePage page;
  for (const Row& row : *rows) page.rows.push_back(read_case(row));
  if (page.rows.size() > filter.page.limit) {
    page.rows.pop_back();
    page.next_cursor = encode_stop(page.rows.back());
  }
  if (auto done = read_amounts(database, page.rows); !done) return done.error();
  return page;
}

Result<CaseCounts> count_cases(Database& database, const std::string& tenant, const std::string& name, TimeUs now_us) {
  constexpr std::string_view kSql = R"(
    SELECT state, assigned_to IS NULL, assigned_to = $2, snoozed_until > $3, count(*)
    FROM (SELECT state, assigned_to, snoozed_until FROM cases WHERE tenant = $1 AND state <> 'closed' LIMIT $4) c
    GROUP BY 1, 2, 3, 4
  )";
  const auto rows = database.query(kSql, {tenant, name, Time{now_us}, kCasesCountedMax});
  if (!rows) return rows.error();
  CaseCounts counts;
  for (const Row& row : *rows) {
    const std::int64_t count = row.integer(4);
    if (row.boolean(3)) {
      counts.snoozed += count;
      continue;
    }
    (row.text(0) == "open" ? counts.open : counts.investigating) += count;
    if (row.boolean(1)) counts.unassigned += count;
    if (row.boolean(2)) counts.mine += count;
  }
  return counts;
}

Result<Case> find_case(Database& database, const std::string& tenant, std::int64_t number) {
  static const std::string kSql = fmt::format("SELECT {} FROM cases c WHERE c.tenant = $1 AND c.id = $2", kCaseColumns);
  const auto rows = database.query(kSql, {tenant, number});
  if (!rows) return rows.error();
  if (rows->empty()) return no_such_case();
  std::vector<Case> found{read_case(rows->front())};
  if (auto done = read_amounts(database, found); !done) return done.error();
  return std::move(found.front());
}

}  // namespace shrike::store
