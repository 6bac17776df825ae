#pragma once
// Checks of settings that channels use.
#include <string_view>

namespace shrike::alerts {

/// One address without a name, without spaces, control characters and brackets.
bool is_mail_address(std::string_view text);
/// "whsec_" and the base64 of 24 to 64 bytes.
bool is_webhook_secret(std::string_view text);

}  // namespace shrike::alerts
