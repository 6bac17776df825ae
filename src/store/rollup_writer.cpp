#include "rollup_writer.hpp"

#include <algorithm>
#include <limits>

#include "sql_text.hpp"

namespace shrike::store {

namespace {

__extension__ using Wide = __int128;

// Two of them still fit into 64 bits, so SQL can add before it compares. A sum that large stands for absurd input, and
// absurd input must not stop the archive.
constexpr std::int64_t kSumMax = std::int64_t{1} << 62U;

std::int64_t saturated(Wide sum) {
  return static_cast<std::int64_t>(std::clamp<Wide>(sum, -Wide{kSumMax} + 1, Wide{kSumMax} - 1));
}

TimeUs day_of(TimeUs time_us) {
  constexpr TimeUs kFarthest = 700'000 * kDayUs;  // from the year 53 to 3886; what lies beyond shares a day
  const TimeUs bounded = std::clamp(time_us, -kFarthest, kFarthest);
  return bounded - (bounded % kDayUs + kDayUs) % kDayUs;
}

constexpr std::string_view kInsertSql =
    "INSERT INTO decision_rollups (tenant, day, kind, level, outcome, currency, decisions, amount)";
// 4611686018427387903 = kSumMax - 1
constexpr std::string_view kAddSql = R"(
  ON CONFLICT (tenant, day, kind, level, outcome, currency) DO UPDATE SET
    decisions = decision_rollups.decisions + excluded.decisions,
    amount = CASE
      WHEN decision_rollups.amount + excluded.amount > 4611686018427387903 THEN 4611686018427387903
      WHEN decision_rollups.amount + excluded.amount < -4611686018427387903 THEN -4611686018427387903
      ELSE decision_rollups.amount + excluded.amount END
)";

}  // namespace

void RollupWriter::add(const domain::Decision& decision) {
  const auto* payment = decision.transaction();
  const domain::Money amount = payment != nullptr ? payment->amount : domain::Money();
  Sum& sum = sums_[Key(decision.event.tenant, day_of(decision.event.time_us), static_cast<int>(decision.event.kind()),
                       static_cast<int>(decision.level), static_cast<int>(decision.outcome), amount.currency.text())];
  ++sum.decisions;
  sum.amount = saturated(Wide{sum.amount} + amount.minor);
}

Result<void> RollupWriter::write(Database& database) const {
  std::vector<std::vector<Value>> rows;
  rows.reserve(sums_.size());
  for (const auto& [key, sum] : sums_) {
    const auto& [tenant, day, kind, level, outcome, currency] = key;
    rows.push_back({tenant, Time{day}, std::int64_t{kind}, std::int64_t{level}, std::int64_t{outcome}, currency,
                    sum.decisions, sum.amount});
  }
  return insert_rows(database, kInsertSql, rows, kAddSql);
}

}  // namespace shrike::store
