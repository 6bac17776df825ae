#include "alerts/channels/mail_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "alerts/channels/signature.hpp"
#include "alerts/plain_text.hpp"
#include "shrike/alerts/text_checks.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::alerts {

namespace {

constexpr std::size_t kLineMax = 76;       // of base64 (RFC 2045, 6.8)
constexpr std::size_t kWordBytesMax = 42;  // in one encoded word, which may have 75 characters
constexpr std::size_t kSubjectMax = 200;
constexpr std::string_view kBoundary = "=_shrike_part";  // cannot stand in base64

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) { return c < 0x80; });
}

/// Encoded words of whole characters, folded.
std::string encoded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t end = std::min(kWordBytesMax, text.size());
    while (end < text.size() && end > 1 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    out += fmt::format("{}=?UTF-8?B?{}?=", out.empty() ? "" : "\r\n ", base64(text.substr(0, end)));
    text.remove_prefix(end);
  }
  return out;
}

std::string header_text(std::string_view text) {
  std::string line = cut(one_line(text), kSubjectMax);
  return is_ascii(line) && line.find("=?") == std::string::npos ? line : encoded_words(line);
}

std::string part(std::string_view type, std::string_view text) {
  std::string out = fmt::format("--{}\r\nContent-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
                                kBoundary, type);
  const std::string encoded = base64(text);
  for (std::size_t at = 0; at < encoded.size(); at += kLineMax) out += encoded.substr(at, kLineMax) + "\r\n";
  return out;
}

}  // namespace

std::string mail_text(const Mail& mail) {
  std::string out =
      fmt::format("Date: {}\r\nFrom: <{}>\r\nTo: <{}>\r\nSubject: {}\r\nMessage-ID: <{}>\r\n", mail_date(mail.date_us),
                  mail.from, fmt::join(mail.to, ">, <"), header_text(mail.subject), one_line(mail.message_id));
  if (mail.urgent) out += "Importance: high\r\nX-Priority: 1\r\n";
  out += fmt::format(
      "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"{}\"\r\n"
      "\r\n",
      kBoundary);
  out += part("text/plain", mail.text);
  out += part("text/html", mail.html);
  return out + fmt::format("--{}--\r\n", kBoundary);
}

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == text.size() || text.size() > 254) return false;
  return std::ranges::all_of(text, [](unsigned char c) {
    return c > 0x20 && c != 0x7F &&
           std::string_view("<>,;:\"\\()[]").find(static_cast<char>(c)) == std::string_view::npos;
  });
}

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string mail_date(TimeUs time_us) {
  constexpr std::array<std::string_view, 7> kDays{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};  // 1970-01-01 first
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::int64_t day = time_us / kDayUs;
  const CivilDate date = civil_date(day);
  const std::int64_t second = time_us % kDayUs / kSecondUs;
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays.at(static_cast<std::size_t>(day % 7)), date.day,
                     kMonths.at(date.month - 1), date.year, second / 3600, second / 60 % 60, second % 60);
}

}  // namespace shrike::alerts
