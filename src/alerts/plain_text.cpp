#include "alerts/plain_text.hpp"

#include <algorithm>

namespace shrike::alerts {

std::string one_line(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(
      out, [](unsigned char c) { return c < 0x20 || c == 0x7F; }, ' ');
  return out;
}

std::string cut(std::string text, std::size_t bytes) {
  constexpr std::string_view kMore = "…";
  if (text.size() <= bytes) return text;
  std::size_t end = bytes - std::min(bytes, kMore.size());
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  return text.append(kMore);
}

}  // namespace shrike::alerts
