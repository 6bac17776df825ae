#pragma once
// Signatures of Standard Webhooks (https://www.standardwebhooks.com/).
#include <string>
#include <string_view>

#include "shrike/base/result.hpp"

namespace shrike::alerts {

/// The bytes of a secret "whsec_<base64>". Error: invalid where it is not that, or not 24 to 64 bytes.
Result<std::string> read_webhook_secret(std::string_view secret);

/// "v1,<base64 of HMAC-SHA256 over id.timestamp.body>".
std::string sign_webhook(std::string_view secret_bytes, std::string_view id, std::int64_t timestamp_s,
                         std::string_view body);

std::string base64(std::string_view bytes);

}  // namespace shrike::alerts
