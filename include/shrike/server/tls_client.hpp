#pragma once
// Asking a server over TLS whose certificate is at hand, such as our own from the next process.
#include <cstddef>
#include <string>
#include <string_view>

#include "shrike/base/result.hpp"

namespace shrike::server {

/// Sends `request` on a connected, blocking socket, which stays the caller's, and returns what is answered up to the
/// server's end or `answer_bytes_max`. Only to a server that shows the first certificate of `certificate_file`: its
/// name, authority and end do not matter. Blocks as long as the socket's own limits say.
/// Errors: io (file, connection), denied (another certificate; nothing was sent).
Result<std::string> exchange_pinned(int socket, const std::string& certificate_file, std::string_view request,
                                    std::size_t answer_bytes_max);

}  // namespace shrike::server
