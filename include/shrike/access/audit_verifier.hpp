#pragma once
// Walks the audit chain from its first row that is left and says whether it is still what was written.
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "shrike/store/audit.hpp"

namespace shrike::access {

struct AuditReport {
  bool intact = true;
  std::int64_t rows = 0;     ///< that were right
  std::int64_t bad_seq = 0;  ///< the first row that is not; 0 where intact
  std::string damage;        ///< "altered", "deleted", "inserted", "reordered", "truncated", "rewritten"
  std::string words;         ///< the same for people
  store::AuditAnchor last;   ///< the newest right row, to be kept elsewhere
};

/// "SEQ:HASH", as the report prints it. Error: invalid.
Result<store::AuditAnchor> parse_anchor(std::string_view text);
std::string to_string(const store::AuditAnchor& anchor);

/// One thread at a time. Rows may be appended meanwhile.
class AuditVerifier {
 public:
  static constexpr std::size_t kStepRows = 1'000;

  /// `anchor`: a row as an earlier report named it.
  explicit AuditVerifier(std::optional<store::AuditAnchor> anchor = {}) : anchor_(std::move(anchor)) {}

  /// Looks at the next kStepRows rows; true when it is done. Errors: as Database.
  Result<bool> step(store::Database& database);
  /// All that is left.
  Result<AuditReport> run(store::Database& database);
  [[nodiscard]] const AuditReport& report() const { return report_; }

 private:
  Result<void> check(store::Database& database, const store::AuditRow& row);
  Result<void> name_misplaced(store::Database& database, const store::AuditRow& row);
  void begin_at(const store::AuditAnchor& start);
  void check_end(const store::AuditAnchor& head);
  void fail(std::int64_t seq, std::string_view damage, std::string words);

  std::optional<store::AuditAnchor> anchor_;
  store::AuditAnchor start_{0, std::string(64, '0')};  // the newest row that was purged
  bool start_told_ = true;                             // a row of the chain says so
  std::int64_t read_to_ = std::numeric_limits<std::int64_t>::min();
  AuditReport report_{.last = {0, std::string(64, '0')}};
};

}  // namespace shrike::access
