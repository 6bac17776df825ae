#include "shrike/app/config.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

// The library asserts on some broken files ("[" alone on a line); the operator wants a message, not a core dump.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wterminate"  // where the library promises not to throw it ends as an assert would
#define TOML_ASSERT(expression) ((expression) ? void(0) : throw std::logic_error("this is not TOML"))
#include <toml++/toml.h>
#pragma GCC diagnostic pop

#include "alert_options.hpp"
#include "option_values.hpp"
#include "shrike/base/diag.hpp"
#include "tenant_channel_options.hpp"

namespace shrike::app {

namespace {

bool to_listen(const std::string& text, server::ServerSettings& out) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return false;
  if (!to_number<std::uint16_t>(text.substr(colon + 1), 0, 65535, out.port)) return false;
  out.host = text.substr(0, colon);
  if (out.host.size() > 2 && out.host.front() == '[' && out.host.back() == ']')
    out.host = out.host.substr(1, out.host.size() - 2);
  return true;
}

bool to_database(const std::string& text, Config& config) {
  const bool known =
      text.starts_with("sqlite://") || text.starts_with("postgresql://") || text.starts_with("postgres://");
  if (known) config.database_url = text;
  return known;
}

bool to_durability(const std::string& text, Config& config) {
  if (text != "power" && text != "process") return false;
  config.eventlog.durability = text == "power" ? eventlog::Durability::power : eventlog::Durability::process;
  return true;
}

bool to_outcome(const std::string& text, domain::Outcome& out) {
  const auto outcome = domain::outcome_from(text);
  if (outcome) out = *outcome;
  return outcome.has_value();
}

bool to_key(const std::string& text, std::string& out) {
  if (text.size() < 16 || text.size() > 256) return false;
  out = text;
  return true;
}

bool to_mebibytes(const std::string& text, std::uint64_t low, std::uint64_t high, std::uint64_t& bytes) {
  std::uint64_t mebibytes = 0;
  if (!to_number<std::uint64_t>(text, low, high, mebibytes)) return false;
  bytes = mebibytes << 20U;
  return true;
}

bool to_milliseconds(const std::string& text, std::int64_t max, TimeUs& us) {
  std::int64_t milliseconds = 0;
  if (!to_number<std::int64_t>(text, 0, max, milliseconds)) return false;
  us = milliseconds * kMillisecondUs;
  return true;
}

bool to_addresses(const std::string& text, access::AddressList& out) {
  auto list = access::AddressList::parse(text);
  if (list) out = std::move(*list);
  return list.ok();
}

constexpr std::size_t kLevelCount = 4;
template <std::size_t Level>
bool outcome_of(Config& config, const std::string& text) {
  static_assert(Level < kLevelCount);
  return to_outcome(text, config.engine.policy.outcome_of_level[Level]);
}

constexpr std::string_view kFlag = "true or false";
constexpr std::string_view kOutcome = "approve, review or decline";
constexpr std::string_view kRate = "requests a second from 0 (no limit) to 1000000";
constexpr std::string_view kDays = "a whole number of days from 0 (for ever) to 36500";
bool to_days(const std::string& text, std::int32_t& out) { return to_number<std::int32_t>(text, 0, 36'500, out); }
bool to_audit_days(const std::string& text, std::int32_t& out) {
  std::int32_t days = 0;
  if (!to_days(text, days) || (days != 0 && days < store::RetentionSettings::kAuditDaysMin)) return false;
  out = days;
  return true;
}
constexpr std::string_view kPemFile = "a file in PEM that can be read";
bool to_readable_file(const std::string& text, std::string& out) {
  out = text;
  return ::access(text.c_str(), R_OK) == 0;
}
constexpr std::string_view kScore = "a whole number from 0 to 100";

constexpr std::array kOptions{
    Option{"data_dir", "a folder", [](Config& c, const std::string& v) { return c.data_dir = v, !v.empty(); }},
    Option{"listen", "HOST:PORT with a port from 0 to 65535",
           [](Config& c, const std::string& v) { return to_listen(v, c.server); }},
    Option{"database.url", "sqlite:///PATH or postgresql://USER@HOST:PORT/DATABASE",
           [](Config& c, const std::string& v) { return to_database(v, c); }},
    Option{"demo", kFlag, [](Config& c, const std::string& v) { return to_flag(v, c.demo); }},
    Option{"diag.level", "debug, info, warning, error or off",
           [](Config& c, const std::string& v) { return c.diag_level = v, diag::set_level(v).ok(); }},
    Option{"admin_key", "16 to 256 characters", [](Config& c, const std::string& v) { return to_key(v, c.admin_key); }},
    Option{"public_key", "16 to 256 characters",
           [](Config& c, const std::string& v) { return to_key(v, c.public_key); }},
    Option{"default_currency", "an ISO 4217 code such as EUR",
           [](Config& c, const std::string& v) { return c.default_currency = v, domain::parse_currency(v).ok(); }},
    Option{"models.transaction", "a model file",
           [](Config& c, const std::string& v) { return c.transaction_model = v, ::access(v.c_str(), R_OK) == 0; }},
    Option{"models.message", "a model file",
           [](Config& c, const std::string& v) { return c.message_model = v, ::access(v.c_str(), R_OK) == 0; }},
    Option{"durability", "power or process", [](Config& c, const std::string& v) { return to_durability(v, c); }},
    Option{"eventlog.capacity_mib", "a whole number from 8 to 65536",
           [](Config& c, const std::string& v) { return to_mebibytes(v, 8, 65'536, c.eventlog.capacity_bytes); }},
    Option{"engine.batch_size_max", "a whole number from 1 to 65536",
           [](Config& c, const std::string& v) {
             return to_number<std::uint32_t>(v, 1, 65'536, c.engine.batch_size_max);
           }},
    Option{"engine.batch_wait_ms_max", "a whole number from 0 to 10000",
           [](Config& c, const std::string& v) {
             return to_number<std::uint32_t>(v, 0, 10'000, c.engine.batch_wait_ms_max);
           }},
    Option{"engine.checkpoint_events", "a whole number from 1000 to 100000000",
           [](Config& c, const std::string& v) {
             return to_number<std::uint64_t>(v, 1'000, 100'000'000, c.checkpoint_events);
           }},
    Option{"engine.remembered_ids_max", "a whole number from 1000 to 100000000",
           [](Config& c, const std::string& v) {
             return to_number<std::uint32_t>(v, 1'000, 100'000'000, c.engine.remembered_ids_max);
           }},
    Option{"features.high_value_amount", "a number from 0 to 1000000000",
           [](Config& c, const std::string& v) {
             return to_number<double>(v, 0, 1e9, c.engine.features.high_value_amount);
           }},
    Option{"features.home_country", "an ISO 3166-1 code such as DE",
           [](Config& c, const std::string& v) { return c.engine.features.home_country = v, v.size() == 2; }},
    Option{"decision.medium_from", kScore,
           [](Config& c, const std::string& v) {
             return to_number<std::int32_t>(v, 0, 100, c.engine.policy.medium_from);
           }},
    Option{
        "decision.high_from", kScore,
        [](Config& c, const std::string& v) { return to_number<std::int32_t>(v, 0, 100, c.engine.policy.high_from); }},
    Option{"decision.critical_from", kScore,
           [](Config& c, const std::string& v) {
             return to_number<std::int32_t>(v, 0, 100, c.engine.policy.critical_from);
           }},
    Option{"decision.outcome_low", kOutcome, outcome_of<0>},
    Option{"decision.outcome_medium", kOutcome, outcome_of<1>},
    Option{"decision.outcome_high", kOutcome, outcome_of<2>},
    Option{"decision.outcome_critical", kOutcome, outcome_of<3>},
    Option{"rules.base_risk.points", kScore,
           [](Config& c, const std::string& v) {
             return to_number<std::int32_t>(v, 0, 100, c.engine.policy.base_risk_points);
           }},
    Option{"rules.account_pressure.points", kScore,
           [](Config& c, const std::string& v) {
             return to_number<std::int32_t>(v, 0, 100, c.engine.policy.account_pressure_points);
           }},
    Option{"rules.known_sender.points", kScore,
           [](Config& c, const std::string& v) {
             return to_number<std::int32_t>(v, 0, 100, c.engine.policy.known_sender_points);
           }},
    Option{"decision.alert_budget_per_day", "a number from 0 to 1000000000; 0 = no budget",
           [](Config& c, const std::string& v) { return to_number<double>(v, 0, 1e9, c.review_goal.alerts_per_day); }},
    Option{"decision.false_positive_rate_max", "a number from 0 to 1; 0 = no limit",
           [](Config& c, const std::string& v) {
             return to_number<double>(v, 0, 1, c.review_goal.false_positive_rate_max);
           }},
    Option{"training.model_params", "best, default, or name=value,… such as fraud_weight=0 (balanced classes)",
           [](Config& c, const std::string& v) {
             auto settings = training::parse_tree_settings(v);
             if (settings) c.training = *settings;
             return settings.ok();
           }},
    Option{"archive.queue_decisions_max", "a whole number from 1 to 10000000",
           [](Config& c, const std::string& v) {
             return to_number<std::size_t>(v, 1, 10'000'000, c.archive.queue_decisions_max);
           }},
    Option{"archive.rows_max", "a whole number from 1 to 100000",
           [](Config& c, const std::string& v) { return to_number<std::size_t>(v, 1, 100'000, c.archive.rows_max); }},
    Option{"archive.wait_ms_max", "a whole number from 0 to 1000",
           [](Config& c, const std::string& v) { return to_milliseconds(v, 1'000, c.archive.wait_us_max); }},
    Option{"disk.warn_free_mib", "a whole number from 0 to 1048576",
           [](Config& c, const std::string& v) { return to_mebibytes(v, 0, 1'048'576, c.disk.warn_free_bytes); }},
    Option{"disk.refuse_free_mib", "a whole number from 0 to 1048576",
           [](Config& c, const std::string& v) { return to_mebibytes(v, 0, 1'048'576, c.disk.refuse_free_bytes); }},
    Option{"server.requests_in_flight_max", "a whole number from 1 to 100000",
           [](Config& c, const std::string& v) {
             return to_number<std::size_t>(v, 1, 100'000, c.requests_in_flight_max);
           }},
    Option{"server.connections_max", "a whole number from 1 to 100000",
           [](Config& c, const std::string& v) {
             return to_number<std::size_t>(v, 1, 100'000, c.server.connections_max);
           }},
    Option{"tls.certificate", kPemFile,
           [](Config& c, const std::string& v) { return to_readable_file(v, c.tls.certificate); }},
    Option{"tls.key", kPemFile, [](Config& c, const std::string& v) { return to_readable_file(v, c.tls.key); }},
    Option{"access.session_idle_s", "a whole number from 60 to 2592000",
           [](Config& c, const std::string& v) { return to_seconds(v, 60, 2'592'000, c.access.session_idle_us); }},
    Option{"access.session_max_s", "a whole number from 60 to 2592000",
           [](Config& c, const std::string& v) { return to_seconds(v, 60, 2'592'000, c.access.session_max_us); }},
    Option{"jwt.jwks_file", "a file with a JSON Web Key Set",
           [](Config& c, const std::string& v) { return c.jwt.jwks_file = v, ::access(v.c_str(), R_OK) == 0; }},
    Option{"jwt.issuer", "the claim iss of the tokens",
           [](Config& c, const std::string& v) { return c.jwt.issuer = v, !v.empty(); }},
    Option{"jwt.audience", "the claim aud of the tokens",
           [](Config& c, const std::string& v) { return c.jwt.audience = v, !v.empty(); }},
    Option{"server.trusted_proxies", "addresses and networks, separated by commas, such as 10.0.0.0/8",
           [](Config& c, const std::string& v) { return to_addresses(v, c.gate.trusted_proxies); }},
    Option{"limits.per_key", kRate,
           [](Config& c, const std::string& v) { return to_number<double>(v, 0, 1e6, c.gate.rates.per_key); }},
    Option{"limits.per_tenant", kRate,
           [](Config& c, const std::string& v) { return to_number<double>(v, 0, 1e6, c.gate.rates.per_tenant); }},
    Option{"limits.per_address", kRate,
           [](Config& c, const std::string& v) { return to_number<double>(v, 0, 1e6, c.gate.rates.per_address); }},
    Option{"monitoring.interval_s", "a whole number from 1 to 86400",
           [](Config& c, const std::string& v) { return to_seconds(v, 1, 86'400, c.monitoring_interval_us); }},
    Option{"retention.decisions_days", kDays,
           [](Config& c, const std::string& v) { return to_days(v, c.retention.decisions_days); }},
    Option{"retention.messages_days", kDays,
           [](Config& c, const std::string& v) { return to_days(v, c.retention.messages_days); }},
    Option{"retention.labels_days", kDays,
           [](Config& c, const std::string& v) { return to_days(v, c.retention.labels_days); }},
    Option{"retention.alerts_days", kDays,
           [](Config& c, const std::string& v) { return to_days(v, c.retention.alerts_days); }},
    Option{"retention.audit_days", "0 (for ever) or a whole number of days from 365 to 36500",
           [](Config& c, const std::string& v) { return to_audit_days(v, c.retention.audit_days); }},
    Option{"generator.rate", "a number from 1 to 100000",
           [](Config& c, const std::string& v) { return to_number<double>(v, 1, 100'000, c.generator.rate); }},
    Option{"generator.seed", "a whole number",
           [](Config& c, const std::string& v) {
             return to_number<std::uint64_t>(v, 0, UINT64_MAX, c.generator.simulator.seed);
           }},
    Option{"generator.label_delay_days", "a number from 0 to 365",
           [](Config& c, const std::string& v) {
             double days = 0;
             if (!to_number<double>(v, 0, 365, days)) return false;
             c.generator.label_delay_us = static_cast<TimeUs>(days * static_cast<double>(kDayUs));
             return true;
           }},
    Option{"generator.message_share", "a number from 0 to 1",
           [](Config& c, const std::string& v) { return to_number<double>(v, 0, 1, c.generator.message_share); }},
    Option{"generator.scam_share", "a number from 0 to 1",
           [](Config& c, const std::string& v) { return to_number<double>(v, 0, 1, c.generator.scam_share); }},
};

/// Tables become "a.b" keys.
Result<void> apply_table(Config& config, const toml::table& table, const std::string& prefix, const std::string& file) {
  for (const auto& [name, node] : table) {
    const std::string key = prefix + std::string(name.str());
    if (const toml::table* inner = node.as_table()) {
      if (auto done = apply_table(config, *inner, key + ".", file); !done) return done;
      continue;
    }
    std::string text;
    if (const auto string = node.value<std::string>()) text = *string;
    if (const auto* flag = node.as_boolean()) text = flag->get() ? "true" : "false";
    if (const auto* whole = node.as_integer()) text = fmt::format("{}", whole->get());
    if (const auto* real = node.as_floating_point()) text = fmt::format("{}", real->get());
    if (auto done = set_option(config, key, text, file); !done) return done;
  }
  return {};
}

Result<void> check_levels(const Config& config) {
  const auto& policy = config.engine.policy;
  if (policy.medium_from < policy.high_from && policy.high_from < policy.critical_from) return {};
  return invalid(fmt::format(
      "decision.medium_from {}, decision.high_from {}, decision.critical_from {}: expected each above the one before",
      policy.medium_from, policy.high_from, policy.critical_from));
}

Result<void> check_goal(const Config& config) {
  if (config.review_goal.alerts_per_day == 0 || config.review_goal.false_positive_rate_max == 0) return {};
  return invalid("decision.alert_budget_per_day and decision.false_positive_rate_max: expected one of them at most");
}

Result<void> check_tls(const Config& config) {
  if (config.tls.certificate.empty() == config.tls.key.empty()) return {};
  const bool key_missing = config.tls.key.empty();
  return invalid(fmt::format("{} = \"\": expected a value, because {} is set",
                             key_missing ? "tls.key" : "tls.certificate", key_missing ? "tls.certificate" : "tls.key"));
}

}  // namespace

std::span<const Option> options() {
  static const std::vector<Option> kAll = [] {
    std::vector<Option> all(kOptions.begin(), kOptions.end());
    all.insert(all.end(), alert_options().begin(), alert_options().end());
    return all;
  }();
  return kAll;
}

std::string environment_name(std::string_view key) {
  std::string name = "SHRIKE_";
  for (const char c : key) name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

Result<void> set_option(Config& config, std::string_view key, const std::string& value, std::string_view origin) {
  if (key.starts_with(kTenantChannels)) return set_tenant_channel(config, key, value, origin);
  const auto option = std::ranges::find(options(), key, &Option::key);
  if (option == options().end()) return invalid(fmt::format("{}: there is no setting \"{}\"", origin, key));
  if (option->apply(config, value)) return {};
  const bool secret = option->secret || key.ends_with("_key");
  return invalid(fmt::format("{}: {} = \"{}\": expected {}", origin, key, secret ? "…" : value, option->expected));
}

Result<Config> load_config(const std::string& file, const Environment& environment,
                           const std::vector<std::pair<std::string, std::string>>& overrides) {
  Config config;
  if (!file.empty()) {
    try {
      if (auto done = apply_table(config, toml::parse_file(file), "", file); !done) return done.error();
    } catch (const std::logic_error& error) {
      return invalid(fmt::format("{}: {}", file, error.what()));
    } catch (const toml::parse_error& error) {
      return invalid(fmt::format("{}: line {}: {}", file, error.source().begin.line, error.description()));
    }
  }
  for (const auto& [name, value] : environment) {
    if (const auto key = tenant_channel_key(name)) {
      if (auto done = set_option(config, *key, value, name); !done) return done.error();
      continue;
    }
    const auto option =
        std::ranges::find_if(options(), [&](const Option& row) { return environment_name(row.key) == name; });
    if (option == options().end()) return invalid(fmt::format("environment: there is no setting for {}", name));
    if (auto done = set_option(config, option->key, value, name); !done) return done.error();
  }
  for (const auto& [key, value] : overrides) {
    if (auto done = set_option(config, key, value, "command line"); !done) return done.error();
  }
  if (auto done = check_levels(config); !done) return done.error();
  if (auto done = check_goal(config); !done) return done.error();
  if (auto done = check_alerts(config); !done) return done.error();
  if (auto done = check_tls(config); !done) return done.error();
  return config;
}

Environment process_environment() {
  Environment out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (text.starts_with("SHRIKE_") && equals != std::string_view::npos)
      out.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

}  // namespace shrike::app
