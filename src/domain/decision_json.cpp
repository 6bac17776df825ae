#include "shrike/domain/decision_json.hpp"

#include "shrike/base/time_text.hpp"

namespace shrike::domain {

namespace {

void write_reasons(JsonWriter& out, const Decision& decision) {
  out.key("reasons");
  out.begin_array();
  for (const Reason& reason : decision.reasons) {
    out.begin_object();
    out.field("code", reason.code);
    out.field("text", reason.text);
    out.field("contribution", static_cast<double>(reason.contribution));
    out.end_object();
  }
  out.end_array();
}

void write_rules(JsonWriter& out, const Decision& decision) {
  out.key("rules");
  out.begin_array();
  for (const RuleHit& hit : decision.rules) {
    out.begin_object();
    out.field("id", hit.id);
    out.field("result", "hit");
    out.field("score", hit.score);
    out.end_object();
  }
  out.end_array();
}

void write_verdict(JsonWriter& out, const Decision& decision) {
  out.field("risk_score", decision.risk_score);
  out.field("risk_level", to_string(decision.level));
  out.field("fraud_probability", decision.fraud_probability);
  out.field("outcome", to_string(decision.outcome));
}

void write_entities(JsonWriter& out, const Decision& decision) {
  static const Transaction kNoTransaction;
  static const Message kNoMessage;
  const Transaction& payment = decision.transaction() != nullptr ? *decision.transaction() : kNoTransaction;
  const Message& message = decision.message() != nullptr ? *decision.message() : kNoMessage;
  const Channel channel = decision.message() != nullptr ? message.channel : payment.channel;
  out.field_or_null("amount", decision.transaction() != nullptr ? payment.amount.decimal() : std::string());
  out.field_or_null("currency", payment.amount.currency.text());
  out.field_or_null("card", payment.card);
  out.field_or_null("customer_id", payment.customer_id);
  out.field_or_null("merchant_id", payment.merchant_id);
  out.field_or_null("terminal_id", payment.terminal_id);
  out.field_or_null("device_id", payment.device_id);
  out.field_or_null("ip", payment.ip);
  out.field_or_null("country", payment.country);
  out.field("channel", to_string(channel));
  out.field_or_null("phone_number", message.phone_number);
  out.field_or_null("message_content", message.content);
}

void write_model(JsonWriter& out, const Decision& decision) {
  out.key("model");
  out.begin_object();
  out.field("id", decision.model.id);
  out.field("version", decision.model.version);
  out.end_object();
}

void write_shadow(JsonWriter& out, const Decision& decision) {
  out.key("shadow");
  if (!decision.shadow) return out.null();
  const Shadow& shadow = *decision.shadow;
  out.begin_object();
  out.field("id", shadow.model.id);
  out.field("version", shadow.model.version);
  out.field("fraud_probability", shadow.fraud_probability);
  out.field("risk_score", shadow.risk_score);
  out.field("outcome", to_string(shadow.outcome));
  out.end_object();
}

void write_timings(JsonWriter& out, const Timings& timings) {
  out.key("timings_us");
  out.begin_object();
  out.field("queue", timings.queue);
  out.field("features", timings.features);
  out.field("rules", timings.rules);
  out.field("models", timings.models);
  out.field("total", timings.total);
  out.end_object();
}

}  // namespace

void write_decision_row(JsonWriter& out, const Decision& decision, std::optional<bool> fraud_label) {
  out.begin_object();
  out.field("id", decision_id(decision.seq()));
  out.field("seq", decision.seq());
  out.field("kind", to_string(decision.event.kind()));
  out.field("event_id", decision.event_id());
  out.field("event_time", format_time(decision.event.time_us));
  out.field("ingested_at", format_time(decision.event.ingested_at_us));
  write_verdict(out, decision);
  write_entities(out, decision);
  out.field_or_null("threat_category", decision.threat_category);
  out.field_or_null("primary_reason", decision.primary_reason());
  write_reasons(out, decision);
  write_rules(out, decision);
  out.field("action", to_string(decision.action));
  write_model(out, decision);
  write_shadow(out, decision);
  out.key("review_from");
  decision.review_from ? out.value(*decision.review_from) : out.null();
  out.field_or_null("label", !fraud_label ? "" : *fraud_label ? "fraud" : "legitimate");
  out.end_object();
}

void write_analyze_reply(JsonWriter& out, const Decision& decision, bool duplicate) {
  out.begin_object();
  out.field("id", decision_id(decision.seq()));
  out.field("kind", to_string(decision.event.kind()));
  out.field("evaluation", duplicate ? "duplicate" : "new");
  write_verdict(out, decision);
  out.field_or_null("threat_category", decision.threat_category);
  out.field_or_null("primary_reason", decision.primary_reason());
  write_reasons(out, decision);
  out.field("base_log_odds", decision.base_log_odds);
  out.field("log_odds", decision.log_odds);
  write_rules(out, decision);
  out.field("action", to_string(decision.action));
  write_model(out, decision);
  if (const Message* message = decision.message()) {
    out.field_or_null("phone_number", message->phone_number);
  } else {
    out.field_or_null("transaction_id", decision.event_id());
  }
  write_timings(out, decision.timings);
  out.end_object();
}

void write_alert(JsonWriter& out, const Alert& alert, std::string_view case_id) {
  const Decision& decision = *alert.decision;
  const Transaction* payment = decision.transaction();
  out.begin_object();
  out.field("id", alert_id(alert.decision_seq));
  out.field("alert_type", alert.type);
  out.field("severity", alert.severity);
  out.field("state", alert.state);
  out.field("time", format_time(alert.time_us));
  out.field("decision_id", decision_id(alert.decision_seq));
  out.field("kind", to_string(decision.event.kind()));
  out.field("risk_score", decision.risk_score);
  out.field("risk_level", to_string(decision.level));
  out.field_or_null("threat_category", decision.threat_category);
  out.field_or_null("primary_reason", decision.primary_reason());
  out.field_or_null("subject", decision.subject());
  out.field_or_null("amount", payment != nullptr ? payment->amount.decimal() : std::string());
  out.field_or_null("currency", payment != nullptr ? payment->amount.currency.text() : std::string_view());
  out.field("action", to_string(decision.action));
  if (!case_id.empty()) out.field("case_id", case_id);
  out.end_object();
}

}  // namespace shrike::domain
