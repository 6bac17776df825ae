#include "shrike/domain/tenant_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "shrike/domain/money.hpp"

namespace shrike::domain {

namespace {

using Given = std::optional<std::string>;

std::optional<std::int32_t> number_of(const Given& value) {
  std::int32_t number = 0;
  if (!value) return std::nullopt;
  const auto parsed = std::from_chars(value->data(), value->data() + value->size(), number);
  return parsed.ec == std::errc() && parsed.ptr == value->data() + value->size() ? std::optional(number) : std::nullopt;
}

template <RiskLevel Level>
void apply_outcome(TenantPolicy& policy, const Given& value) {
  policy.outcome_of_level[static_cast<std::size_t>(Level)] = value ? outcome_from(*value) : std::nullopt;
}

template <std::optional<std::int32_t> TenantPolicy::*Number>
void apply_number(TenantPolicy& policy, const Given& value) {
  policy.*Number = number_of(value);
}

bool is_currency(const std::string& text) { return parse_currency(text).ok(); }

constexpr std::string_view kOutcomeWords = "approve review decline";
constexpr std::string_view kLevelWords = "Low Medium High Critical";

// clang-format off
constexpr std::array kRows{
    SettingRow{"decision.medium_from", SettingType::whole, 1, 100, "", "Points of risk from which an event is Medium", nullptr, apply_number<&TenantPolicy::medium_from>},
    SettingRow{"decision.high_from", SettingType::whole, 1, 100, "", "Points of risk from which an event is High", nullptr, apply_number<&TenantPolicy::high_from>},
    SettingRow{"decision.critical_from", SettingType::whole, 1, 100, "", "Points of risk from which an event is Critical", nullptr, apply_number<&TenantPolicy::critical_from>},
    SettingRow{"decision.low_outcome", SettingType::choice, 0, 0, kOutcomeWords, "What is answered to events of level Low", nullptr, apply_outcome<RiskLevel::low>},
    SettingRow{"decision.medium_outcome", SettingType::choice, 0, 0, kOutcomeWords, "What is answered to events of level Medium", nullptr, apply_outcome<RiskLevel::medium>},
    SettingRow{"decision.high_outcome", SettingType::choice, 0, 0, kOutcomeWords, "What is answered to events of level High", nullptr, apply_outcome<RiskLevel::high>},
    SettingRow{"decision.critical_outcome", SettingType::choice, 0, 0, kOutcomeWords, "What is answered to events of level Critical", nullptr, apply_outcome<RiskLevel::critical>},
    SettingRow{"decision.block_on_critical", SettingType::flag, 0, 0, "", "Whether the sender of a Critical message, or the card of a Critical payment, goes on the blocklist by itself", nullptr,
               [](TenantPolicy& policy, const Given& value) { policy.block_on_critical = value ? std::optional(*value == "true") : std::nullopt; }},
    SettingRow{"rules.base_risk.points", SettingType::whole, 0, 100, "", "Points of risk that a payment gets for a high base risk score (of its amount, country, card and hour); 0: the rule is off", nullptr, apply_number<&TenantPolicy::base_risk_points>},
    SettingRow{"rules.account_pressure.points", SettingType::whole, 0, 100, "", "Points of risk that a message gets which threatens or hurries about an account and wants something; 0: the rule is off", nullptr, apply_number<&TenantPolicy::account_pressure_points>},
    SettingRow{"rules.known_sender.points", SettingType::whole, 0, 100, "", "Points of risk that a message gets when half of its sender's messages are known scams; 0: the rule is off", nullptr, apply_number<&TenantPolicy::known_sender_points>},
    SettingRow{"alerts.min_level", SettingType::choice, 0, 0, kLevelWords, "The lowest level that raises an alert", nullptr,
               [](TenantPolicy& policy, const Given& value) { policy.alert_from = value ? risk_level_from(*value) : std::nullopt; }},
    SettingRow{"default_currency", SettingType::text, 0, 3, "", "ISO 4217 code of amounts that come without one", is_currency},
    SettingRow{"access.allowed_addresses", SettingType::text, 0, kSettingBytesMax, "", "Addresses and networks, separated by commas, from which the tenant's keys and people may come; empty: from everywhere"},
};
// clang-format on

bool has_word(std::string_view words, std::string_view word) {
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (words.substr(at, end - at) == word) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

std::string_view to_string(SettingType type) {
  constexpr std::array<std::string_view, 4> kWords{"integer", "boolean", "choice", "text"};
  return kWords.at(static_cast<std::size_t>(type));
}

std::span<const SettingRow> setting_rows() { return kRows; }

const SettingRow* setting_row(std::string_view key) {
  const auto found = std::ranges::find(kRows, key, &SettingRow::key);
  return found == kRows.end() ? nullptr : &*found;
}

std::optional<std::string> refuse_setting(const SettingRow& row, const std::string& value) {
  switch (row.type) {
    case SettingType::whole: {
      const auto number = number_of(value);
      if (number && *number >= row.min && *number <= row.max) return std::nullopt;
      return fmt::format("expected a whole number from {} to {}", row.min, row.max);
    }
    case SettingType::flag:
      if (value == "true" || value == "false") return std::nullopt;
      return "expected true or false";
    case SettingType::choice:
      if (has_word(row.choices, value)) return std::nullopt;
      return fmt::format("expected one of: {}", row.choices);
    case SettingType::text:
      break;
  }
  if (value.size() > static_cast<std::size_t>(row.max)) return fmt::format("expected at most {} bytes", row.max);
  if (row.says_something != nullptr && !row.says_something(value)) return "this says nothing here";
  return std::nullopt;
}

void apply_settings(TenantPolicy& policy, const SettingValues& values) {
  for (const auto& [key, value] : values) {
    const SettingRow* row = setting_row(key);
    if (row == nullptr || row->apply == nullptr || (value && refuse_setting(*row, *value))) continue;
    row->apply(policy, value);
  }
}

SettingValues settings_of(const TenantPolicy& policy) {
  SettingValues out;
  const auto add = [&](std::string_view key, const auto& value, const auto& text) {
    if (value) out.emplace_back(std::string(key), std::string(text(*value)));
  };
  const auto number = [](std::int32_t value) { return std::to_string(value); };
  const auto word = [](auto value) { return to_string(value); };
  add("decision.medium_from", policy.medium_from, number);
  add("decision.high_from", policy.high_from, number);
  add("decision.critical_from", policy.critical_from, number);
  constexpr std::array<std::string_view, 4> kOutcomeKeys{"decision.low_outcome", "decision.medium_outcome",
                                                         "decision.high_outcome", "decision.critical_outcome"};
  for (std::size_t level = 0; level < kOutcomeKeys.size(); ++level)
    add(kOutcomeKeys[level], policy.outcome_of_level[level], word);
  add("decision.block_on_critical", policy.block_on_critical, [](bool on) { return on ? "true" : "false"; });
  add("rules.base_risk.points", policy.base_risk_points, number);
  add("rules.account_pressure.points", policy.account_pressure_points, number);
  add("rules.known_sender.points", policy.known_sender_points, number);
  add("alerts.min_level", policy.alert_from, word);
  return out;
}

}  // namespace shrike::domain
