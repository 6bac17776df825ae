#pragma once
// Asking a server over TLS how it is, such as our own from the next process.
#include <cstddef>
#include <string>
#include <string_view>

#include "shrike/base/result.hpp"

namespace shrike::server {

/// Sends `request` on a connected, blocking socket, which stays the caller's, and returns what is answered up to the
/// server's end or `answer_bytes_max`. Whose certificate it shows is not asked, so the request must hold no secret: a
/// server that goes on under its last good certificate, because the new one is broken, is up. Blocks as long as the
/// socket's own limits say. Errors: io.
Result<std::string> exchange_unverified(int socket, std::string_view request, std::size_t answer_bytes_max);

}  // namespace shrike::server
