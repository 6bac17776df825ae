#include "shrike/domain/decision_codec.hpp"

#include "shrike/domain/event_codec.hpp"
#include "shrike/domain/tenant_settings.hpp"

namespace shrike::domain {

namespace {

constexpr std::uint8_t kOwnPolicy = 2;  // added to the threshold's flag where the tenant had a policy of its own

Error corrupt() { return {ErrorKind::corrupt, "the bytes are no decision of this version"}; }

template <class E>
E read_enum(ByteReader& in, E high, bool& valid) {
  const auto value = in.number<std::uint8_t>();
  valid = valid && value <= static_cast<std::uint8_t>(high);
  return static_cast<E>(value);
}

bool read_block(ByteReader& in, Decision& decision) {
  const auto given = in.number<std::uint8_t>();
  if (given == 0) return true;
  return given == 1 && read_entry(in, decision.block.emplace());
}

void read_lists(ByteReader& in, Decision& decision) {
  for (std::uint64_t left = in.varint(); left > 0 && in.ok(); --left) {
    Reason& reason = decision.reasons.emplace_back();
    reason.code = in.text();
    reason.text = in.text();
    reason.contribution = in.number<float>();
  }
  for (std::uint64_t left = in.varint(); left > 0 && in.ok(); --left) {
    RuleHit& rule = decision.rules.emplace_back();
    rule.id = in.text();
    rule.score = in.number<std::int32_t>();
  }
}

bool read_shadow(ByteReader& in, std::optional<Shadow>& shadow) {
  const auto given = in.number<std::uint8_t>();
  if (given != 1) return given == 0;
  bool valid = true;
  shadow.emplace();
  shadow->model.id = in.text();
  shadow->model.version = in.number<std::uint32_t>();
  shadow->fraud_probability = in.number<double>();
  shadow->risk_score = in.number<std::int32_t>();
  shadow->outcome = read_enum(in, Outcome::decline, valid);
  return valid;
}

/// The threshold and the policy of the tenant. Policies came later: a decision without one has the bytes that it had
/// before.
void append_terms(ByteWriter& out, const Decision& decision) {
  const auto threshold = static_cast<std::uint8_t>(decision.review_from.has_value());
  out.number(static_cast<std::uint8_t>(threshold + (decision.policy == nullptr ? 0 : kOwnPolicy)));
  if (decision.review_from) out.number(*decision.review_from);
  if (decision.policy != nullptr) append_settings(out, settings_of(*decision.policy));
}

bool read_terms(ByteReader& in, Decision& decision) {
  const auto given = in.number<std::uint8_t>();
  if (given > kOwnPolicy + 1) return false;
  if (given % kOwnPolicy == 1) {
    decision.review_from = in.number<double>();
    if (!(*decision.review_from >= 0 && *decision.review_from <= kRiskPointsMax)) return false;  // NaN too
  }
  if (given < kOwnPolicy) return in.ok();
  SettingValues values;
  TenantPolicy policy;
  if (!read_settings(in, values)) return false;
  apply_settings(policy, values);
  decision.policy = std::make_shared<const TenantPolicy>(policy);
  return settings_of(policy) == values;
}

bool read_judgement(ByteReader& in, Decision& decision) {
  bool valid = in.number<std::uint8_t>() == kDecisionCodecVersion;
  decision.evaluation = read_enum(in, Evaluation::conflict, valid);
  decision.first_seq = in.number<Seq>();
  decision.risk_score = in.number<std::int32_t>();
  decision.level = read_enum(in, RiskLevel::critical, valid);
  decision.outcome = read_enum(in, Outcome::decline, valid);
  decision.action = read_enum(in, Action::queued_for_review, valid);
  for (double* number : {&decision.fraud_probability, &decision.base_log_odds, &decision.log_odds})
    *number = in.number<double>();
  valid = read_block(in, decision) && valid;
  decision.threat_category = in.text();
  read_lists(in, decision);
  decision.model.id = in.text();
  decision.model.version = in.number<std::uint32_t>();
  valid = read_shadow(in, decision.shadow) && valid;
  for (std::uint64_t left = in.varint(); left > 0 && in.ok(); --left) decision.features.push_back(in.number<float>());
  decision.feature_table = in.number<std::uint32_t>();
  valid = read_terms(in, decision) && valid;
  return valid && in.ok();
}

void append_shadow(ByteWriter& out, const std::optional<Shadow>& shadow) {
  out.number(static_cast<std::uint8_t>(shadow.has_value()));
  if (!shadow) return;
  out.text(shadow->model.id);
  out.number(shadow->model.version);
  out.number(shadow->fraud_probability);
  out.number(shadow->risk_score);
  out.number(static_cast<std::uint8_t>(shadow->outcome));
}

void append_events(ByteWriter& out, const std::vector<Event>& events) {
  out.varint(events.size());
  for (const Event& event : events) {
    out.number(event.seq);
    out.text(encode_event(event));
  }
}

bool read_events(ByteReader& in, std::vector<Event>& events) {
  for (std::uint64_t left = in.varint(); left > 0 && in.ok(); --left) {
    const auto seq = in.number<Seq>();
    auto event = decode_event(in.text());
    if (!event) return false;
    event->seq = seq;
    events.push_back(std::move(*event));
  }
  return in.ok();
}

}  // namespace

void append_judgement(std::string& bytes, const Decision& decision) {
  ByteWriter out(bytes);
  out.number(kDecisionCodecVersion);
  out.number(static_cast<std::uint8_t>(decision.evaluation));
  out.number(decision.first_seq);
  out.number(decision.risk_score);
  out.number(static_cast<std::uint8_t>(decision.level));
  out.number(static_cast<std::uint8_t>(decision.outcome));
  out.number(static_cast<std::uint8_t>(decision.action));
  for (const double number : {decision.fraud_probability, decision.base_log_odds, decision.log_odds})
    out.number(number);
  out.number(static_cast<std::uint8_t>(decision.block.has_value()));
  if (decision.block) append_entry(out, *decision.block);
  out.text(decision.threat_category);
  out.varint(decision.reasons.size());
  for (const Reason& reason : decision.reasons) {
    out.text(reason.code);
    out.text(reason.text);
    out.number(reason.contribution);
  }
  out.varint(decision.rules.size());
  for (const RuleHit& rule : decision.rules) {
    out.text(rule.id);
    out.number(rule.score);
  }
  out.text(decision.model.id);
  out.number(decision.model.version);
  append_shadow(out, decision.shadow);
  out.varint(decision.features.size());
  for (const float feature : decision.features) out.number(feature);
  out.number(decision.feature_table);
  append_terms(out, decision);
}

void append_decision(std::string& bytes, const Decision& decision) {
  ByteWriter out(bytes);
  out.number(decision.event.seq);
  out.text(encode_event(decision.event));
  append_judgement(bytes, decision);
  const Timings& timings = decision.timings;
  for (const std::uint32_t time : {timings.queue, timings.features, timings.rules, timings.models, timings.total})
    out.number(time);
}

Result<Decision> decode_decision(std::string_view bytes) {
  ByteReader in(bytes);
  const auto seq = in.number<Seq>();
  auto event = decode_event(in.text());
  if (!event) return event.error();
  Decision decision;
  decision.event = std::move(*event);
  decision.event.seq = seq;
  if (!read_judgement(in, decision)) return corrupt();
  Timings& timings = decision.timings;
  for (std::uint32_t* time : {&timings.queue, &timings.features, &timings.rules, &timings.models, &timings.total})
    *time = in.number<std::uint32_t>();
  if (!in.ok() || !in.at_end()) return corrupt();
  return decision;
}

void append_batch(std::string& bytes, const DecisionBatch& batch) {
  ByteWriter out(bytes);
  out.number(batch.first_seq);
  out.number(batch.last_seq);
  out.varint(batch.decisions.size());
  for (const DecisionPtr& decision : batch.decisions) {
    std::string one;
    append_decision(one, *decision);
    out.text(one);
  }
  append_events(out, batch.labels);
  append_events(out, batch.controls);
}

Result<DecisionBatch> decode_batch(std::string_view bytes) {
  ByteReader in(bytes);
  DecisionBatch batch;
  batch.first_seq = in.number<Seq>();
  batch.last_seq = in.number<Seq>();
  for (std::uint64_t left = in.varint(); left > 0 && in.ok(); --left) {
    auto decision = decode_decision(in.text());
    if (!decision) return decision.error();
    batch.decisions.push_back(std::make_shared<const Decision>(std::move(*decision)));
  }
  if (!read_events(in, batch.labels) || !read_events(in, batch.controls) || !in.at_end()) return corrupt();
  return batch;
}

}  // namespace shrike::domain
