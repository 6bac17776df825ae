#include "shrike/access/secret_box.hpp"

#include <sodium.h>

namespace shrike::access {

namespace {

constexpr std::string_view kMark = "v1.";  // "." is not of base32
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr int kText = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
static_assert(SecretBox::kKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

unsigned char* raw(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* raw(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

Result<SecretBox> SecretBox::make(std::string_view key_hex) {
  SHRIKE_ASSERT(sodium_init() >= 0);
  SecretBox box;
  std::size_t size = 0;
  const bool whole =
      key_hex.size() == 2 * kKeyBytes &&
      sodium_hex2bin(box.key_.data(), kKeyBytes, key_hex.data(), key_hex.size(), nullptr, &size, nullptr) == 0 &&
      size == kKeyBytes;
  return whole ? Result<SecretBox>(box) : Result<SecretBox>(invalid("expected a key of 64 hexadecimal digits"));
}

SecretBox::~SecretBox() { sodium_memzero(key_.data(), key_.size()); }

std::string SecretBox::seal(std::string_view secret, std::string_view owner) const {
  std::string bytes(kNonceBytes + secret.size() + kTagBytes, '\0');
  randombytes_buf(bytes.data(), kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(bytes) + kNonceBytes, nullptr, raw(secret), secret.size(), raw(owner),
                                             owner.size(), nullptr, raw(bytes), key_.data());
  std::string text(sodium_base64_encoded_len(bytes.size(), kText), '\0');
  sodium_bin2base64(text.data(), text.size(), raw(bytes), bytes.size(), kText);
  text.pop_back();  // the zero at its end
  return std::string(kMark) + text;
}

std::optional<std::string> SecretBox::open(std::string_view sealed, std::string_view owner) const {
  if (!is_sealed(sealed)) return std::nullopt;
  sealed.remove_prefix(kMark.size());
  std::string bytes(sealed.size(), '\0');
  std::size_t size = 0;
  const bool readable =
      sodium_base642bin(raw(bytes), bytes.size(), sealed.data(), sealed.size(), nullptr, &size, nullptr, kText) == 0;
  if (!readable || size < kNonceBytes + kTagBytes) return std::nullopt;
  std::string secret(size - kNonceBytes - kTagBytes, '\0');
  const bool ours = crypto_aead_xchacha20poly1305_ietf_decrypt(raw(secret), nullptr, nullptr, raw(bytes) + kNonceBytes,
                                                               size - kNonceBytes, raw(owner), owner.size(), raw(bytes),
                                                               key_.data()) == 0;
  return ours ? std::optional(std::move(secret)) : std::nullopt;
}

bool SecretBox::is_sealed(std::string_view text) { return text.starts_with(kMark); }

}  // namespace shrike::access
