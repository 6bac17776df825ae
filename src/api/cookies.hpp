#pragma once
// The dashboard's session cookie.
#include <string>
#include <string_view>

#include "shrike/base/clock.hpp"
#include "shrike/server/message.hpp"

namespace shrike::api {

inline constexpr std::string_view kSessionCookie = "shrike_session";
/// Over https: a browser takes it from this host only, and sends it over https only (RFC 6265bis section 4.1.3).
inline constexpr std::string_view kHostSessionCookie = "__Host-shrike_session";

/// Value of Set-Cookie. An empty token ends the session.
std::string session_cookie(std::string_view token, TimeUs lifetime_us, bool https);
/// The token of the request's cookie; over https only that of the safer one.
inline std::string_view session_token(const server::RequestHead& head, bool https) {
  return head.cookie(https ? kHostSessionCookie : kSessionCookie);
}

}  // namespace shrike::api
