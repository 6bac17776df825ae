#pragma once
// Time-based one-time passwords (RFC 6238 with HMAC-SHA-1, 30 seconds, 6 digits: what every authenticator app knows).
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "shrike/access/secret_box.hpp"
#include "shrike/base/clock.hpp"
#include "shrike/store/users.hpp"

namespace shrike::access {

inline constexpr std::int64_t kTotpStepSeconds = 30;

/// RFC 4226 section 5.3 over the raw secret, `digits` up to 9.
std::string hotp(std::string_view secret, std::uint64_t counter, unsigned digits = 6);

/// 160 random bits as base32 (RFC 4648, without padding).
std::string make_totp_secret();
/// The step whose code this is: of now, or one before or after for clocks that differ; nullopt for a wrong code or a
/// step that is not after `used_step`, so that each code counts once.
std::optional<std::int64_t> totp_step_of(std::string_view base32_secret, std::string_view code, TimeUs now_us,
                                         std::int64_t used_step);
/// A user's secret for the store, and back; nullopt where the user has none or the box is not the one that sealed it.
std::string seal_totp_secret(const SecretBox& box, const store::User& user, std::string_view base32_secret);
std::optional<std::string> open_totp_secret(const SecretBox& box, const store::User& user);
/// What an app reads from a QR code.
std::string totp_uri(std::string_view base32_secret, std::string_view user);

/// nullopt where the text is no base32.
std::optional<std::string> from_base32(std::string_view text);
std::string to_base32(std::string_view bytes);

}  // namespace shrike::access
