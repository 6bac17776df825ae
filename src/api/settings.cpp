// /settings: what a tenant may set for itself.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "answers.hpp"
#include "json_body.hpp"
#include "shrike/api/bind.hpp"
#include "shrike/base/json_writer.hpp"
#include "shrike/domain/tenant_settings.hpp"

namespace shrike::api {

namespace {

using domain::SettingRow;
using domain::SettingType;
using nlohmann::json;
using Values = store::StoredSettings;

void write_value(JsonWriter& out, const SettingRow& row, const std::string& text) {
  switch (row.type) {
    case SettingType::whole:
      return out.raw(text);
    case SettingType::flag:
      return out.value(text == "true");
    case SettingType::choice:
    case SettingType::text:
      return out.value(text);
  }
}

void write_bounds(JsonWriter& out, const SettingRow& row) {
  out.key("min");
  row.type == SettingType::whole ? out.value(row.min) : out.null();
  out.key("max");
  row.type == SettingType::whole || row.type == SettingType::text ? out.value(row.max) : out.null();
  if (row.type != SettingType::choice) return;
  out.key("choices");
  out.begin_array();
  for (std::string_view rest = row.choices; !rest.empty();) {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    out.value(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  out.end_array();
}

/// How long rows are kept: the file's alone, so that everybody can read what holds for their data.
void write_retention(JsonWriter& out, const store::RetentionSettings& retention) {
  using Days = std::int32_t store::RetentionSettings::*;
  struct Row {
    std::string_view key;
    Days days;
    std::string_view doc;
  };
  static constexpr std::array kRetention{
      Row{"retention.decisions_days", &store::RetentionSettings::decisions_days, "Decisions on transactions"},
      Row{"retention.messages_days", &store::RetentionSettings::messages_days,
          "Decisions on messages, and messages sent to learn from"},
      Row{"retention.labels_days", &store::RetentionSettings::labels_days, "Labels"},
      Row{"retention.alerts_days", &store::RetentionSettings::alerts_days, "Alerts, and what was sent about them"},
      Row{"retention.audit_days", &store::RetentionSettings::audit_days, "Rows of the audit chain"},
  };
  out.key("retention");
  out.begin_array();
  for (const Row& row : kRetention) {
    out.begin_object();
    out.field("key", row.key);
    out.field("days", retention.*row.days);
    out.field("doc", row.doc);
    out.end_object();
  }
  out.end_array();
}

std::string settings_json(const Values& values, const SettingFacts& facts) {
  const Values& defaults = facts.defaults;
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("settings");
  out.begin_array();
  for (const SettingRow& row : domain::setting_rows()) {
    const auto own = values.find(row.key);
    const std::string& standard = defaults.find(row.key)->second;
    out.begin_object();
    out.field("key", row.key);
    out.key("value");
    write_value(out, row, own == values.end() ? standard : own->second);
    out.key("default");
    write_value(out, row, standard);
    out.field("source", own == values.end() ? "file" : "tenant");
    out.field("type", domain::to_string(row.type));
    write_bounds(out, row);
    out.field("doc", row.doc);
    out.end_object();
  }
  out.end_array();
  write_retention(out, facts.retention);
  out.end_object();
  return body;
}

std::string pointer_of(const std::string& key) {
  std::string out = "/settings/";
  for (const char c : key) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

/// The text of a JSON value of that type; nullopt where it has another.
std::optional<std::string> text_of(const SettingRow& row, const json& value) {
  const bool fits = row.type == SettingType::whole  ? value.is_number_integer()
                    : row.type == SettingType::flag ? value.is_boolean()
                                                    : value.is_string();
  if (!fits) return std::nullopt;
  return value.is_string() ? value.get<std::string>() : value.dump();
}

using Read = std::variant<domain::SettingValues, server::Response>;

Read read_values(const std::string& body) {
  auto read = read_object(body, {"settings"});
  if (auto* refused = std::get_if<server::Response>(&read)) return std::move(*refused);
  const auto& members = std::get<json>(read);
  const auto settings = members.find("settings");
  if (settings == members.end() || !settings->is_object() || settings->empty())
    return bad_field("/settings", "required", "expected an object of at least one setting");
  domain::SettingValues out;
  for (const auto& [key, value] : settings->items()) {
    const SettingRow* row = domain::setting_row(key);
    if (row == nullptr) return bad_field(pointer_of(key), "unknown_field", "there is no such setting");
    if (value.is_null()) {
      out.emplace_back(key, std::nullopt);
      continue;
    }
    auto text = text_of(*row, value);
    if (!text) return bad_field(pointer_of(key), "type", "expected a value of this setting's type, or null");
    if (const auto words = domain::refuse_setting(*row, *text)) return bad_field(pointer_of(key), "range", *words);
    out.emplace_back(key, std::move(*text));
  }
  return out;
}

/// How it all stands once these are set.
Values after(Values values, const Values& defaults, const domain::SettingValues& changes) {
  for (const auto& [key, value] : changes) {
    if (value) values.insert_or_assign(key, *value);
    if (!value) values.erase(key);
  }
  values.insert(defaults.begin(), defaults.end());
  return values;
}

/// What no setting says for itself: the levels must rise, and who sets the addresses must be among them.
std::optional<server::Response> refuse_together(const Values& all, const std::string& address) {
  const auto number = [&](std::string_view key) { return std::stoi(all.find(key)->second); };
  if (number("decision.medium_from") > number("decision.high_from"))
    return bad_field("/settings/decision.high_from", "range", "High must not begin below Medium");
  if (number("decision.high_from") > number("decision.critical_from"))
    return bad_field("/settings/decision.critical_from", "range", "Critical must not begin below High");
  constexpr std::string_view kAddresses = "/settings/access.allowed_addresses";
  const auto list = access::AddressList::parse(all.find("access.allowed_addresses")->second);
  if (!list) return bad_field(kAddresses, "format", list.error().message);
  if (!list->empty() && !list->contains(address))
    return bad_field(kAddresses, "range", "your own address must be among them, or you are shut out");
  return std::nullopt;
}

}  // namespace

void bind_settings(Handlers& handlers, const sinks::TenantSettings& settings, SettingFacts facts, ReplyDesk& replies,
                   const Clock& clock) {
  for (const SettingRow& row : domain::setting_rows()) SHRIKE_ASSERT(facts.defaults.contains(row.key));
  handlers[Endpoint::settings_read] = [&settings, facts](const Call& call, server::Responder respond) {
    respond(server::json_response(200, settings_json(settings.values(call.identity.tenant), facts)));
  };
  handlers[Endpoint::settings_change] = [&settings, defaults = facts.defaults, &replies, &clock](
                                            const Call& call, server::Responder respond) {
    auto read = read_values(call.request.body);
    if (auto* refused = std::get_if<server::Response>(&read)) return respond(std::move(*refused));
    auto& changes = std::get<domain::SettingValues>(read);
    const Values all = after(settings.values(call.identity.tenant), defaults, changes);
    if (auto refused = refuse_together(all, call.request.head.remote_address)) return respond(std::move(*refused));
    for (const auto& [key, value] : changes) *call.made += (call.made->empty() ? "" : " ") + key;
    domain::Event event;
    event.tenant = call.identity.tenant;
    event.time_us = event.ingested_at_us = clock.now_us();
    domain::Control control;
    control.action = domain::Control::Action::settings_set;
    control.settings = {std::move(changes), call.identity.name};
    event.body = std::move(control);
    auto waiting = std::make_shared<server::Responder>(std::move(respond));
    replies.submit({std::move(event)}, [waiting](const auto& applied) { (*waiting)(accepted(applied)); });
  };
}

}  // namespace shrike::api
