#pragma once
// Diagnostic output for the operator: one JSON line per entry on standard error. Never holds secrets, card numbers or
// message text.
#include <fmt/core.h>

#include <string>
#include <string_view>

#include "shrike/base/result.hpp"

namespace shrike::diag {

enum class Level { debug, info, warning, error };

/// Sets the least level written. `name` is one of debug, info, warning, error, off. Error: invalid.
Result<void> set_level(std::string_view name);

/// Thread-safe. Control characters are escaped and the text is cut at 2,048 bytes, so that input cannot forge an entry.
void write(Level level, std::string_view module, std::string_view text);

template <class... Args>
void info(std::string_view module, fmt::format_string<Args...> format, Args&&... args) {
  write(Level::info, module, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void warning(std::string_view module, fmt::format_string<Args...> format, Args&&... args) {
  write(Level::warning, module, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void error(std::string_view module, fmt::format_string<Args...> format, Args&&... args) {
  write(Level::error, module, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace shrike::diag
