#include "shrike/store/rollups.hpp"

#include <algorithm>
#include <map>

namespace shrike::store {

namespace {

__extension__ using Wide = __int128;

domain::Currency currency_of(const std::string& text) {
  const auto currency = domain::parse_currency(text);
  return currency ? *currency : domain::Currency();
}

/// Millions and rest are summed apart: a sum over all days may leave 64 bits, and both databases then fail.
std::int64_t amount_of(const Row& row, std::size_t millions) {
  constexpr Wide kMax = INT64_MAX;
  const Wide sum = Wide{row.integer(millions)} * 1'000'000 + row.integer(millions + 1);
  return static_cast<std::int64_t>(std::clamp(sum, -kMax, kMax));
}

Result<void> add_decisions(Database& database, const std::string& tenant, Totals& totals) {
  constexpr std::string_view kSql = R"(
    SELECT kind, level, outcome, currency, CAST(SUM(decisions) AS BIGINT),
           CAST(SUM(amount / 1000000) AS BIGINT), CAST(SUM(amount % 1000000) AS BIGINT)
    FROM decision_rollups WHERE tenant = $1
    GROUP BY kind, level, outcome, currency ORDER BY currency
  )";
  auto rows = database.query(kSql, {tenant});
  if (!rows) return rows.error();
  std::map<std::string, Wide> held;
  for (const Row& row : *rows) {
    const auto count = static_cast<std::uint64_t>(row.integer(4));
    const auto level = static_cast<std::size_t>(row.integer(1));
    const auto outcome = static_cast<std::size_t>(row.integer(2));
    const bool payment = row.integer(0) == static_cast<int>(domain::EventKind::transaction);
    totals.decisions += count;
    (payment ? totals.transactions : totals.messages) += count;
    if (level < totals.by_level.size()) totals.by_level[level] += count;
    if (outcome < totals.by_outcome.size()) totals.by_outcome[outcome] += count;
    if (payment && outcome != 0 && !row.text(3).empty()) held[row.text(3)] += amount_of(row, 5);
  }
  for (const auto& [currency, sum] : held) {
    const auto minor = static_cast<std::int64_t>(std::min<Wide>(sum, INT64_MAX));
    totals.amount_held.push_back({minor, currency_of(currency)});
  }
  return {};
}

Result<void> add_counts(Database& database, const std::string& tenant, Totals& totals) {
  constexpr std::string_view kSql = R"(
    SELECT (SELECT COUNT(*) FROM labels WHERE tenant = $1),
           (SELECT COUNT(*) FROM labels WHERE tenant = $1 AND fraud = $2),
           (SELECT COUNT(*) FROM labels WHERE tenant = $1 AND fraud = $2 AND outcome > 0),
           (SELECT COUNT(*) FROM alerts WHERE tenant = $1),
           (SELECT COUNT(*) FROM blocklist WHERE tenant = $1 AND list = 1)
  )";
  auto rows = database.query(kSql, {tenant, true});
  if (!rows) return rows.error();
  const Row& row = rows->front();
  const auto count = [&](std::size_t at) { return static_cast<std::uint64_t>(row.integer(at)); };
  totals.labels = count(0);
  totals.labelled_fraud = count(1);
  totals.labelled_fraud_caught = count(2);
  totals.alerts = count(3);
  totals.blocked_entities = count(4);
  return {};
}

}  // namespace

Result<Totals> totals(Database& database, const std::string& tenant) {
  Totals totals;
  if (auto added = add_decisions(database, tenant, totals); !added) return added.error();
  if (auto added = add_counts(database, tenant, totals); !added) return added.error();
  return totals;
}

Result<std::vector<DailyCount>> daily_counts(Database& database, const std::string& tenant, TimeUs from_us,
                                             TimeUs to_us) {
  constexpr std::string_view kSql = R"(
    SELECT day, kind, level, outcome, currency, decisions, amount FROM decision_rollups
    WHERE tenant = $1 AND day >= $2 AND day < $3 ORDER BY day, kind, level, outcome, currency
  )";
  auto rows = database.query(kSql, {tenant, Time{from_us}, Time{to_us}});
  if (!rows) return rows.error();
  std::vector<DailyCount> counts;
  for (const Row& row : *rows) {
    counts.push_back({row.time(0), static_cast<domain::EventKind>(row.integer(1)),
                      static_cast<domain::RiskLevel>(row.integer(2)), static_cast<domain::Outcome>(row.integer(3)),
                      domain::Money{row.integer(6), currency_of(row.text(4))},
                      static_cast<std::uint64_t>(row.integer(5))});
  }
  return counts;
}

}  // namespace shrike::store
