#include "alert_options.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "alert_values.hpp"
#include "option_values.hpp"
#include "shrike/alerts/channel.hpp"
#include "shrike/alerts/text_checks.hpp"
#include "tenant_channel_options.hpp"

namespace shrike::app {

namespace {

using alerts::WatchSettings;

/// Without a slash at the end.
bool to_public_url(std::string text, std::string& out) {
  while (text.ends_with('/')) text.pop_back();
  return to_url(text, out);
}

bool to_address(const std::string& text, std::string& out) {
  out = text;
  return text.empty() || alerts::is_mail_address(text);
}

bool to_host(const std::string& text, std::string& out) {
  out = text;
  return std::ranges::all_of(text, [](unsigned char c) {
    return std::isalnum(c) != 0 || std::string_view(".-:[]").find(static_cast<char>(c)) != std::string_view::npos;
  });
}

bool to_tls(const std::string& text, alerts::MailTls& out) {
  if (text == "required") return out = alerts::MailTls::starttls, true;
  if (text == "implicit") return out = alerts::MailTls::implicit, true;
  if (text == "none") return out = alerts::MailTls::none, true;
  return false;
}

bool to_level(const std::string& text, domain::RiskLevel& out) {
  const auto level = domain::risk_level_from(text);
  if (level) out = *level;
  return level.has_value();
}

template <double WatchSettings::*Member>
bool to_percent(Config& config, const std::string& text) {
  return to_number<double>(text, 0, 100, config.alerts.watch.*Member);
}

template <double WatchSettings::*Member>
bool to_figure(Config& config, const std::string& text) {
  return to_number<double>(text, 0, 1e12, config.alerts.watch.*Member);
}

constexpr std::string_view kFlag = "true or false";
constexpr std::string_view kPercent = "a number from 0 to 100; 0 turns the alert off";
constexpr std::string_view kFigure = "a number from 0 to 1000000000000; 0 turns the alert off";

constexpr std::array kOptions{
    Option{"server.public_url", kUrlWords,
           [](Config& c, const std::string& v) { return to_public_url(v, c.alerts.public_url); }},
    Option{"alerts.min_level", "Low, Medium, High or Critical",
           [](Config& c, const std::string& v) { return to_level(v, c.alerts.min_level); }},
    Option{"alerts.cooldown_s", "a whole number from 0 to 86400",
           [](Config& c, const std::string& v) { return to_seconds(v, 0, 86'400, c.alerts.cooldown_us); }},
    Option{"alerts.allow_private", kFlag,
           [](Config& c, const std::string& v) { return to_flag(v, c.alerts.allow_private); }},
    Option{"alerts.ca_file", "a PEM file of certificates",
           [](Config& c, const std::string& v) { return c.alerts.ca_file = v, ::access(v.c_str(), R_OK) == 0; }},
    Option{"alerts.retry_factor", "a number from 0.001 to 10",
           [](Config& c, const std::string& v) { return to_number<double>(v, 0.001, 10, c.alerts.retry_factor); }},
    Option{"alerts.escalate_after_s", "a whole number from 1 to 604800",
           [](Config& c, const std::string& v) { return to_seconds(v, 1, 604'800, c.alerts.escalate_after_us); }},
    Option{"alerts.escalate_to", kChannelWords,
           [](Config& c, const std::string& v) { return to_channel(v, c.alerts.escalate_to); }},
    Option{"alerts.webhook.url", kUrlWords,
           [](Config& c, const std::string& v) { return to_url(v, c.alerts.webhook.url); }, true},
    Option{"alerts.webhook.secret", kSecretsWords,
           [](Config& c, const std::string& v) { return to_secrets(v, c.alerts.webhook.secrets); }, true},
    Option{"alerts.email.enabled", kFlag,
           [](Config& c, const std::string& v) { return to_flag(v, c.alerts.email.enabled); }},
    Option{"alerts.email.from", "a mail address without a name",
           [](Config& c, const std::string& v) { return to_address(v, c.alerts.email.from); }},
    Option{"alerts.email.to", kMailWords,
           [](Config& c, const std::string& v) { return to_mail_list(v, c.alerts.email.to); }},
    Option{"smtp.host", "a host name or address",
           [](Config& c, const std::string& v) { return to_host(v, c.alerts.smtp.host); }},
    Option{"smtp.port", "a whole number from 1 to 65535",
           [](Config& c, const std::string& v) { return to_number<std::uint16_t>(v, 1, 65'535, c.alerts.smtp.port); }},
    Option{"smtp.user", kLineWords, [](Config& c, const std::string& v) { return to_line(v, c.alerts.smtp.user); }},
    Option{"smtp.password", kLineWords,
           [](Config& c, const std::string& v) { return to_line(v, c.alerts.smtp.password); }, true},
    Option{"smtp.tls", "required (STARTTLS), implicit or none",
           [](Config& c, const std::string& v) { return to_tls(v, c.alerts.smtp.tls); }},
    Option{"alerts.slack.url", kUrlWords, [](Config& c, const std::string& v) { return to_url(v, c.alerts.slack_url); },
           true},
    Option{"alerts.teams.url", kUrlWords, [](Config& c, const std::string& v) { return to_url(v, c.alerts.teams_url); },
           true},
    Option{"alerts.pagerduty.routing_key", kLineWords,
           [](Config& c, const std::string& v) { return to_line(v, c.alerts.pagerduty.routing_key); }, true},
    Option{"alerts.pagerduty.url", kUrlWords,
           [](Config& c, const std::string& v) { return !v.empty() && to_url(v, c.alerts.pagerduty.url); }},
    Option{"alerts.cpu_percent", kPercent, to_percent<&WatchSettings::cpu_percent>},
    Option{"alerts.memory_percent", kPercent, to_percent<&WatchSettings::memory_percent>},
    Option{"alerts.disk_percent", kPercent, to_percent<&WatchSettings::disk_percent>},
    Option{"alerts.error_percent", kPercent, to_percent<&WatchSettings::error_percent>},
    Option{"alerts.response_ms", kFigure, to_figure<&WatchSettings::response_ms>},
    Option{"alerts.lag_events", kFigure, to_figure<&WatchSettings::lag_events>},
    Option{"alerts.usage_spike", kFigure, to_figure<&WatchSettings::usage_spike>},
    Option{"alerts.accuracy", kFlag,
           [](Config& c, const std::string& v) { return to_flag(v, c.alerts.watch.accuracy); }},
    Option{"alerts.milestone_events", "a whole number; 0 turns it off",
           [](Config& c, const std::string& v) {
             return to_number<std::uint64_t>(v, 0, 1'000'000'000'000, c.alerts.watch.milestone_events);
           }},
    Option{"alerts.for_s", "a whole number from 0 to 86400",
           [](Config& c, const std::string& v) { return to_seconds(v, 0, 86'400, c.alerts.watch.for_us); }},
};

}  // namespace

std::span<const Option> alert_options() { return kOptions; }

Result<void> check_alerts(const Config& config) {
  const alerts::AlertSettings& settings = config.alerts;
  const auto need = [](std::string_view what, std::string_view key) {
    return invalid(fmt::format("{} = \"\": expected a value, because {}", key, what));
  };
  if (settings.email.enabled) {
    constexpr std::string_view kWhy = "alerts.email.enabled is true";
    if (settings.email.from.empty()) return need(kWhy, "alerts.email.from");
    if (settings.email.to.empty()) return need(kWhy, "alerts.email.to");
    if (settings.smtp.host.empty()) return need(kWhy, "smtp.host");
  }
  if (auto done = check_tenant_channels(settings); !done) return done;
  const auto on = alerts::channel_names(settings);
  if (settings.escalate_to.empty() || std::ranges::find(on, settings.escalate_to) != on.end()) return {};
  return invalid(fmt::format("alerts.escalate_to = \"{}\": expected a channel that is set up", settings.escalate_to));
}

}  // namespace shrike::app
