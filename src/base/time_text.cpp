#include "shrike/base/time_text.hpp"

#include <fmt/core.h>

namespace shrike {

CivilDate civil_date(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto doe = static_cast<unsigned>(days - era * 146097);
  const unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const unsigned mp = (5 * doy + 2) / 153;
  const unsigned month = mp < 10 ? mp + 3 : mp - 9;
  const int year = static_cast<int>(yoe + era * 400) + (month <= 2 ? 1 : 0);
  return {year, month, doy - (153 * mp + 2) / 5 + 1};
}

std::int64_t days_since_epoch(CivilDate date) {
  const int year = date.year - (date.month <= 2 ? 1 : 0);
  const int era = (year >= 0 ? year : year - 399) / 400;
  const auto yoe = static_cast<unsigned>(year - era * 400);
  const unsigned doy = (153 * (date.month > 2 ? date.month - 3 : date.month + 9) + 2) / 5 + date.day - 1;
  const unsigned doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return static_cast<std::int64_t>(era) * 146097 + doe - 719468;
}

std::string format_time(TimeUs time_us) {
  std::int64_t days = time_us / kDayUs;
  std::int64_t rest = time_us % kDayUs;
  if (rest < 0) {
    rest += kDayUs;
    --days;
  }
  const CivilDate date = civil_date(days);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", date.year, date.month, date.day, rest / kHourUs,
                     rest / kMinuteUs % 60, rest / kSecondUs % 60, rest % kSecondUs);
}

namespace {

/// Reads fixed-width decimal fields off the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool number(std::size_t width, int& out) {
    if (text_.size() < width) return false;
    out = 0;
    for (std::size_t i = 0; i < width; ++i) {
      if (text_[i] < '0' || text_[i] > '9') return false;
      out = out * 10 + (text_[i] - '0');
    }
    text_.remove_prefix(width);
    return true;
  }
  bool one_of(std::string_view set, char* found = nullptr) {
    if (text_.empty() || set.find(text_.front()) == std::string_view::npos) return false;
    if (found != nullptr) *found = text_.front();
    text_.remove_prefix(1);
    return true;
  }
  /// Up to nine digits after the point, kept to microseconds.
  bool fraction(TimeUs& out) {
    TimeUs scale = kSecondUs;
    std::size_t digits = 0;
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9' && digits < 9) {
      scale /= 10;
      out += (text_.front() - '0') * scale;
      text_.remove_prefix(1);
      ++digits;
    }
    return digits > 0;
  }
  [[nodiscard]] bool done() const { return text_.empty(); }

 private:
  std::string_view text_;
};

bool valid_date(int year, int month, int day) {
  static constexpr int kDays[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1 || day > kDays[month - 1]) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month != 2 || day < 29 || leap;
}

bool read_offset(Scanner& scan, TimeUs& offset_us) {
  char sign = 0;
  if (scan.done() || scan.one_of("Zz")) return true;
  int hours = 0;
  int minutes = 0;
  if (!scan.one_of("+-", &sign) || !scan.number(2, hours) || !scan.one_of(":") || !scan.number(2, minutes))
    return false;
  if (hours > 23 || minutes > 59) return false;
  offset_us = (sign == '-' ? -1 : 1) * (hours * kHourUs + minutes * kMinuteUs);
  return true;
}

}  // namespace

Result<TimeUs> parse_time(std::string_view text) {
  const Error expected = invalid("expected an RFC 3339 time such as 2026-05-03T11:20:00Z");
  Scanner scan(text);
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (!scan.number(4, year) || !scan.one_of("-") || !scan.number(2, month) || !scan.one_of("-") ||
      !scan.number(2, day)) {
    return expected;
  }
  if (!valid_date(year, month, day)) return expected;
  TimeUs time_us = days_since_epoch({year, static_cast<unsigned>(month), static_cast<unsigned>(day)}) * kDayUs;
  if (scan.done()) return time_us;
  if (!scan.one_of("Tt ") || !scan.number(2, hour) || !scan.one_of(":") || !scan.number(2, minute)) return expected;
  if (scan.one_of(":") && !scan.number(2, second)) return expected;
  TimeUs fraction_us = 0;
  if (scan.one_of(".") && !scan.fraction(fraction_us)) return expected;
  TimeUs offset_us = 0;
  if (hour > 23 || minute > 59 || second > 60 || !read_offset(scan, offset_us) || !scan.done()) return expected;
  return time_us + hour * kHourUs + minute * kMinuteUs + second * kSecondUs + fraction_us - offset_us;
}

}  // namespace shrike
