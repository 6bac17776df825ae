#pragma once
// Texts from outside, made safe to stand in one line.
#include <string>
#include <string_view>

namespace shrike::alerts {

/// Control characters, line ends among them, become spaces.
std::string one_line(std::string_view text);
/// At most `bytes` bytes; what is longer ends with "…", and no character is cut in two.
std::string cut(std::string text, std::size_t bytes);

}  // namespace shrike::alerts
