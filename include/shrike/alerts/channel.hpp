#pragma once
// One way to tell people. A new one is a file in src/alerts/channels/ and a line in src/alerts/channels.cpp.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "shrike/alerts/notice.hpp"
#include "shrike/alerts/settings.hpp"
#include "shrike/alerts/transport.hpp"
#include "shrike/store/channel_routes.hpp"

namespace shrike::alerts {

/// What is the same for each attempt to deliver one notice, and what is not.
struct Attempt {
  std::string message_id;  ///< the same for each attempt: receivers drop repeats by it
  TimeUs time_us = 0;      ///< of this attempt
};

/// Pure: the same notice and attempt give the same request. Used by the outbound thread only.
class AlertChannel {
 public:
  virtual ~AlertChannel() = default;
  /// "webhook", "email", …, or "webhook@acme" of the tenant acme: in the outbox, the metrics and the API. Never
  /// changes.
  [[nodiscard]] virtual std::string_view name() const = 0;
  /// Whose it is; empty: the operator's.
  [[nodiscard]] virtual std::string_view tenant() const { return {}; }
  /// The receiver in words that hold no secret, such as a host.
  [[nodiscard]] virtual std::string target() const = 0;
  [[nodiscard]] virtual Request build(const Notice& notice, const Attempt& attempt) const = 0;
  /// Whether people who read this channel are told of that event.
  [[nodiscard]] virtual bool tells(Event event) const { return event != Event::acknowledge; }
  /// Least time between two requests, where the receiver wants one.
  [[nodiscard]] virtual TimeUs spacing_us() const { return 0; }
  /// True where the receiver said that repeating this very request is useless.
  [[nodiscard]] virtual bool refused_for_good(const Answer& answer) const { return answer.status == 413; }
};

/// Those that the settings turn on, the operator's first.
std::vector<std::unique_ptr<AlertChannel>> make_channels(const AlertSettings& settings);
/// Names of the operator's.
std::vector<std::string> channel_names(const AlertSettings& settings);
/// Where alerts of fraud go; the system's own go to the operator's channels.
store::ChannelRoutes alert_routes(const AlertSettings& settings);
/// Where alerts go that nobody acknowledges: one channel of the above at most, never another tenant's.
store::ChannelRoutes escalation_routes(const AlertSettings& settings);
/// Every channel there is, on or not.
std::vector<std::string_view> known_channels();

/// Host of a URL, for people.
std::string host_of(const std::string& url);

}  // namespace shrike::alerts
