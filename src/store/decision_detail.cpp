#include "decision_detail.hpp"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "shrike/base/json_writer.hpp"
#include "shrike/domain/tenant_settings.hpp"

namespace shrike::store {

namespace {

/// Shortest text that reads back to the same bits: a float takes half the digits of the same number as a double.
template <class Number>
void write_number(JsonWriter& out, Number number) {
  if (!std::isfinite(number)) return out.null();
  if (number == 0 && std::signbit(number)) return out.raw("-0.0");  // readers take "-0" for the integer 0
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

double number_of(const nlohmann::json& value) { return value.is_null() ? std::nan("") : value.get<double>(); }

void read_fields(const nlohmann::json& detail, domain::Decision& decision) {
  for (const auto& reason : detail.at("reasons")) {
    decision.reasons.push_back({reason.at(0).get<std::string>(), reason.at(1).get<std::string>(),
                                static_cast<float>(number_of(reason.at(2)))});
  }
  for (const auto& rule : detail.at("rules")) {
    decision.rules.push_back({rule.at(0).get<std::string>(), rule.at(1).get<std::int32_t>()});
  }
  decision.model = {detail.at("model").at(0).get<std::string>(), detail.at("model").at(1).get<std::uint32_t>()};
  if (const auto shadow = detail.find("shadow"); shadow != detail.end()) {
    const auto outcome = shadow->at(4).get<std::uint8_t>();
    if (outcome > static_cast<std::uint8_t>(domain::Outcome::decline))
      throw nlohmann::json::out_of_range::create(401, "outcome", &*shadow);
    decision.shadow = domain::Shadow{{shadow->at(0).get<std::string>(), shadow->at(1).get<std::uint32_t>()},
                                     number_of(shadow->at(2)),
                                     shadow->at(3).get<std::int32_t>(),
                                     static_cast<domain::Outcome>(outcome)};
  }
  decision.base_log_odds = number_of(detail.at("log_odds").at(0));
  decision.log_odds = number_of(detail.at("log_odds").at(1));
  decision.threat_category = detail.at("threat").get<std::string>();
  if (const auto from = detail.find("review_from"); from != detail.end()) decision.review_from = from->get<double>();
  if (const auto policy = detail.find("policy"); policy != detail.end()) {
    domain::SettingValues values;
    for (const auto& [key, value] : policy->items()) values.emplace_back(key, value.get<std::string>());
    domain::TenantPolicy own;
    domain::apply_settings(own, values);
    decision.policy = std::make_shared<const domain::TenantPolicy>(own);
  }
  decision.feature_table = detail.value("feature_table", std::uint32_t{0});
  const auto& timings = detail.at("timings");
  const auto timing = [&](std::size_t at) { return timings.at(at).get<std::uint32_t>(); };
  decision.timings = {timing(0), timing(1), timing(2), timing(3), timing(4)};
}

}  // namespace

void append_detail(std::string& text, const domain::Decision& decision) {
  JsonWriter out(text);
  const auto list = [&](const auto&... values) {
    out.begin_array();
    (out.value(values), ...);
    out.end_array();
  };
  out.begin_object();
  out.key("reasons");
  out.begin_array();
  for (const domain::Reason& reason : decision.reasons) {
    out.begin_array();
    out.value(reason.code);
    out.value(reason.text);
    write_number(out, reason.contribution);
    out.end_array();
  }
  out.end_array();
  out.key("rules");
  out.begin_array();
  for (const domain::RuleHit& rule : decision.rules) list(rule.id, rule.score);
  out.end_array();
  out.key("model");
  list(decision.model.id, decision.model.version);
  if (decision.shadow) {
    const domain::Shadow& shadow = *decision.shadow;
    out.key("shadow");
    out.begin_array();
    out.value(shadow.model.id);
    out.value(shadow.model.version);
    write_number(out, shadow.fraud_probability);
    out.value(shadow.risk_score);
    out.value(static_cast<std::int32_t>(shadow.outcome));
    out.end_array();
  }
  out.key("log_odds");
  out.begin_array();
  write_number(out, decision.base_log_odds);
  write_number(out, decision.log_odds);
  out.end_array();
  out.field("threat", decision.threat_category);
  if (decision.review_from) {
    out.key("review_from");
    write_number(out, *decision.review_from);
  }
  if (decision.policy != nullptr) {
    out.key("policy");
    out.begin_object();
    for (const auto& [key, value] : domain::settings_of(*decision.policy)) out.field(key, *value);
    out.end_object();
  }
  if (decision.feature_table != 0) out.field("feature_table", std::uint64_t{decision.feature_table});
  out.key("timings");
  const domain::Timings& timings = decision.timings;
  list(timings.queue, timings.features, timings.rules, timings.models, timings.total);
  out.end_object();
}

bool read_detail(std::string_view text, domain::Decision& decision) {
  try {
    read_fields(nlohmann::json::parse(text), decision);
    return true;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

}  // namespace shrike::store
