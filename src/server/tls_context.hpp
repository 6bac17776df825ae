#pragma once
// From a certificate and its key in PEM to what connections are made of.
#include <memory>
#include <string_view>

#include "shrike/base/clock.hpp"
#include "shrike/base/result.hpp"

struct ssl_ctx_st;

namespace shrike::server {

struct TlsContextFree {
  void operator()(ssl_ctx_st* context) const;
};

struct TlsContext {
  std::unique_ptr<ssl_ctx_st, TlsContextFree> context;
  TimeUs expires_at_us = 0;  ///< when the first certificate of the chain ends
};

/// Errors: invalid; the message begins with the name of the setting.
Result<TlsContext> make_tls_context(std::string_view certificate_pem, std::string_view key_pem);

/// Why OpenSSL refused the last call of this thread, in its words; forgets it.
std::string_view take_openssl_words();

}  // namespace shrike::server
