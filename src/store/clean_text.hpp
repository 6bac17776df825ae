#pragma once
// Text as every database takes it.
#include <string>
#include <string_view>

namespace shrike::store {

/// True for valid UTF-8 without NUL.
bool is_clean_text(std::string_view text);

/// Replaces each byte that PostgreSQL would refuse (NUL, or not part of valid UTF-8) by U+FFFD: one odd message must
/// not stop the archive for ever. The exact bytes stay in the encoded event.
std::string cleaned_text(std::string_view text);

}  // namespace shrike::store
