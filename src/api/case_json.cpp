#include "case_json.hpp"

#include <algorithm>

#include "shrike/base/time_text.hpp"
#include "shrike/domain/decision_json.hpp"

namespace shrike::api {

namespace {

std::string time_text(TimeUs time_us) { return time_us == 0 ? std::string() : format_time(time_us); }

void write_amounts(JsonWriter& out, const std::vector<store::CaseAmount>& amounts) {
  out.key("amounts");
  out.begin_array();
  for (const store::CaseAmount& amount : amounts) {
    const auto currency = domain::parse_currency(amount.currency);
    if (!currency) continue;
    out.begin_object();
    out.field("currency", amount.currency);
    out.field("amount", domain::Money{amount.minor, *currency}.decimal());
    out.end_object();
  }
  out.end_array();
}

void write_members(JsonWriter& out, const store::Case& one) {
  out.field("id", store::case_id(one.number));
  out.field("state", one.state);
  out.field_or_null("outcome", one.outcome);
  out.key("entity");
  out.begin_object();
  out.field("kind", one.entity.kind ? to_string(*one.entity.kind) : "decision");
  out.field("id", one.entity.value);
  out.end_object();
  out.field("risk_score", one.risk_score);
  out.field("risk_level", to_string(one.level));
  write_amounts(out, one.amounts);
  out.field("decisions", one.decisions);
  out.field("opened_at", format_time(one.opened_at_us));
  out.field("updated_at", format_time(one.updated_at_us));
  out.field_or_null("snoozed_until", time_text(one.snoozed_until_us));
  out.field_or_null("assigned_to", one.assigned_to);
  out.field_or_null("changed_by", one.changed_by);
  out.field("version", one.version);
  out.field("labels_due", one.labels_due);
}

void write_alert_state(JsonWriter& out, const store::StoredAlert& alert) {
  out.key("alert");
  out.begin_object();
  out.field("id", domain::alert_id(alert.alert.decision_seq));
  out.field("state", alert.alert.state);
  out.field("severity", alert.alert.severity);
  out.field("time", format_time(alert.alert.time_us));
  out.field_or_null("acknowledged_by", alert.acknowledged_by);
  out.field_or_null("resolved_by", alert.resolved_by);
  out.end_object();
}

void write_labels(JsonWriter& out, const std::vector<store::CaseLabel>& labels, const std::string& event_id) {
  out.key("labels");
  out.begin_array();
  for (const store::CaseLabel& label : labels) {
    if (label.event_id != event_id) continue;
    out.begin_object();
    out.field("label", label.fraud ? "fraud" : "legitimate");
    out.field("source", label.source);
    out.field("time", format_time(label.at_us));
    out.end_object();
  }
  out.end_array();
}

void write_items(JsonWriter& out, const store::CaseItems& items) {
  out.key("items");
  out.begin_array();
  for (const store::StoredAlert& alert : items.alerts) {
    if (alert.alert.decision == nullptr) continue;
    out.begin_object();
    out.key("decision");
    domain::write_decision_row(out, *alert.alert.decision, alert.fraud_label);
    write_alert_state(out, alert);
    write_labels(out, items.labels, alert.alert.decision->event_id());
    out.end_object();
  }
  out.end_array();
}

void write_notes(JsonWriter& out, const std::vector<store::CaseEvent>& events) {
  out.key("notes");
  out.begin_array();
  for (const store::CaseEvent& event : events) {
    if (event.what != "note") continue;
    out.begin_object();
    out.field("at", format_time(event.at_us));
    out.field("by", event.by);
    out.field("text", event.words);
    out.end_object();
  }
  out.end_array();
}

/// What people did, and the alerts among it. Nobody did an alert.
void write_history(JsonWriter& out, const store::Case& one, const store::CaseItems& items) {
  std::vector<store::CaseEvent> all = items.events;
  std::erase_if(all, [](const store::CaseEvent& event) { return event.what == "note"; });
  for (const store::StoredAlert& alert : items.alerts)
    all.push_back({alert.alert.time_us, "", "alert", domain::alert_id(alert.alert.decision_seq)});
  all.push_back({one.opened_at_us, "", "opened", ""});
  std::ranges::stable_sort(all, std::greater(), &store::CaseEvent::at_us);
  out.key("history");
  out.begin_array();
  for (const store::CaseEvent& event : all) {
    out.begin_object();
    out.field("at", format_time(event.at_us));
    out.field_or_null("by", event.by);
    out.field("what", event.what);
    out.field_or_null("words", event.words);
    out.end_object();
  }
  out.end_array();
}

}  // namespace

std::string case_json(const store::Case& one) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  write_members(out, one);
  out.end_object();
  return body;
}

std::string case_page_json(const store::CasePage& page, const store::CaseCounts& counts) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  out.key("cases");
  out.begin_array();
  for (const store::Case& one : page.rows) {
    out.begin_object();
    write_members(out, one);
    out.end_object();
  }
  out.end_array();
  out.field_or_null("next_cursor", page.next_cursor.value_or(""));
  out.key("counts");
  out.begin_object();
  out.field("open", counts.open);
  out.field("investigating", counts.investigating);
  out.field("mine", counts.mine);
  out.field("unassigned", counts.unassigned);
  out.field("snoozed", counts.snoozed);
  out.end_object();
  out.end_object();
  return body;
}

std::string case_detail_json(const store::Case& one, const store::CaseItems& items,
                             const std::vector<std::string>& assignees) {
  std::string body;
  JsonWriter out(body);
  out.begin_object();
  write_members(out, one);
  write_items(out, items);
  write_notes(out, items.events);
  write_history(out, one, items);
  out.key("assignees");
  out.begin_array();
  for (const std::string& name : assignees) out.value(name);
  out.end_array();
  out.end_object();
  return body;
}

}  // namespace shrike::api
