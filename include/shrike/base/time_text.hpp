#pragma once
// RFC 3339 times: the only text form of time in JSON, CSV and diag output.
#include <string>
#include <string_view>

#include "shrike/base/clock.hpp"
#include "shrike/base/result.hpp"

namespace shrike {

/// "2026-05-03T11:20:00.000000Z": always UTC, always six digits, so that text order is time order.
std::string format_time(TimeUs time_us);

/// Accepts RFC 3339 with "T" or a space, an optional fraction, and "Z" or an offset; without a zone it is UTC (CSV
/// exports). A leap second (":60") counts as the following second. Error: invalid.
Result<TimeUs> parse_time(std::string_view text);

/// Civil date of days since 1970-01-01 (proleptic Gregorian, H. Hinnant's days_from_civil).
struct CivilDate {
  int year;
  unsigned month;
  unsigned day;
};
CivilDate civil_date(std::int64_t days_since_epoch);
std::int64_t days_since_epoch(CivilDate date);

}  // namespace shrike
