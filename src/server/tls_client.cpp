#include "shrike/server/tls_client.hpp"

#include <fmt/format.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <memory>

#include "server/tls_context.hpp"

namespace shrike::server {

namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Owned<X509> first_certificate(const std::string& file) {
  const Owned<BIO> bio(BIO_new_file(file.c_str(), "r"));
  return Owned<X509>(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
}

Error failed(std::string_view what) { return io_error(fmt::format("{}: {}", what, take_openssl_words())); }

Result<void> greet(SSL* ssl, int socket, const X509* pinned) {
  if (SSL_set_fd(ssl, socket) != 1 || SSL_connect(ssl) != 1) return failed("no TLS");
  const X509* shown = SSL_get0_peer_certificate(ssl);
  if (shown != nullptr && X509_cmp(shown, pinned) == 0) return {};
  return Error{ErrorKind::denied, "the server shows another certificate"};
}

}  // namespace

Result<std::string> exchange_pinned(int socket, const std::string& certificate_file, std::string_view request,
                                    std::size_t answer_bytes_max) {
  const auto pinned = first_certificate(certificate_file);
  if (!pinned) return failed(certificate_file);
  // Whether it is the right one is asked below: an authority would let others of its certificates through.
  const Owned<SSL_CTX> context(SSL_CTX_new(TLS_client_method()));
  if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1) return failed("no TLS");
  const Owned<SSL> ssl(SSL_new(context.get()));
  if (!ssl) return failed("no TLS");
  if (auto done = greet(ssl.get(), socket, pinned.get()); !done) return done.error();
  if (SSL_write(ssl.get(), request.data(), static_cast<int>(request.size())) != static_cast<int>(request.size()))
    return failed("not sent");
  std::string answer;
  std::array<char, 4096> piece{};
  for (int got = 0; answer.size() < answer_bytes_max && (got = SSL_read(ssl.get(), piece.data(), piece.size())) > 0;)
    answer.append(piece.data(), std::min(static_cast<std::size_t>(got), answer_bytes_max - answer.size()));
  return answer;
}

}  // namespace shrike::server
