#pragma once
// The client's side of TLS on a connected socket, able to be an old or a rude one. Blocking, one thread.
#include <memory>
#include <string>
#include <string_view>

namespace shrike::testing {

struct ClientTls {
  std::string trusted;    ///< PEM file of the one certificate that is accepted; empty = any
  int version = 0;        ///< TLS1_1_VERSION and so on, no other; 0 = 1.2 and 1.3
  std::string protocols;  ///< of ALPN, in its wire form; empty = none are offered
};

class TlsClientLine {
 public:
  /// Shakes hands. Throws std::runtime_error with OpenSSL's words. The socket stays the caller's.
  TlsClientLine(int socket, const ClientTls& tls);
  ~TlsClientLine();
  TlsClientLine(const TlsClientLine&) = delete;
  TlsClientLine& operator=(const TlsClientLine&) = delete;

  /// As of the socket's own calls: -1 on an error, 0 at the end.
  long send(std::string_view bytes);
  long receive(char* into, std::size_t size);
  /// Decrypted bytes that wait here, of which the socket knows nothing.
  [[nodiscard]] bool has_bytes() const;
  /// Says that no more will come.
  void send_close_notify();
  /// The peer said so.
  [[nodiscard]] bool ended_by_close_notify() const;
  /// Asks for new keys of TLS 1.2; true when the server went along.
  bool renegotiate();
  [[nodiscard]] std::string version() const;
  [[nodiscard]] std::string protocol() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace shrike::testing
