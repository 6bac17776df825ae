#include "shrike/access/jwt.hpp"

#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "shrike/base/card_numbers.hpp"

namespace shrike::access {

namespace {

using json = nlohmann::json;

constexpr std::string_view kCredential = "jwt:";
constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr int kDepthMax = 4;
constexpr std::size_t kNameBytesMax = 128;
constexpr std::size_t kCoordinateBytes = 32;  // of P-256 and Ed25519
constexpr int kRsaBitsMin = 2'048;
constexpr double kSecondsMax = 1e11;  // far in the future, and still a TimeUs

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
  void operator()(OSSL_PARAM* params) const { OSSL_PARAM_free(params); }
  void operator()(BIGNUM* number) const { BN_free(number); }
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

/// Base64url without padding (RFC 7515); nullopt for anything else.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xFFU);
  }
  const bool whole = count < 6 && (bits & ((1U << count) - 1)) == 0;
  return whole ? std::optional(std::move(out)) : std::nullopt;
}

/// An object without a member that stands twice, and not deep; nullopt for anything else.
std::optional<json> read_object(std::string_view text) {
  std::set<std::string> names;
  bool fine = text.find('\0') == std::string_view::npos;
  const auto look = [&](int depth, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::key && depth == 1) fine = names.insert(value.get<std::string>()).second && fine;
    fine = fine && depth <= kDepthMax;
    return fine;
  };
  json out = json::parse(text, look, false);
  return fine && out.is_object() ? std::optional(std::move(out)) : std::nullopt;
}

std::string text_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Owned<EVP_PKEY> from_params(const char* kind, OSSL_PARAM_BLD* builder) {
  const Owned<OSSL_PARAM> params(OSSL_PARAM_BLD_to_param(builder));
  const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
  EVP_PKEY* key = nullptr;
  if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1) return nullptr;
  if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1) return nullptr;
  return Owned<EVP_PKEY>(key);
}

Owned<EVP_PKEY> ed25519_key(const json& jwk) {
  const auto x = decoded(text_of(jwk, "x"));
  if (text_of(jwk, "crv") != "Ed25519" || !x || x->size() != kCoordinateBytes) return nullptr;
  return Owned<EVP_PKEY>(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(*x), x->size()));
}

Owned<EVP_PKEY> p256_key(const json& jwk) {
  const auto x = decoded(text_of(jwk, "x"));
  const auto y = decoded(text_of(jwk, "y"));
  if (text_of(jwk, "crv") != "P-256" || !x || !y || x->size() != kCoordinateBytes || y->size() != kCoordinateBytes)
    return nullptr;
  const std::string point = "\x04" + *x + *y;
  const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  return from_params("EC", builder.get());
}

Owned<EVP_PKEY> rsa_key(const json& jwk) {
  const auto n = decoded(text_of(jwk, "n"));
  const auto e = decoded(text_of(jwk, "e"));
  if (!n || !e || n->empty() || e->empty()) return nullptr;
  const Owned<BIGNUM> modulus(BN_bin2bn(bytes_of(*n), static_cast<int>(n->size()), nullptr));
  const Owned<BIGNUM> exponent(BN_bin2bn(bytes_of(*e), static_cast<int>(e->size()), nullptr));
  if (BN_num_bits(modulus.get()) < kRsaBitsMin) return nullptr;
  const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  return from_params("RSA", builder.get());
}

/// The two numbers of a JWS as OpenSSL wants them; empty where they are none.
std::string der_signature(std::string_view raw) {
  if (raw.size() != 2 * kCoordinateBytes) return {};
  const Owned<ECDSA_SIG> signature(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(bytes_of(raw), kCoordinateBytes, nullptr);
  BIGNUM* s = BN_bin2bn(bytes_of(raw.substr(kCoordinateBytes)), kCoordinateBytes, nullptr);
  ECDSA_SIG_set0(signature.get(), r, s);  // owns them from now on
  unsigned char* bytes = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &bytes);
  std::string out(reinterpret_cast<const char*>(bytes), size > 0 ? static_cast<std::size_t>(size) : 0);
  OPENSSL_free(bytes);
  return out;
}

Error denied(std::string_view why) { return {ErrorKind::denied, fmt::format("token: {}", why)}; }

std::optional<TimeUs> time_of(const json& claims, const char* name) {
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  const auto seconds = found->get<double>();
  if (!(seconds >= 0 && seconds <= kSecondsMax)) return std::nullopt;
  return static_cast<TimeUs>(seconds * static_cast<double>(kSecondUs));
}

bool is_for(const json& claims, const std::string& audience) {
  const auto found = claims.find("aud");
  if (found == claims.end()) return false;
  return found->is_array() ? std::ranges::find(*found, json(audience)) != found->end() : *found == audience;
}

Result<Identity> identity_of(const json& claims, TimeUs end_us) {
  const auto role = role_from(text_of(claims, "role"));
  const std::string name = text_of(claims, "sub");
  if (!role || name.empty() || name.size() > kNameBytesMax) return denied("sub or role is missing");
  const bool has_tenant = claims.contains("tenant");
  const std::string tenant = has_tenant ? text_of(claims, "tenant") : "default";
  if (tenant.empty() || tenant.size() > kNameBytesMax) return denied("tenant is wrong");
  return Identity{*role, tenant, "token " + mask_card_numbers(name), fmt::format("{}{}", kCredential, end_us)};
}

}  // namespace

