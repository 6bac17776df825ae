#include "alert_values.hpp"

#include <algorithm>

#include "shrike/alerts/channel.hpp"
#include "shrike/alerts/http_sender.hpp"
#include "shrike/alerts/text_checks.hpp"

namespace shrike::app {

namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> out(1);
  for (const char c : text) {
    if (c != ',' && c != ' ') {
      out.back() += c;
    } else if (!out.back().empty()) {
      out.emplace_back();
    }
  }
  if (out.back().empty()) out.pop_back();
  return out;
}

bool is_printable(const std::string& text) {
  return std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

}  // namespace

bool to_url(const std::string& text, std::string& out) {
  out = text;
  return text.empty() || alerts::check_url(text).ok();
}

bool to_secrets(const std::string& text, std::vector<std::string>& out) {
  out = words_of(text);
  return std::ranges::all_of(out, [](const std::string& secret) { return alerts::is_webhook_secret(secret); });
}

bool to_mail_list(const std::string& text, std::vector<std::string>& out) {
  if (text.find_first_of("\r\n") != std::string::npos) return false;
  out = words_of(text);
  return std::ranges::all_of(out, [](const std::string& address) { return alerts::is_mail_address(address); });
}

bool to_line(const std::string& text, std::string& out) {
  out = text;
  return text.size() <= 1'000 && is_printable(text);
}

bool to_channel(const std::string& text, std::string& out) {
  const auto known = alerts::known_channels();
  out = text;
  return text.empty() || std::ranges::find(known, text) != known.end();
}

}  // namespace shrike::app
