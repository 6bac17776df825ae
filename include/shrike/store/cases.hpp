#pragma once
// Cases: the alerts about one entity, as work for people: open → investigating → closed with an outcome.
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shrike/store/alerts.hpp"

namespace shrike::store {

inline constexpr std::array<std::string_view, 3> kCaseStates{"open", "investigating", "closed"};
inline constexpr std::array<std::string_view, 3> kCaseOutcomes{"confirmed_fraud", "false_positive", "inconclusive"};

/// "c-12".
std::string case_id(std::int64_t number);
/// Reverse; nullopt when it is no case id.
std::optional<std::int64_t> number_of_case_id(std::string_view id);

/// What a case is about.
struct CaseEntity {
  std::optional<domain::EntityKind> kind;  ///< none: of a decision without an entity; `value` is its id
  std::string value;
};
/// The card; of a message the phone number; else the customer; else the decision itself.
CaseEntity case_entity(const domain::Alert& alert);

struct CaseAmount {
  std::string currency;    ///< ISO 4217
  std::int64_t minor = 0;  ///< sum over the decisions, in minor units; stays at 9 × 10¹⁸ once it would be more
};

struct Case {
  std::int64_t number = 0;
  std::string tenant;
  CaseEntity entity;
  std::string state;    ///< of kCaseStates
  std::string outcome;  ///< of kCaseOutcomes; empty until it is closed
  std::int32_t risk_score = 0;
  domain::RiskLevel level = domain::RiskLevel::low;  ///< score and level: the highest of its decisions
  std::vector<CaseAmount> amounts;
  std::int64_t decisions = 0;
  TimeUs opened_at_us = 0;
  TimeUs updated_at_us = 0;     ///< of the newest alert, or of what somebody did after it
  TimeUs snoozed_until_us = 0;  ///< 0 = not
  std::string assigned_to;
  std::string changed_by;    ///< who made this version; empty: a new alert
  std::int64_t version = 1;  ///< one more with each change and each batch of new alerts
  bool labels_due = false;   ///< closed, and not all of its labels are in the event log yet
};

/// Joins each alert to the open case of its entity, or opens one, and returns the number of each alert's case. Wakes a
/// snoozed case. Must run inside the archive's transaction, each alert once. Errors: as Database.
Result<std::vector<std::int64_t>> join_cases(Database& database, std::span<const domain::Alert> alerts);

struct CaseFilter {
  std::string tenant;  ///< mandatory
  /// "queue": not closed and not snoozed; "open" and "investigating": of the queue; "snoozed", "closed", "all".
  std::string state = "queue";
  std::optional<std::string> assigned_to;  ///< a name; empty text: nobody
  std::optional<CaseEntity> entity;
  domain::Seq decision = 0;  ///< not 0: the case of that decision's alert
  TimeUs now_us = 0;
  PageRequest page;
};
struct CasePage {
  std::vector<Case> rows;  ///< highest risk first, then the oldest
  std::optional<std::string> next_cursor;
};
/// Errors: invalid (no tenant, unknown state, limit, cursor), as Database.
Result<CasePage> list_cases(Database& database, const CaseFilter& filter);

/// What is not closed, at most kCasesCountedMax of it.
struct CaseCounts {
  std::int64_t open = 0;  ///< these four: not snoozed
  std::int64_t investigating = 0;
  std::int64_t mine = 0;
  std::int64_t unassigned = 0;
  std::int64_t snoozed = 0;
};
inline constexpr std::int64_t kCasesCountedMax = 100'000;
Result<CaseCounts> count_cases(Database& database, const std::string& tenant, const std::string& name, TimeUs now_us);

/// Errors: not_found (also for another tenant's), as Database.
Result<Case> find_case(Database& database, const std::string& tenant, std::int64_t number);

/// What somebody did, or wrote.
struct CaseEvent {
  TimeUs at_us = 0;
  std::string by;
  std::string what;   ///< "assigned", "released", "investigating", "snoozed", "woken", "closed", "note"
  std::string words;  ///< to whom, until when, the outcome, the note
};
struct CaseLabel {
  std::string event_id;
  std::string source;
  bool fraud = false;
  TimeUs at_us = 0;
};
struct CaseItems {
  std::vector<StoredAlert> alerts;  ///< newest first, with their decisions
  std::vector<CaseLabel> labels;    ///< of those decisions
  std::vector<CaseEvent> events;    ///< oldest first
};
inline constexpr std::size_t kCaseItemsMax = 100;    ///< the newest alerts of a case that are given
inline constexpr std::size_t kCaseEventsMax = 1000;  ///< the newest events, and labels
/// Of a case that find_case gave. Errors: corrupt, as Database.
Result<CaseItems> case_items(Database& database, const Case& of);

}  // namespace shrike::store
