#include "shrike/server/tls_client.hpp"

#include <fmt/format.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <memory>

#include "server/tls_context.hpp"

namespace shrike::server {

namespace {

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Error failed(std::string_view what) { return io_error(fmt::format("{}: {}", what, take_openssl_words())); }

}  // namespace

Result<std::string> exchange_unverified(int socket, std::string_view request, std::size_t answer_bytes_max) {
  const Owned<SSL_CTX> context(SSL_CTX_new(TLS_client_method()));
  if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1) return failed("no TLS");
  const Owned<SSL> ssl(SSL_new(context.get()));
  if (!ssl) return failed("no TLS");
  if (SSL_set_fd(ssl.get(), socket) != 1 || SSL_connect(ssl.get()) != 1) return failed("no TLS");
  if (SSL_write(ssl.get(), request.data(), static_cast<int>(request.size())) != static_cast<int>(request.size()))
    return failed("not sent");
  std::string answer;
  std::array<char, 4096> piece{};
  for (int got = 0; answer.size() < answer_bytes_max && (got = SSL_read(ssl.get(), piece.data(), piece.size())) > 0;)
    answer.append(piece.data(), std::min(static_cast<std::size_t>(got), answer_bytes_max - answer.size()));
  return answer;
}

}  // namespace shrike::server
