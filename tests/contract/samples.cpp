#include "samples.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "shrike/domain/event_codec.hpp"
#include "shrike/store/decisions.hpp"

namespace shrike::store::sample {

namespace {

domain::Event event(domain::Seq seq, const std::string& tenant) {
  domain::Event event;
  event.seq = seq;
  event.tenant = tenant;
  event.time_us = kStart + static_cast<TimeUs>(seq) * kMinuteUs + 7;
  event.ingested_at_us = event.time_us + 123'456;
  return event;
}

domain::Decision decided(domain::Event event) {
  domain::Decision decision;
  decision.event = std::move(event);
  decision.risk_score = 42;
  decision.fraud_probability = 0.1 + 0.2;
  decision.base_log_odds = -4.1;
  decision.log_odds = 1.0 / 3;
  decision.reasons = {{"amount_ratio", "Amount is 6.0 times this card's usual 208.11", 1.94F},
                      {"new_device", "New device", -0.1F}};
  decision.rules = {{"base_risk", 10}, {"night", -5}};
  decision.model = {"boosted", 3};
  decision.timings = {1, 2, 3, 4, 10};
  return decision;
}

}  // namespace

domain::Decision payment(domain::Seq seq, const std::string& tenant) {
  domain::Transaction payment;
  payment.id = fmt::format("t-{}", seq);
  payment.amount = {static_cast<std::int64_t>(seq) * 100 + 1, {{'E', 'U', 'R'}}};
  payment.card = fmt::format("tok_{}", seq % 7);
  payment.customer_id = fmt::format("c-{}", seq % 5);
  payment.merchant_id = fmt::format("m-{}", seq % 3);
  payment.terminal_id = fmt::format("term-{}", seq % 4);
  payment.country = "DE";
  payment.ip = fmt::format("192.0.2.{}", seq % 200);
  payment.device_id = fmt::format("dev-{}", seq % 6);
  payment.channel = domain::Channel::online;
  payment.card_present = false;
  payment.attributes = {{"basket", 3.5}, {"age_days", -1}};
  auto made = event(seq, tenant);
  made.body = payment;
  auto decision = decided(std::move(made));
  decision.features = {1.5F, -0.0F, 3e38F, static_cast<float>(seq)};
  decision.feature_table = 0xF0000001;
  return decision;
}

domain::Decision message(domain::Seq seq, const std::string& tenant) {
  auto made = event(seq, tenant);
  made.body = domain::Message{fmt::format("msg-{}", seq), fmt::format("Please pay {} now", seq),
                              fmt::format("555-01{:02}", seq % 100), domain::Channel::sms};
  auto decision = decided(std::move(made));
  decision.threat_category = "Financial Scam";
  return decision;
}

domain::DecisionPtr shared(domain::Decision decision) {
  return std::make_shared<const domain::Decision>(std::move(decision));
}

std::vector<domain::DecisionPtr> mixed(domain::Seq first, domain::Seq last, const std::string& tenant) {
  std::vector<domain::DecisionPtr> decisions;
  for (domain::Seq seq = first; seq <= last; ++seq) {
    auto decision = seq % 10 == 0 ? message(seq, tenant) : payment(seq, tenant);
    decision.level = domain::kRiskLevels[seq % 4];
    decision.outcome = domain::kOutcomes[seq % 3];
    decisions.push_back(shared(std::move(decision)));
  }
  return decisions;
}

domain::Event label(domain::Seq seq, const std::string& event_id, bool fraud, const std::string& source) {
  auto made = event(seq, "default");
  domain::Label label;
  label.event_id = event_id;
  label.fraud = fraud;
  label.source = source;
  label.note = "said 'so'; -- \"quoted\"";
  label.card = "tok_1";
  label.labelled_event_time_us = kStart;
  made.body = label;
  return made;
}

domain::Event control(domain::Seq seq, domain::Control::Action action, const std::string& value) {
  auto made = event(seq, "default");
  made.body = domain::Control{
      action,
      {domain::EntityKind::phone, value, "known scammer", domain::ListSource::analyst, kStart, kStart + kDayUs}};
  return made;
}

domain::Alert alert(domain::Seq decision_seq, const std::string& tenant) {
  domain::Alert alert;
  alert.decision_seq = decision_seq;
  alert.tenant = tenant;
  alert.type = "critical_fraud";
  alert.severity = "critical";
  alert.time_us = kStart + static_cast<TimeUs>(decision_seq);
  return alert;
}

Result<void> insert(Database& database, const std::vector<domain::DecisionPtr>& decisions) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  if (auto inserted = insert_decisions(database, decisions); !inserted) return inserted;
  return transaction->commit();
}

std::string text_of(const domain::Decision& decision) {
  std::string text = fmt::format("seq {} event ", decision.seq());
  for (const unsigned char byte : domain::encode_event(decision.event)) text += fmt::format("{:02x}", byte);
  text += fmt::format(" score {} level {} outcome {} action {} p {} base {} odds {} threat {} model {} {}",
                      decision.risk_score, static_cast<int>(decision.level), static_cast<int>(decision.outcome),
                      static_cast<int>(decision.action), decision.fraud_probability, decision.base_log_odds,
                      decision.log_odds, decision.threat_category, decision.model.id, decision.model.version);
  for (const auto& reason : decision.reasons)
    text += fmt::format(" reason {}|{}|{}", reason.code, reason.text, reason.contribution);
  for (const auto& rule : decision.rules) text += fmt::format(" rule {}|{}", rule.id, rule.score);
  const auto& timings = decision.timings;
  text += fmt::format(" timings {} {} {} {} {} features {} of table {}", timings.queue, timings.features, timings.rules,
                      timings.models, timings.total, fmt::join(decision.features, ","), decision.feature_table);
  return text;
}

}  // namespace shrike::store::sample
