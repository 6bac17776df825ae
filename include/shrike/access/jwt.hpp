#pragma once
// Bearer tokens of an identity provider: signed JWTs (RFC 7519), checked against the keys of a JWKS file (RFC 7517).
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shrike/access/identity.hpp"
#include "shrike/base/clock.hpp"
#include "shrike/base/result.hpp"

namespace shrike::access {

struct JwtSettings {
  std::string jwks_file;  ///< empty = no tokens are taken
  std::string issuer;     ///< must be the claim iss
  std::string audience;   ///< must be, or be among, the claim aud
};

/// Immutable after load, so for any thread. Each key has one algorithm, which its kind fixes: the token's header
/// chooses neither that nor a file or address.
class JwtVerifier {
 public:
  static constexpr std::size_t kTokenBytesMax = 8 * 1024;
  static constexpr TimeUs kLeewayUs = kMinuteUs;  ///< between the clocks

  /// Keys of Ed25519 (EdDSA), P-256 (ES256) and RSA of 2048 bits or more (RS256). Error: invalid.
  static Result<std::unique_ptr<JwtVerifier>> load(std::string_view jwks, std::string issuer, std::string audience);
  ~JwtVerifier();

  /// Needs the claims iss, aud, exp, sub (the name) and role; tenant is "default" where it is not there. Errors:
  /// denied.
  [[nodiscard]] Result<Identity> verify(std::string_view token, TimeUs now_us) const;

 private:
  struct Key;
  JwtVerifier(std::string issuer, std::string audience);
  [[nodiscard]] const Key* key_of(std::string_view header) const;

  std::string issuer_;
  std::string audience_;
  std::vector<Key> keys_;
};

/// The end of a token, from the credential of its identity; 0 where it is none.
TimeUs jwt_end_us(std::string_view credential);

}  // namespace shrike::access
