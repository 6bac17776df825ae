#pragma once
// Passwords: what is accepted, and their slow hash.
#include <string>
#include <string_view>

#include "shrike/base/result.hpp"

namespace shrike::access {

inline constexpr std::size_t kPasswordCharactersMin = 12;
inline constexpr std::size_t kPasswordCharactersMax = 128;

/// OWASP ASVS 5.0 V6.2: length counts, any character may stand in it, none must. Refused are the user's own name, one
/// piece repeated, a run like 123456789012, and what many people take (common_passwords.inc), whatever its case. Error:
/// invalid, with the rule.
Result<void> check_password(std::string_view user, std::string_view password);

/// 1 to 64 of a-z, 0-9, '.', '_', '-', '@'. Error: invalid.
Result<void> check_user_name(std::string_view name);

/// Argon2id with 19 MiB and two passes (OWASP's minimum), salted, as text: takes tens of milliseconds. Error:
/// unavailable (no memory).
Result<std::string> hash_password(std::string_view password);
/// As slow, whether it fits or not.
bool password_fits(const std::string& hash, std::string_view password);
/// A hash that no password fits, so that an unknown name costs as much as a known one.
const std::string& nobodys_password_hash();

}  // namespace shrike::access
