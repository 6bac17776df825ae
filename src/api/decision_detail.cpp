#include "decision_detail.hpp"

#include "shrike/base/json_writer.hpp"
#include "shrike/domain/decision_json.hpp"
#include "shrike/domain/tenant_settings.hpp"
#include "shrike/engine/sender_table.hpp"

namespace shrike::api {

namespace {

void write_features(JsonWriter& out, const domain::Decision& decision) {
  out.key("features");
  out.begin_object();
  const auto table = engine::table_of(decision.event.kind());
  // Values of another table cannot be named.
  const bool known = decision.feature_table == table.id && decision.features.size() == table.rows.size();
  for (std::size_t i = 0; known && i < table.rows.size(); ++i) {
    out.field(table.rows[i].name, static_cast<double>(decision.features[i]));
  }
  out.end_object();
}

/// Of what decides alone, and only what the tenant had set for itself.
void write_settings(JsonWriter& out, const domain::TenantPolicyPtr& policy) {
  out.key("settings");
  if (policy == nullptr) return out.null();
  out.begin_object();
  for (const auto& [key, value] : domain::settings_of(*policy)) out.field(key, value.value_or(""));
  out.end_object();
}

void write_changes(JsonWriter& out, const std::vector<engine::Change>& changes) {
  out.key("changes");
  out.begin_array();
  for (const engine::Change& change : changes) {
    out.begin_object();
    out.field("input", change.input);
    out.field("from", change.from);
    out.field("to", change.to);
    out.field("text", change.text);
    out.end_object();
  }
  out.end_array();
}

void write_counterfactual(JsonWriter& out, const std::optional<engine::Counterfactual>& what_if) {
  out.key("counterfactual");
  if (!what_if) return out.null();
  out.begin_object();
  out.field("text", what_if->text);
  write_changes(out, what_if->changes);
  if (what_if->changes.empty()) {
    for (const char* name : {"outcome", "risk_score", "fraud_probability"}) {
      out.key(name);
      out.null();
    }
  } else {
    out.field("outcome", to_string(what_if->outcome));
    out.field("risk_score", what_if->risk_score);
    out.field("fraud_probability", what_if->fraud_probability);
  }
  out.end_object();
}

}  // namespace

std::string detail_json(const store::StoredDecision& stored, const std::optional<engine::Counterfactual>& what_if,
                        const std::optional<double>& anomaly_score) {
  std::string row;
  JsonWriter writer(row);
  domain::write_decision_row(writer, stored.decision, stored.fraud_label);
  row.pop_back();  // the closing brace: more members follow
  std::string more;
  JsonWriter out(more);
  out.begin_object();
  out.field("base_log_odds", stored.decision.base_log_odds);
  out.field("log_odds", stored.decision.log_odds);
  write_counterfactual(out, what_if);
  out.key("anomaly_score");
  anomaly_score ? out.value(*anomaly_score) : out.null();
  write_settings(out, stored.decision.policy);
  write_features(out, stored.decision);
  out.end_object();
  more.front() = ',';
  return row + more;
}

}  // namespace shrike::api
