#pragma once
// HTTPS: the certificate that the server shows, exchanged without a restart.
#include <memory>
#include <string>

#include "shrike/base/clock.hpp"
#include "shrike/base/metrics.hpp"
#include "shrike/base/result.hpp"

namespace shrike::server {

class Transport;

struct TlsFiles {
  std::string certificate;  ///< PEM: the server's own, then the intermediates in the order of the chain
  std::string key;          ///< PEM, without a passphrase
};

/// TLS 1.2 and 1.3 with OpenSSL at its security level 2; ciphers with forward secrecy only; ALPN http/1.1; no
/// compression, renegotiation or resumption, so that no key outlives its connection. I/O thread only, but for
/// expires_at_us. Counts handshakes and failures, and writes a line on failures every ten seconds at most.
class Tls {
 public:
  /// Reads the files. `metrics` and `clock` outlive this and every transport that it protected.
  /// Errors: io (not readable), invalid (not PEM, a passphrase, too weak, the key of another certificate); the message
  /// names the setting.
  static Result<std::shared_ptr<Tls>> open(TlsFiles files, Metrics& metrics, const Clock& clock);
  ~Tls();
  Tls(const Tls&) = delete;
  Tls& operator=(const Tls&) = delete;

  /// Takes what the files hold now, for connections that begin after this; true when that is another pair than before.
  /// Errors as of open: the old pair goes on.
  Result<bool> reload();
  /// When the first certificate of the chain ends. Any thread.
  [[nodiscard]] TimeUs expires_at_us() const;
  /// Puts TLS over a new connection of `remote_address`.
  [[nodiscard]] std::unique_ptr<Transport> protect(std::unique_ptr<Transport> line, std::string remote_address) const;

 private:
  struct Impl;
  explicit Tls(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace shrike::server