struct JwtVerifier::Key {
  std::string id;
  std::string_view algorithm;
  Owned<EVP_PKEY> key;

  static Result<Key> read(const json& jwk) {
    if (!jwk.is_object()) return invalid("expected objects in keys");
    Key out{text_of(jwk, "kid"), "", nullptr};
    const std::string kind = text_of(jwk, "kty");
    if (kind == "OKP") out = {out.id, "EdDSA", ed25519_key(jwk)};
    if (kind == "EC") out = {out.id, "ES256", p256_key(jwk)};
    if (kind == "RSA") out = {out.id, "RS256", rsa_key(jwk)};
    if (!out.key) return invalid(fmt::format("key \"{}\": expected Ed25519, P-256, or RSA of 2048 bits", out.id));
    if (jwk.contains("alg") && text_of(jwk, "alg") != out.algorithm)
      return invalid(fmt::format("key \"{}\": expected alg {}", out.id, out.algorithm));
    return out;
  }

  [[nodiscard]] bool fits(std::string_view message, std::string_view signature) const {
    const bool edwards = algorithm == "EdDSA";
    const std::string raw = algorithm == "ES256" ? der_signature(signature) : std::string(signature);
    const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
    if (EVP_DigestVerifyInit(context.get(), nullptr, edwards ? nullptr : EVP_sha256(), nullptr, key.get()) != 1)
      return false;
    return EVP_DigestVerify(context.get(), bytes_of(raw), raw.size(), bytes_of(message), message.size()) == 1;
  }
};

JwtVerifier::JwtVerifier(std::string issuer, std::string audience)
    : issuer_(std::move(issuer)), audience_(std::move(audience)) {}
JwtVerifier::~JwtVerifier() = default;

Result<std::unique_ptr<JwtVerifier>> JwtVerifier::load(std::string_view jwks, std::string issuer,
                                                       std::string audience) {
  if (issuer.empty() || audience.empty()) return invalid("expected jwt.issuer and jwt.audience as well");
  const auto set = read_object(jwks);
  if (!set || !set->contains("keys") || !(*set)["keys"].is_array() || (*set)["keys"].empty())
    return invalid("expected a JSON Web Key Set with keys");
  std::unique_ptr<JwtVerifier> out(new JwtVerifier(std::move(issuer), std::move(audience)));
  for (const json& jwk : (*set)["keys"]) {
    auto key = Key::read(jwk);
    if (!key) return key.error();
    if (std::ranges::find(out->keys_, key->id, &Key::id) != out->keys_.end())
      return invalid(fmt::format("the key id \"{}\" stands twice", key->id));
    out->keys_.push_back(std::move(*key));
  }
  return out;
}

/// The one that the header names, where the algorithm is the key's own.
const JwtVerifier::Key* JwtVerifier::key_of(std::string_view header) const {
  const auto object = read_object(header);
  if (!object || object->contains("crit")) return nullptr;
  const std::string type = text_of(*object, "typ");
  if (object->contains("typ") && type != "JWT" && type != "at+jwt") return nullptr;
  const auto found = object->contains("kid") ? std::ranges::find(keys_, text_of(*object, "kid"), &Key::id)
                                             : (keys_.size() == 1 ? keys_.begin() : keys_.end());
  if (found == keys_.end() || text_of(*object, "alg") != found->algorithm) return nullptr;
  return &*found;
}

Result<Identity> JwtVerifier::verify(std::string_view token, TimeUs now_us) const {
  if (token.size() > kTokenBytesMax) return denied("too long");
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return denied("not three parts");
  const auto header = decoded(token.substr(0, first));
  const auto body = decoded(token.substr(first + 1, second - first - 1));
  const auto signature = decoded(token.substr(second + 1));
  if (!header || !body || !signature) return denied("not base64url");
  const Key* key = key_of(*header);
  if (key == nullptr || !key->fits(token.substr(0, second), *signature)) return denied("not signed by a key of ours");
  const auto claims = read_object(*body);
  if (!claims) return denied("the claims are no plain object");
  const auto end_us = time_of(*claims, "exp");
  if (!end_us || *end_us + kLeewayUs <= now_us) return denied("expired, or without exp");
  for (const char* name : {"nbf", "iat"}) {
    const auto from_us = time_of(*claims, name);
    if (claims->contains(name) && (!from_us || *from_us - kLeewayUs > now_us)) return denied("not valid yet");
  }
  if (text_of(*claims, "iss") != issuer_ || !is_for(*claims, audience_)) return denied("of or for somebody else");
  return identity_of(*claims, *end_us + kLeewayUs);
}

TimeUs jwt_end_us(std::string_view credential) {
  TimeUs end_us = 0;
  if (credential.starts_with(kCredential))
    std::from_chars(credential.data() + kCredential.size(), credential.data() + credential.size(), end_us);
  return end_us;
}

}  // namespace shrike::access
