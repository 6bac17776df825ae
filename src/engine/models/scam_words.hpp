#pragma once
// The vocabulary of the signals: single words and brands. Read only; built once.
#include <span>
#include <string_view>

namespace shrike::engine {

/// Whether a plain lower-case word is one that scams like to disguise.
bool is_scam_word(std::string_view word);
/// Names that links pretend to be, longest first, with the label that they really register.
std::span<const std::string_view> brands();

}  // namespace shrike::engine
