#pragma once
// Counts per day, kept in the transaction that writes the decisions: dashboards never count the raw table.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "shrike/domain/decision.hpp"
#include "shrike/store/database.hpp"

namespace shrike::store {

/// Everything a dashboard shows as totals, of one tenant.
struct Totals {
  std::uint64_t decisions = 0;
  std::uint64_t transactions = 0;
  std::uint64_t messages = 0;
  std::array<std::uint64_t, 4> by_level{};    ///< index: RiskLevel
  std::array<std::uint64_t, 3> by_outcome{};  ///< index: Outcome
  std::vector<domain::Money> amount_held;     ///< of reviewed and declined transactions, by currency
  std::uint64_t labels = 0;
  std::uint64_t labelled_fraud = 0;
  std::uint64_t labelled_fraud_caught = 0;  ///< labelled fraud that was reviewed or declined
  std::uint64_t alerts = 0;
  std::uint64_t blocked_entities = 0;
};
/// Cheap whatever the number of decisions. Errors: as Database.
Result<Totals> totals(Database& database, const std::string& tenant);

/// One row of the rollup: decisions of one day (UTC, event time) that are alike.
struct DailyCount {
  TimeUs day_us = 0;  ///< midnight
  domain::EventKind kind = domain::EventKind::transaction;
  domain::RiskLevel level = domain::RiskLevel::low;
  domain::Outcome outcome = domain::Outcome::approve;
  domain::Money amount;  ///< sum; saturates at 2^62 minor units
  std::uint64_t decisions = 0;
};
/// Days that begin in [from_us, to_us), oldest first. Errors: as Database.
Result<std::vector<DailyCount>> daily_counts(Database& database, const std::string& tenant, TimeUs from_us,
                                             TimeUs to_us);

}  // namespace shrike::store
