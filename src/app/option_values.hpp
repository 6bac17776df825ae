#pragma once
// Reading the values of settings. Each returns false, and may leave `out` changed, where the text is not that.
#include <charconv>
#include <cstdint>
#include <string>

#include "shrike/base/clock.hpp"

namespace shrike::app {

template <class T>
bool to_number(const std::string& text, T low, T high, T& out) {
  T value{};
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || !(value >= low && value <= high))
    return false;
  out = value;
  return true;
}

inline bool to_flag(const std::string& text, bool& out) {
  if (text == "true" || text == "1" || text == "yes") return out = true, true;
  if (text == "false" || text == "0" || text == "no") return out = false, true;
  return false;
}

inline bool to_seconds(const std::string& text, std::int64_t min, std::int64_t max, TimeUs& us) {
  std::int64_t seconds = 0;
  if (!to_number<std::int64_t>(text, min, max, seconds)) return false;
  us = seconds * kSecondUs;
  return true;
}

}  // namespace shrike::app
