#pragma once
// The text of a mail, so that nothing in it can become a header.
#include <string>
#include <string_view>
#include <vector>

#include "shrike/base/clock.hpp"

namespace shrike::alerts {

struct Mail {
  std::string from;
  std::vector<std::string> to;
  std::string subject;
  std::string message_id;  ///< without the brackets
  TimeUs date_us = 0;
  bool urgent = false;
  std::string text;
  std::string html;
};

/// RFC 5322 with CRLF ends of lines; both bodies in base64. Control characters of the subject become spaces; what is
/// not ASCII becomes encoded words (RFC 2047). Addresses must have been checked (is_mail_address, text_checks.hpp).
std::string mail_text(const Mail& mail);

std::string html_escaped(std::string_view text);

/// "Sun, 03 May 2026 11:20:00 +0000" (RFC 5322, 3.3).
std::string mail_date(TimeUs time_us);

}  // namespace shrike::alerts
