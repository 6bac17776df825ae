#include "shrike/store/alerted.hpp"

#include <algorithm>
#include <limits>

#include "decision_detail.hpp"

namespace shrike::store {

namespace {

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

AlertedRow row_of(const Row& row) {
  AlertedRow out;
  out.seq = static_cast<domain::Seq>(row.integer(0));
  out.raised_at_us = row.time(1);
  if (!row.is_null(3)) out.fraud = row.boolean(3);
  domain::Decision decision;
  if (row.is_null(2) || !read_detail(row.text(2), decision)) return out;
  out.model = std::move(decision.model);
  for (const domain::Reason& reason : decision.reasons) {
    if (reason.contribution > 0) add_once(out.reasons, reason.code);
  }
  for (const domain::RuleHit& rule : decision.rules) add_once(out.rules, rule.id);
  return out;
}

}  // namespace

Result<std::vector<AlertedRow>> alerted_rows(Database& database, const std::string& tenant, domain::Seq before,
                                             std::size_t limit) {
  constexpr std::string_view kSql = R"(
    SELECT a.seq, a.raised_at, d.detail,
           (SELECT l.fraud FROM labels l WHERE l.tenant = d.tenant AND l.event_id = d.event_id AND l.about = d.kind
            ORDER BY l.seq DESC LIMIT 1)
    FROM alerts a JOIN decisions d ON d.tenant = a.tenant AND d.seq = a.seq
    WHERE a.tenant = $1 AND a.seq < $2 ORDER BY a.seq DESC LIMIT $3
  )";
  const auto bound = std::min<domain::Seq>(before, std::numeric_limits<std::int64_t>::max());
  const auto rows = database.query(kSql, {tenant, static_cast<std::int64_t>(bound), static_cast<std::int64_t>(limit)});
  if (!rows) return rows.error();
  std::vector<AlertedRow> out;
  for (const Row& row : *rows) out.push_back(row_of(row));
  return out;
}

}  // namespace shrike::store
