#pragma once
// The decisions table: written by the archive in bulk, read by pages and by id. Every reader names its tenant.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shrike/domain/decision.hpp"
#include "shrike/store/database.hpp"
#include "shrike/store/paging.hpp"

namespace shrike::store {

/// A decision as stored, with the newest label of its event.
struct StoredDecision {
  domain::Decision decision;
  std::optional<bool> fraud_label;
};

/// Matches exactly; subject-like kinds (card, phone) use an index.
struct EntityFilter {
  domain::EntityKind kind = domain::EntityKind::card;
  std::string value;
};

/// Everything that is set must hold. Empty lists and texts do not restrict.
struct DecisionFilter {
  std::string tenant;  ///< mandatory
  std::vector<domain::RiskLevel> levels;
  std::vector<domain::Outcome> outcomes;
  std::optional<domain::EventKind> kind;
  std::optional<EntityFilter> entity;
  std::string text;  ///< part of message text, primary reason or event id; ASCII letters match either case; at most
                     ///< kFilterTextMax bytes
  std::optional<std::int64_t> amount_min_minor;  ///< amounts need `currency`
  std::optional<std::int64_t> amount_max_minor;  ///< inclusive
  std::string currency;
  std::optional<TimeUs> from_us;  ///< event time, inclusive
  std::optional<TimeUs> to_us;    ///< event time, exclusive
  PageRequest page;
};
inline constexpr std::size_t kFilterTextMax = 256;

struct DecisionPage {
  std::vector<StoredDecision> rows;  ///< newest first
  std::optional<std::string> next_cursor;
};

/// Adds decisions and counts them in the rollups. Must run inside a transaction, each seq once: the archive's cursor
/// sees to that (write_archive_batch). Decisions that are not fresh are left out: the first one stands. Errors: as
/// Database.
Result<void> insert_decisions(Database& database, std::span<const domain::DecisionPtr> decisions);

/// Errors: invalid (no tenant, limit, cursor, text too long, amount without currency), corrupt (a row does not decode),
/// as Database.
Result<DecisionPage> search(Database& database, const DecisionFilter& filter);

/// Number of the newest stored decision of any tenant, 0 = none. Errors: as Database.
Result<domain::Seq> newest_decision(Database& database);

/// Errors: not_found (also for another tenant's), corrupt, as Database.
Result<StoredDecision> find(Database& database, const std::string& tenant, domain::Seq seq);
/// The first decision of that event: the one that stands. Errors as find.
Result<StoredDecision> find_by_event_id(Database& database, const std::string& tenant, const std::string& event_id);

}  // namespace shrike::store
