#include "support/certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace shrike::testing {
namespace {

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(std::FILE* file) const { std::fclose(file); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

void need(bool done, const char* what) {
  if (!done) throw std::runtime_error(what);
}

Owned<EVP_PKEY> make_key(int rsa_bits) {
  return Owned<EVP_PKEY>(rsa_bits > 0 ? EVP_RSA_gen(static_cast<unsigned>(rsa_bits)) : EVP_EC_gen("P-256"));
}

void extend(X509* certificate, int what, const char* value) {
  const Owned<X509_EXTENSION> extension(X509V3_EXT_conf_nid(nullptr, nullptr, what, value));
  need(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "certificate extension");
}

Owned<X509> make_certificate(EVP_PKEY* key, TimeUs lasts_us) {
  Owned<X509> made(X509_new());
  std::uint32_t serial = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(made.get()), 1 + static_cast<long>(serial >> 1U));
  X509_gmtime_adj(X509_getm_notBefore(made.get()), -365L * 24 * 3600);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), static_cast<long>(lasts_us / kSecondUs));
  X509_NAME* name = X509_get_subject_name(made.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(made.get(), name);
  extend(made.get(), NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
  extend(made.get(), NID_basic_constraints, "critical,CA:TRUE");
  need(X509_set_pubkey(made.get(), key) == 1 && X509_sign(made.get(), key, EVP_sha256()) > 0, "certificate");
  return made;
}

}  // namespace

void write_certificate(const CertificateFiles& files, const CertificateWishes& wishes) {
  const auto key = make_key(wishes.rsa_bits);
  need(key != nullptr, "key");
  const auto certificate = make_certificate(key.get(), wishes.lasts_us);
  const Owned<std::FILE> key_file(std::fopen(files.key.c_str(), "w"));
  const Owned<std::FILE> certificate_file(std::fopen(files.certificate.c_str(), "w"));
  need(key_file && certificate_file, "certificate files");
  const bool plain = wishes.passphrase.empty();
  need(PEM_write_PrivateKey(key_file.get(), key.get(), plain ? nullptr : EVP_aes_256_cbc(), nullptr, 0, nullptr,
                            plain ? nullptr : const_cast<char*>(wishes.passphrase.c_str())) == 1,
       "key file");
  need(PEM_write_X509(certificate_file.get(), certificate.get()) == 1, "certificate file");
}

}  // namespace shrike::testing
