#include "alerts/channels/signature.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

#include "shrike/alerts/text_checks.hpp"

namespace shrike::alerts {

namespace {

constexpr std::string_view kPrefix = "whsec_";
constexpr std::size_t kSecretBytesMin = 24;
constexpr std::size_t kSecretBytesMax = 64;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

Result<std::string> read_webhook_secret(std::string_view secret) {
  if (!secret.starts_with(kPrefix)) return invalid("expected whsec_ and base64");
  secret.remove_prefix(kPrefix.size());
  std::string bytes(secret.size(), '\0');
  std::size_t length = 0;
  const int bad = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), secret.data(),
                                    secret.size(), nullptr, &length, nullptr, sodium_base64_VARIANT_ORIGINAL);
  if (bad != 0) return invalid("expected whsec_ and base64");
  if (length < kSecretBytesMin || length > kSecretBytesMax) return invalid("expected 24 to 64 bytes in base64");
  bytes.resize(length);
  return bytes;
}

bool is_webhook_secret(std::string_view text) { return read_webhook_secret(text).ok(); }

std::string base64(std::string_view bytes) {
  std::string out(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes_of(bytes), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // the NUL that C wants
  return out;
}

std::string sign_webhook(std::string_view secret_bytes, std::string_view id, std::int64_t timestamp_s,
                         std::string_view body) {
  const std::string content = fmt::format("{}.{}.{}", id, timestamp_s, body);
  crypto_auth_hmacsha256_state state;
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
  crypto_auth_hmacsha256_init(&state, bytes_of(secret_bytes), secret_bytes.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(content), content.size());
  crypto_auth_hmacsha256_final(&state, mac.data());
  return "v1," + base64({reinterpret_cast<const char*>(mac.data()), mac.size()});
}

}  // namespace shrike::alerts
