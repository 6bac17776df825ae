#pragma once
// The program's version; CMakeLists.txt has the same number and a test compares them.
#include <string_view>

namespace shrike::app {
inline constexpr std::string_view kVersion = "0.1.0";
}  // namespace shrike::app
