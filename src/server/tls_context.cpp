#include "server/tls_context.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <ctime>
#include <limits>

namespace shrike::server {

namespace {

constexpr int kSecurityLevel = 2;  // keys and hashes of 112 bits at least: SSL_CTX_set_security_level(3)
constexpr const char* kCiphers12 = "ECDHE+AESGCM:ECDHE+CHACHA20";  // those of 1.3 are OpenSSL's own
constexpr std::size_t kChainMax = 10;

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Error refused(std::string_view setting, std::string_view what) {
  const std::string_view words = take_openssl_words();
  return invalid(words.empty() ? fmt::format("{}: {}", setting, what)
                               : fmt::format("{}: {} ({})", setting, what, words));
}

Owned<BIO> reading(std::string_view text) {
  return Owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

/// A server has nobody to ask.
int no_passphrase(char*, int, int, void*) { return 0; }

/// The first of the client's protocols that is spoken here; a client that wants only others has to know (RFC 7301).
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned offered_size, void*) {
  static constexpr unsigned char kSpoken[] = "\x08http/1.1\x08http/1.0";
  unsigned char* found = nullptr;
  const int outcome = SSL_select_next_proto(&found, size, kSpoken, sizeof kSpoken - 1, offered, offered_size);
  *chosen = found;
  return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

TimeUs end_of(const X509* certificate) {
  std::tm when{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &when) != 1) return 0;
  return static_cast<TimeUs>(timegm(&when)) * kSecondUs;
}

bool set_rules(SSL_CTX* context) {
  SSL_CTX_set_security_level(context, kSecurityLevel);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 && SSL_CTX_set_num_tickets(context, 0) == 1 &&
         SSL_CTX_set_cipher_list(context, kCiphers12) == 1;
}

/// The server's own certificate, then those that lead to an authority.
Result<TimeUs> use_chain(SSL_CTX* context, std::string_view pem) {
  constexpr std::string_view kSetting = "tls.certificate";
  const auto bio = reading(pem);
  TimeUs first_end_us = std::numeric_limits<TimeUs>::max();
  std::size_t count = 0;
  for (; count <= kChainMax; ++count) {
    Owned<X509> next(PEM_read_bio_X509(bio.get(), nullptr, no_passphrase, nullptr));
    if (!next) break;
    first_end_us = std::min(first_end_us, end_of(next.get()));
    const bool own = count == 0;
    if (own && SSL_CTX_use_certificate(context, next.get()) != 1) return refused(kSetting, "cannot be used");
    if (own) continue;
    if (SSL_CTX_add0_chain_cert(context, next.get()) != 1) return refused(kSetting, "has a link that cannot be used");
    (void)next.release();
  }
  const auto reason = ERR_GET_REASON(ERR_peek_last_error());
  if (count > kChainMax) return refused(kSetting, fmt::format("holds more than {} certificates", kChainMax));
  if (count == 0 || reason != PEM_R_NO_START_LINE) return refused(kSetting, "expected certificates in PEM");
  ERR_clear_error();
  return first_end_us;
}

Result<void> use_key(SSL_CTX* context, std::string_view pem) {
  constexpr std::string_view kSetting = "tls.key";
  const Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(reading(pem).get(), nullptr, no_passphrase, nullptr));
  if (!key) return refused(kSetting, "expected a private key in PEM, without a passphrase");
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1 || SSL_CTX_check_private_key(context) != 1)
    return refused(kSetting, "is not the key of tls.certificate");
  return {};
}

}  // namespace

void TlsContextFree::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

std::string_view take_openssl_words() {
  const char* words = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return words == nullptr ? std::string_view() : words;
}

Result<TlsContext> make_tls_context(std::string_view certificate_pem, std::string_view key_pem) {
  ERR_clear_error();
  TlsContext made;
  made.context.reset(SSL_CTX_new(TLS_server_method()));
  if (!made.context || !set_rules(made.context.get())) return refused("tls", "OpenSSL does not take the rules");
  const auto end_us = use_chain(made.context.get(), certificate_pem);
  if (!end_us) return end_us.error();
  made.expires_at_us = *end_us;
  if (auto done = use_key(made.context.get(), key_pem); !done) return done.error();
  return made;
}

}  // namespace shrike::server
