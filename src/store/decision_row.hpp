#pragma once
// One decision as a row of the decisions table, both ways.
#include <span>
#include <string>
#include <string_view>

#include "shrike/domain/decision.hpp"
#include "shrike/store/bulk.hpp"
#include "shrike/store/decisions.hpp"

namespace shrike::store {

/// In the order that DecisionWriter writes them.
std::span<const Column> decision_columns();

/// Writes rows for bulk_insert and keeps the bytes of the current one.
class DecisionWriter {
 public:
  void write(const domain::Decision& decision, BulkRow& row);

 private:
  std::string detail_;
  std::string event_;
};

/// Columns that read_decision needs, of a table alias `d`.
inline constexpr std::string_view kDecisionSelect =
    "d.seq, d.event, d.level, d.outcome, d.score, d.action, d.probability, d.detail, d.features, "
    "(SELECT l.fraud FROM labels l WHERE l.tenant = d.tenant AND l.event_id = d.event_id AND l.about = d.kind "
    "ORDER BY l.seq DESC LIMIT 1)";

/// Reads them back from column `first` on. Error: corrupt.
Result<StoredDecision> read_decision(const Row& row, std::size_t first = 0);

}  // namespace shrike::store
