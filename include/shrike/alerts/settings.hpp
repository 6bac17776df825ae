#pragma once
// Settings of the alerts: where they go, and when the system itself raises one.
#include <map>
#include <string>
#include <vector>

#include "shrike/alerts/transport.hpp"
#include "shrike/domain/decision.hpp"

namespace shrike::alerts {

struct WebhookSettings {
  std::string url;                   ///< empty = off
  std::vector<std::string> secrets;  ///< "whsec_…"; each signs, so that they can be changed one after the other
};

struct EmailSettings {
  bool enabled = false;
  std::string from;
  std::vector<std::string> to;
};

struct SmtpSettings {
  std::string host;
  std::uint16_t port = 587;
  std::string user;
  std::string password;
  MailTls tls = MailTls::starttls;
};

struct PagerdutySettings {
  std::string routing_key;                                      ///< empty = off
  std::string url = "https://events.pagerduty.com/v2/enqueue";  ///< another one for tests
};

/// Thresholds of the system's own alerts; 0 turns a rule off.
struct WatchSettings {
  double cpu_percent = 80;
  double memory_percent = 80;
  double disk_percent = 90;
  double error_percent = 5;
  double response_ms = 2'000;
  double lag_events = 100'000;
  double usage_spike = 3;  ///< decisions of a minute, as a multiple of the mean of the hour before
  bool accuracy = true;
  std::uint64_t milestone_events = 1'000'000;  ///< each so many decisions give an information
  TimeUs for_us = kMinuteUs;                   ///< how long a figure must be bad
};

inline constexpr std::size_t kTenantsWithChannelsMax = 50;
inline constexpr std::size_t kTenantChannelsMax = 100;  ///< of all tenants together

/// Channels of one tenant, beside the operator's. Where none is on, its alerts go to the operator's.
struct TenantChannels {
  WebhookSettings webhook;
  std::vector<std::string> email_to;  ///< empty = off; mail server and sender are the installation's
  std::string slack_url;
  std::string teams_url;
  std::string pagerduty_routing_key;
  std::string escalate_to;  ///< one of its channels; empty = of the same kind as the installation's, where it has that
};

struct AlertSettings {
  domain::RiskLevel min_level = domain::RiskLevel::critical;
  bool allow_private = false;
  std::string ca_file;
  std::string public_url;  ///< of the dashboard, for links; empty = no links
  TimeUs cooldown_us = 300 * kSecondUs;
  TimeUs escalate_after_us = 900 * kSecondUs;
  std::string escalate_to;  ///< a channel; empty = no escalation
  double retry_factor = 1;  ///< stretches the pauses between attempts
  WebhookSettings webhook;
  EmailSettings email;
  SmtpSettings smtp;
  std::string slack_url;
  std::string teams_url;
  PagerdutySettings pagerduty;
  std::map<std::string, TenantChannels, std::less<>> tenants;  ///< by id
  WatchSettings watch;
};

}  // namespace shrike::alerts
