#pragma once
// Silences: alerts that match one are not sent until it ends.
#include <optional>
#include <string>
#include <vector>

#include "shrike/store/database.hpp"
#include "shrike/store/outbox.hpp"

namespace shrike::store {

struct Silence {
  std::uint64_t number = 0;
  std::string tenant;
  std::string type;  ///< empty here and below = any; at least one of the three is given
  std::string severity;
  std::string entity;
  std::string reason;
  std::string by;
  TimeUs created_at_us = 0;
  TimeUs until_us = 0;

  [[nodiscard]] bool matches(const OutboxRow& row) const;
};

inline constexpr std::size_t kSilencesMax = 500;  ///< of a tenant at a time

/// Returns its number. Errors: conflict (kSilencesMax are active), as Database.
Result<std::uint64_t> add_silence(Database& database, const Silence& silence);
/// Ends it now. Errors: not_found (also where it has ended), as Database.
Result<void> end_silence(Database& database, const std::string& tenant, std::uint64_t number, TimeUs now_us);
/// Those of a tenant that have not ended, newest first. Errors: as Database.
Result<std::vector<Silence>> active_silences(Database& database, const std::string& tenant, TimeUs now_us);

}  // namespace shrike::store
