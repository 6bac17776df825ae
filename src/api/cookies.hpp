#pragma once
// The dashboard's session cookie.
#include <string>
#include <string_view>

#include "shrike/base/clock.hpp"

namespace shrike::api {

inline constexpr std::string_view kSessionCookie = "shrike_session";

/// Value of Set-Cookie. An empty token ends the session.
std::string session_cookie(std::string_view token, TimeUs lifetime_us);

}  // namespace shrike::api
