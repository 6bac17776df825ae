#pragma once
// Reading the values of the alerts' settings, and what they must be in words. Each returns false, and may leave `out`
// changed, where the text is not that.
#include <string>
#include <string_view>
#include <vector>

namespace shrike::app {

inline constexpr std::string_view kUrlWords = "an http or https URL without a user name in it";
inline constexpr std::string_view kSecretsWords =
    "whsec_ and base64 of 24 to 64 bytes; several with commas between them";
inline constexpr std::string_view kMailWords = "mail addresses without names, with commas between them";
inline constexpr std::string_view kLineWords = "at most 1000 characters on one line";
inline constexpr std::string_view kChannelWords = "webhook, email, slack, teams or pagerduty";

/// Empty is fine: it turns off what goes there.
bool to_url(const std::string& text, std::string& out);
bool to_secrets(const std::string& text, std::vector<std::string>& out);
bool to_mail_list(const std::string& text, std::vector<std::string>& out);
bool to_line(const std::string& text, std::string& out);
/// A kind of channel, set up or not; empty is fine.
bool to_channel(const std::string& text, std::string& out);

}  // namespace shrike::app
