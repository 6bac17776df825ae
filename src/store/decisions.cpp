#include "shrike/store/decisions.hpp"

#include <fmt/format.h>

#include "decision_filter.hpp"
#include "decision_row.hpp"
#include "page_cursor.hpp"
#include "rollup_writer.hpp"

namespace shrike::store {

Result<void> insert_decisions(Database& database, std::span<const domain::DecisionPtr> decisions) {
  std::vector<const domain::Decision*> fresh;
  fresh.reserve(decisions.size());
  RollupWriter rollups;
  for (const domain::DecisionPtr& decision : decisions) {
    if (decision->evaluation != domain::Evaluation::fresh) continue;
    fresh.push_back(decision.get());
    rollups.add(*decision);
  }
  if (fresh.empty()) return {};
  DecisionWriter writer;
  auto inserted = database.bulk_insert("decisions", decision_columns(), fresh.size(),
                                       [&](std::size_t index, BulkRow& row) { writer.write(*fresh[index], row); });
  return inserted ? rollups.write(database) : inserted;
}

Result<DecisionPage> search(Database& database, const DecisionFilter& filter) {
  SqlParams params;
  auto condition = decision_condition(filter, params);
  if (!condition) return condition.error();
  const std::string limit = params.add(static_cast<std::int64_t>(filter.page.limit + 1));
  const std::string sql = fmt::format("SELECT {} FROM decisions d WHERE {} ORDER BY d.seq DESC LIMIT {}",
                                      kDecisionSelect, *condition, limit);
  auto rows = database.query(sql, params.values());
  if (!rows) return rows.error();
  DecisionPage page;
  const bool more = rows->size() > filter.page.limit;
  if (more) rows->pop_back();
  for (const Row& row : *rows) {
    auto stored = read_decision(row);
    if (!stored) return stored.error();
    page.rows.push_back(std::move(*stored));
  }
  if (more) page.next_cursor = encode_seq_cursor(kDecisionList, page.rows.back().decision.seq());
  return page;
}

namespace {

Result<StoredDecision> one(const Result<Rows>& rows) {
  if (!rows) return rows.error();
  if (rows->empty()) return Error{ErrorKind::not_found, "no such decision"};
  return read_decision(rows->front());
}

}  // namespace

Result<StoredDecision> find(Database& database, const std::string& tenant, domain::Seq seq) {
  static const std::string kFindSql =
      fmt::format("SELECT {} FROM decisions d WHERE d.tenant = $1 AND d.seq = $2", kDecisionSelect);
  return one(database.query(kFindSql, {tenant, static_cast<std::int64_t>(seq)}));
}

Result<StoredDecision> find_by_event_id(Database& database, const std::string& tenant, const std::string& event_id) {
  static const std::string kFindSql = fmt::format(
      "SELECT {} FROM decisions d WHERE d.tenant = $1 AND d.event_id = $2 ORDER BY d.seq LIMIT 1", kDecisionSelect);
  return one(database.query(kFindSql, {tenant, event_id}));
}

Result<domain::Seq> newest_decision(Database& database) {
  const auto rows = database.query("SELECT max(seq) FROM decisions");
  if (!rows) return rows.error();
  return rows->empty() ? domain::Seq{0} : static_cast<domain::Seq>(rows->front().integer(0));
}

}  // namespace shrike::store
