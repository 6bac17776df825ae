#pragma once
// How long rows are kept, and their end. Roll-ups stay: they hold no personal data.
#include <cstdint>
#include <string_view>

#include "shrike/domain/event.hpp"
#include "shrike/store/database.hpp"

namespace shrike::store {

/// Days after which rows go; 0 = never. Decisions by the time of their ingest, labels too, alerts when
/// they were raised, the audit chain by its own times.
struct RetentionSettings {
  static constexpr std::int32_t kAuditDaysMin = 365;  ///< PCI DSS 10.5.1: twelve months at least
  std::int32_t decisions_days = 730;                  ///< on transactions
  std::int32_t messages_days = 365;                   ///< decisions on messages, and messages sent to learn from
  std::int32_t labels_days = 730;
  std::int32_t alerts_days = 730;  ///< with what was sent about them
  std::int32_t audit_days = 0;
};

enum class Retained : std::uint8_t {
  transactions,
  messages,
  training_messages,
  labels,
  alerts,
  system_alerts,
  outbox,
  audit
};
inline constexpr std::size_t kRetainedCount = 8;
std::string_view to_string(Retained what);
std::int32_t days_of(const RetentionSettings& settings, Retained what);

/// Deletes the oldest rows from before that time, at most `rows_max`, in one transaction of its own; gives their
/// number, 0 when there are none left. Of decisions it may give 0 rows too few where others stand between, so ask
/// `more`. The audit chain keeps its newest row, and a new one says where it begins now. Errors: as Database.
struct Purged {
  std::uint64_t rows = 0;
  bool more = false;  ///< there may be more to purge
};
Result<Purged> purge(Database& database, Retained what, TimeUs before_us, TimeUs now_us, std::size_t rows_max);

/// Whether a decision of that number may have been purged: it is not newer than what was.
Result<bool> was_purged(Database& database, const std::string& tenant, domain::Seq seq);

}  // namespace shrike::store
