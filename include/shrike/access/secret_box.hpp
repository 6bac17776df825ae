#pragma once
// Secrets that must be read again, sealed for the store under a key that is not in it.
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "shrike/base/result.hpp"

namespace shrike::access {

/// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03, by libsodium) with a random nonce: who has the store alone reads
/// nothing, changes nothing unseen, and cannot give one owner's secret to another. Any thread.
class SecretBox {
 public:
  static constexpr std::size_t kKeyBytes = 32;
  /// `key_hex`: 64 hexadecimal digits. Error: invalid.
  static Result<SecretBox> make(std::string_view key_hex);
  ~SecretBox();
  SecretBox(const SecretBox&) = default;
  SecretBox& operator=(const SecretBox&) = default;

  /// As text. The same secret looks different each time.
  [[nodiscard]] std::string seal(std::string_view secret, std::string_view owner) const;
  /// nullopt where it was sealed under another key or for another owner, or is damaged.
  [[nodiscard]] std::optional<std::string> open(std::string_view sealed, std::string_view owner) const;
  /// What seal() gave, in distinction to a secret in base32.
  static bool is_sealed(std::string_view text);

 private:
  SecretBox() = default;
  std::array<unsigned char, kKeyBytes> key_{};
};

}  // namespace shrike::access
