#include "support/client_tls.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <csignal>
#include <stdexcept>

namespace shrike::testing {
namespace {

constexpr timeval kWait{10, 0};  // a broken server fails a test instead of hanging it

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};
using Context = std::unique_ptr<SSL_CTX, Free>;

[[noreturn]] void fail(const std::string& what) {
  const char* words = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  throw std::runtime_error(what + ": " + (words == nullptr ? "the connection ended" : words));
}

Context context_of(const ClientTls& tls) {
  Context context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_security_level(context.get(), tls.version == 0 ? 2 : 0);  // old versions need hashes of their time
  SSL_CTX_set_min_proto_version(context.get(), tls.version == 0 ? TLS1_2_VERSION : tls.version);
  SSL_CTX_set_max_proto_version(context.get(), tls.version);
  if (!tls.trusted.empty()) {
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
    if (SSL_CTX_load_verify_locations(context.get(), tls.trusted.c_str(), nullptr) != 1) fail(tls.trusted);
  }
  if (!tls.protocols.empty())
    SSL_CTX_set_alpn_protos(context.get(), reinterpret_cast<const unsigned char*>(tls.protocols.data()),
                            static_cast<unsigned>(tls.protocols.size()));
  return context;
}

/// OpenSSL writes to sockets in a way that raises it at a broken connection. Only this thread does not see it.
void hold_broken_pipe() {
  sigset_t held;
  sigemptyset(&held);
  sigaddset(&held, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &held, nullptr);
}

}  // namespace

struct TlsClientLine::Impl {
  Context context;
  std::unique_ptr<SSL, Free> ssl;
};

TlsClientLine::TlsClientLine(int socket, const ClientTls& tls) : impl_(std::make_unique<Impl>()) {
  // As every client does: else the first request waits for the acknowledgement of the handshake.
  constexpr int kOn = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &kOn, sizeof kOn);
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &kWait, sizeof kWait);
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &kWait, sizeof kWait);
  hold_broken_pipe();
  ERR_clear_error();
  impl_->context = context_of(tls);
  impl_->ssl.reset(SSL_new(impl_->context.get()));
  if (SSL_set_fd(impl_->ssl.get(), socket) != 1 || SSL_connect(impl_->ssl.get()) != 1) fail("handshake");
}

TlsClientLine::~TlsClientLine() = default;

long TlsClientLine::send(std::string_view bytes) {
  ERR_clear_error();
  const int sent = SSL_write(impl_->ssl.get(), bytes.data(), static_cast<int>(bytes.size()));
  return sent > 0 ? sent : -1;
}

long TlsClientLine::receive(char* into, std::size_t size) {
  ERR_clear_error();
  const int got = SSL_read(impl_->ssl.get(), into, static_cast<int>(size));
  if (got > 0) return got;
  return ended_by_close_notify() ? 0 : -1;
}

bool TlsClientLine::has_bytes() const { return SSL_pending(impl_->ssl.get()) > 0; }

void TlsClientLine::send_close_notify() { SSL_shutdown(impl_->ssl.get()); }

bool TlsClientLine::ended_by_close_notify() const {
  return (SSL_get_shutdown(impl_->ssl.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

bool TlsClientLine::renegotiate() {
  ERR_clear_error();
  return SSL_renegotiate(impl_->ssl.get()) == 1 && SSL_do_handshake(impl_->ssl.get()) == 1;
}

std::string TlsClientLine::version() const { return SSL_get_version(impl_->ssl.get()); }

std::string TlsClientLine::protocol() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(impl_->ssl.get(), &name, &size);
  return {reinterpret_cast<const char*>(name), size};
}

}  // namespace shrike::testing
