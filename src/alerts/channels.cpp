#include "alerts/channels.hpp"

#include <array>

namespace shrike::alerts {

namespace {

struct Known {
  std::string_view name;
  std::unique_ptr<AlertChannel> (*make)(const AlertSettings&);
};
constexpr std::array kKnown{Known{"webhook", make_webhook}, Known{"email", make_email}, Known{"slack", make_slack},
                            Known{"teams", make_teams}, Known{"pagerduty", make_pagerduty}};

}  // namespace

std::vector<std::unique_ptr<AlertChannel>> make_channels(const AlertSettings& settings) {
  std::vector<std::unique_ptr<AlertChannel>> out;
  for (const Known& known : kKnown) {
    if (auto channel = known.make(settings)) out.push_back(std::move(channel));
  }
  return out;
}

std::vector<std::string> channel_names(const AlertSettings& settings) {
  std::vector<std::string> out;
  for (const auto& channel : make_channels(settings)) out.emplace_back(channel->name());
  return out;
}

std::vector<std::string_view> known_channels() {
  std::vector<std::string_view> out;
  for (const Known& known : kKnown) out.push_back(known.name);
  return out;
}

std::string host_of(const std::string& url) {
  const std::size_t start = url.find("://");
  if (start == std::string::npos) return {};
  return url.substr(start + 3, url.find_first_of("/?#", start + 3) - start - 3);
}

}  // namespace shrike::alerts
