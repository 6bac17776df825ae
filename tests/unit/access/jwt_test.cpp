#include "shrike/access/jwt.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include "shrike/access/access.hpp"

namespace shrike::access {
namespace {

constexpr TimeUs kNowUs = 1'700'000'000LL * kSecondUs;

std::string encoded(std::string_view bytes) {
  std::string out(bytes.size() * 2 + 8, '\0');
  out.resize(static_cast<std::size_t>(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                                      reinterpret_cast<const unsigned char*>(bytes.data()),
                                                      static_cast<int>(bytes.size()))));
  for (char& c : out) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (!out.empty() && out.back() == '=') out.pop_back();
  return out;
}

std::string number_param(EVP_PKEY* key, const char* name, std::size_t size) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, name, &number);
  std::string out(size == 0 ? static_cast<std::size_t>(BN_num_bytes(number)) : size, '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(out.size()));
  BN_free(number);
  return out;
}

/// Keys of our own, made once.
struct Keys {
  EVP_PKEY* ed = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  EVP_PKEY* ec = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
  EVP_PKEY* rsa = EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048});
  static Keys& get() {
    static Keys keys;
    return keys;
  }
  [[nodiscard]] std::string jwks() const {
    std::string x(32, '\0');
    std::size_t size = x.size();
    EVP_PKEY_get_raw_public_key(ed, reinterpret_cast<unsigned char*>(x.data()), &size);
    return fmt::format(R"({{"keys":[{{"kty":"OKP","crv":"Ed25519","kid":"ed","x":"{}"}},)"
                       R"({{"kty":"EC","crv":"P-256","kid":"ec","alg":"ES256","x":"{}","y":"{}"}},)"
                       R"({{"kty":"RSA","kid":"rsa","n":"{}","e":"{}"}}]}})",
                       encoded(x), encoded(number_param(ec, OSSL_PKEY_PARAM_EC_PUB_X, 32)),
                       encoded(number_param(ec, OSSL_PKEY_PARAM_EC_PUB_Y, 32)),
                       encoded(number_param(rsa, OSSL_PKEY_PARAM_RSA_N, 0)),
                       encoded(number_param(rsa, OSSL_PKEY_PARAM_RSA_E, 0)));
  }
};

std::string signature_of(EVP_PKEY* key, const std::string& message) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  const bool edwards = EVP_PKEY_get_id(key) == EVP_PKEY_ED25519;
  EVP_DigestSignInit(context, nullptr, edwards ? nullptr : EVP_sha256(), nullptr, key);
  std::string out(1'024, '\0');
  std::size_t size = out.size();
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size,
                 reinterpret_cast<const unsigned char*>(message.data()), message.size());
  EVP_MD_CTX_free(context);
  out.resize(size);
  if (EVP_PKEY_get_id(key) != EVP_PKEY_EC) return out;
  const auto* der = reinterpret_cast<const unsigned char*>(out.data());
  ECDSA_SIG* parts = d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(out.size()));
  std::string raw(64, '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(parts), reinterpret_cast<unsigned char*>(raw.data()), 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(parts), reinterpret_cast<unsigned char*>(raw.data()) + 32, 32);
  ECDSA_SIG_free(parts);
  return raw;
}

constexpr const char* kClaims =
    R"({"iss":"https://id.example","aud":"shrike","exp":1700000300,"nbf":1699999990,"sub":"anna","role":"analyst"})";

std::string token(const std::string& header, const std::string& claims, EVP_PKEY* key) {
  const std::string message = encoded(header) + "." + encoded(claims);
  return message + "." + (key == nullptr ? "" : encoded(signature_of(key, message)));
}

class JwtTest : public ::testing::Test {
 protected:
  bool takes(const std::string& text, TimeUs now_us = kNowUs) { return verifier_->verify(text, now_us).ok(); }
  static std::string with(const char* from, const char* to) {
    std::string claims = kClaims;
    claims.replace(claims.find(from), std::string_view(from).size(), to);
    return token(R"({"alg":"EdDSA","kid":"ed"})", claims, Keys::get().ed);
  }
  std::unique_ptr<JwtVerifier> verifier_ =
      std::move(*JwtVerifier::load(Keys::get().jwks(), "https://id.example", "shrike"));
  const std::string good_ = token(R"({"alg":"EdDSA","kid":"ed","typ":"JWT"})", kClaims, Keys::get().ed);
};

TEST_F(JwtTest, TakesTheThreeAlgorithms) {
  const auto identity = verifier_->verify(good_, kNowUs);
  ASSERT_TRUE(identity.ok()) << identity.error().message;
  EXPECT_EQ(identity->name, "token anna");
  EXPECT_EQ(identity->role, Role::analyst);
  EXPECT_EQ(identity->tenant, "default");
  EXPECT_TRUE(takes(token(R"({"alg":"ES256","kid":"ec"})", kClaims, Keys::get().ec)));
  EXPECT_TRUE(takes(token(R"({"alg":"RS256","kid":"rsa"})", kClaims, Keys::get().rsa)));
  EXPECT_TRUE(takes(with(R"("shrike")", R"(["other","shrike"])")));
}

