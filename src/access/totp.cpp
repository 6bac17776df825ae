#include "shrike/access/totp.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include "shrike/base/random.hpp"
#include "shrike/base/result.hpp"

namespace shrike::access {

namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t kSecretBytes = 20;
constexpr std::size_t kSha1Bytes = 20;

std::string owner_of(const store::User& user) { return fmt::format("totp\n{}\n{}", user.tenant, user.name); }

}  // namespace

std::string hotp(std::string_view secret, std::uint64_t counter, unsigned digits) {
  unsigned char message[8];
  for (std::size_t i = 0; i < sizeof message; ++i)
    message[i] = static_cast<unsigned char>(counter >> (8 * (sizeof message - 1 - i)));
  unsigned char mac[kSha1Bytes];
  unsigned int size = 0;
  SHRIKE_ASSERT(HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), message, sizeof message, mac, &size) !=
                nullptr);
  const std::size_t at = mac[kSha1Bytes - 1] & 0x0FU;
  const std::uint32_t number =
      (mac[at] & 0x7FU) << 24U | mac[at + 1] << 16U | mac[at + 2] << 8U | static_cast<std::uint32_t>(mac[at + 3]);
  std::uint32_t modulus = 1;
  for (unsigned i = 0; i < digits; ++i) modulus *= 10;
  return fmt::format("{:0{}}", number % modulus, digits);
}

std::string make_totp_secret() {
  SHRIKE_ASSERT(sodium_init() >= 0);
  std::string bytes(kSecretBytes, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return to_base32(bytes);
}

std::optional<std::int64_t> totp_step_of(std::string_view base32_secret, std::string_view code, TimeUs now_us,
                                         std::int64_t used_step) {
  const auto secret = from_base32(base32_secret);
  if (!secret || secret->empty()) return std::nullopt;
  const std::int64_t now = now_us / kSecondUs / kTotpStepSeconds;
  for (std::int64_t step = now - 1; step <= now + 1; ++step) {
    if (step > used_step && equal_constant_time(hotp(*secret, static_cast<std::uint64_t>(step)), code)) return step;
  }
  return std::nullopt;
}

std::string seal_totp_secret(const SecretBox& box, const store::User& user, std::string_view base32_secret) {
  return box.seal(base32_secret, owner_of(user));
}

std::optional<std::string> open_totp_secret(const SecretBox& box, const store::User& user) {
  return box.open(user.totp_secret, owner_of(user));
}

std::string totp_uri(std::string_view base32_secret, std::string_view user) {
  return fmt::format("otpauth://totp/Shrike:{}?secret={}&issuer=Shrike&algorithm=SHA1&digits=6&period={}", user,
                     base32_secret, kTotpStepSeconds);
}

std::optional<std::string> from_base32(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const std::size_t value = kBase32.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 5U | static_cast<std::uint32_t>(value);
    count += 5;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFFU);
  }
  return out;
}

std::string to_base32(std::string_view bytes) {
  std::string out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(c);
    for (count += 8; count >= 5; count -= 5) out += kBase32[bits >> (count - 5) & 31U];
  }
  if (count > 0) out += kBase32[bits << (5 - count) & 31U];
  return out;
}

}  // namespace shrike::access
