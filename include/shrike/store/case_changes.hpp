#pragma once
// What people change about a case, and the labels that closing one leaves to be sent.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "shrike/store/cases.hpp"

namespace shrike::store {

/// What is set is done, all of it or nothing.
struct CaseChange {
  std::string tenant;
  std::int64_t number = 0;
  std::int64_t version = 0;  ///< that the person has seen
  std::string by;
  TimeUs at_us = 0;
  std::optional<std::string> assigned_to;  ///< empty: nobody
  std::optional<TimeUs> snoozed_until_us;  ///< 0: wake it
  bool investigate = false;                ///< acknowledges its open alerts
  std::string outcome;                     ///< of kCaseOutcomes: closes it and resolves its alerts; empty: not
  std::string note;
  /// Nothing but a note.
  [[nodiscard]] bool only_note() const {
    return !assigned_to && !snoozed_until_us && !investigate && outcome.empty() && !note.empty();
  }
};

struct CaseChanged {
  Case present;       ///< after the change, or what stands in its way
  bool done = false;  ///< false: the version is not that one any more, or the case is closed (which takes notes only)
};

/// `followers`: channels that are told what becomes of alerts that they told of. Closing with an outcome that says
/// something makes the labels of its decisions due (due_case_labels) in the same transaction. Errors: not_found, as
/// Database.
Result<CaseChanged> change_case(Database& database, const CaseChange& change, std::span<const std::string> followers);

/// The next labels that a closed case owes.
struct DueLabels {
  std::int64_t number = 0;  ///< of the case
  bool fraud = false;
  std::string by;
  std::string note;
  std::vector<domain::Decision> decisions;  ///< in the order of the log; those whose rows are gone are left out
  domain::Seq last = 0;                     ///< number of the newest that was looked at
  bool finished = false;                    ///< there are no more after it
};
/// Of the oldest case that owes any, at most `limit` decisions. Errors: as Database.
Result<std::optional<DueLabels>> due_case_labels(Database& database, std::size_t limit);
/// Those labels are in the event log. Repeating it changes nothing. Errors: as Database.
Result<void> note_labels_sent(Database& database, const DueLabels& sent);

}  // namespace shrike::store