TEST_F(JwtTest, TheHeaderChoosesNeitherAlgorithmNorKey) {
  const Keys& keys = Keys::get();
  EXPECT_FALSE(takes(token(R"({"alg":"none","kid":"ed"})", kClaims, nullptr)));
  EXPECT_FALSE(takes(token(R"({"alg":"none"})", kClaims, nullptr)));
  EXPECT_FALSE(takes(token(R"({"alg":"RS256","kid":"ec"})", kClaims, keys.rsa))) << "another key's algorithm";
  EXPECT_FALSE(takes(token(R"({"alg":"EdDSA","kid":"../../dev/null"})", kClaims, keys.ed)));
  EXPECT_FALSE(takes(token(R"({"alg":"EdDSA"})", kClaims, keys.ed))) << "which of the three?";
  EXPECT_FALSE(takes(token(R"({"alg":"EdDSA","kid":"ed","kid":"ed"})", kClaims, keys.ed)));
  EXPECT_FALSE(takes(token(R"({"alg":"EdDSA","kid":"ed","crit":["b64"],"b64":false})", kClaims, keys.ed)));
  EXPECT_FALSE(takes(token(R"({"alg":"EdDSA","kid":"rsa"})", kClaims, keys.ed)));
  // HMAC keyed with the public key, which everybody knows.
  const std::string message = encoded(R"({"alg":"HS256","kid":"rsa"})") + "." + encoded(kClaims);
  const std::string secret = number_param(keys.rsa, OSSL_PKEY_PARAM_RSA_N, 0);
  unsigned char mac[32];
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), mac, &size);
  EXPECT_FALSE(takes(message + "." + encoded({reinterpret_cast<const char*>(mac), size})));
}

TEST_F(JwtTest, EveryClaimIsAskedFor) {
  EXPECT_TRUE(takes(good_, kNowUs + 359 * kSecondUs)) << "a minute of leeway";
  EXPECT_FALSE(takes(good_, kNowUs + 360 * kSecondUs)) << "expired";
  EXPECT_FALSE(takes(good_, kNowUs - 71 * kSecondUs)) << "not yet";
  for (const auto& [from, to] : {std::pair{"\"exp\":1700000300", "\"x\":1"},
                                 {"1700000300", "\"1700000300\""},
                                 {"1700000300", "1e300"},
                                 {"\"shrike\"", "\"other\""},
                                 {"\"shrike\"", "{}"},
                                 {"https://id.example", "https://evil.example"},
                                 {"\"analyst\"", "\"root\""},
                                 {"\"analyst\"", "\"none\""},
                                 {"\"anna\"", "\"\""},
                                 {"\"role\":", "\"tenant\":5,\"role\":"},
                                 {"\"role\":", "\"role\":\"admin\",\"role\":"}})
    EXPECT_FALSE(takes(with(from, to))) << from << " → " << to;
}

TEST_F(JwtTest, BrokenTokensAreRefused) {
  EXPECT_FALSE(takes(std::string(1'000'000, 'a') + ".b.c"));
  for (std::size_t at = 0; at < good_.size(); at += 7) {
    std::string changed = good_;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    if (changed != good_) EXPECT_FALSE(takes(changed)) << at;
  }
  for (const char* text : {"", ".", "..", "a.b", "a.b.c", "a.b.c.d", "====.====.===="})
    EXPECT_FALSE(takes(text)) << text;
  EXPECT_FALSE(takes(good_ + "="));
  EXPECT_FALSE(JwtVerifier::load("{}", "a", "b").ok());
  EXPECT_FALSE(JwtVerifier::load(Keys::get().jwks(), "", "b").ok());
  EXPECT_FALSE(JwtVerifier::load(R"({"keys":[{"kty":"oct","k":"AAAA"}]})", "a", "b").ok()) << "no shared secrets";
}

TEST_F(JwtTest, AccessTakesATokenUntilItsEndAndOpensNoSessionWithIt) {
  ManualClock clock(kNowUs);
  Access access(clock);
  EXPECT_FALSE(access.by_key(good_)) << "not configured";
  access.set_tokens(std::move(verifier_));
  const auto identity = access.by_key(good_);
  ASSERT_TRUE(identity);
  EXPECT_TRUE(access.holds(*identity));
  EXPECT_FALSE(access.open_with_key(good_).ok());
  clock.advance(360 * kSecondUs);
  EXPECT_FALSE(access.holds(*identity));
  EXPECT_FALSE(access.by_key(good_));
}

}  // namespace
}  // namespace shrike::access
