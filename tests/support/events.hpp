#pragma once
// Made-up events.
#include <string>
#include <vector>

#include "shrike/domain/event.hpp"

namespace shrike::testing {

inline constexpr TimeUs kSomeTimeUs = 1'777'807'200'000'000;  // 2026-05-03T11:20:00Z, a Sunday

inline domain::Event payment(std::string id, std::int64_t cents, std::string card = "tok_a",
                             std::string terminal = "term-1", TimeUs time_us = kSomeTimeUs) {
  domain::Transaction body;
  body.id = std::move(id);
  body.amount = {cents, {{'E', 'U', 'R'}}};
  body.card = std::move(card);
  body.terminal_id = std::move(terminal);
  domain::Event event;
  event.time_us = time_us;
  event.ingested_at_us = time_us;
  event.body = std::move(body);
  return event;
}

inline domain::Event message(std::string phone, std::string content, std::string id = {},
                             TimeUs time_us = kSomeTimeUs) {
  domain::Message body;
  body.id = std::move(id);
  body.content = std::move(content);
  body.phone_number = std::move(phone);
  domain::Event event;
  event.time_us = time_us;
  event.ingested_at_us = time_us;
  event.body = std::move(body);
  return event;
}

inline domain::Event fraud_label(const domain::Event& about, TimeUs time_us) {
  domain::Label body = domain::label_about(about);
  body.fraud = true;
  body.source = "test";
  domain::Event event;
  event.time_us = time_us;
  event.ingested_at_us = time_us;
  event.body = std::move(body);
  return event;
}

inline domain::Event block(domain::EntityKind kind, std::string value, bool add = true, TimeUs expires_at_us = 0) {
  domain::Control body;
  body.action = add ? domain::Control::Action::blocklist_add : domain::Control::Action::blocklist_remove;
  body.entry = {kind, std::move(value), "by hand", domain::ListSource::analyst, kSomeTimeUs, expires_at_us};
  domain::Event event;
  event.time_us = kSomeTimeUs;
  event.body = std::move(body);
  return event;
}

inline domain::Event model_change(domain::Control::Action action, domain::ModelRef model, std::uint8_t share = 0,
                                  domain::EventKind about = domain::EventKind::transaction) {
  domain::Control body;
  body.action = action;
  body.change = {about, std::move(model), share, "somebody", "a test"};
  domain::Event event;
  event.time_us = kSomeTimeUs;
  event.body = std::move(body);
  return event;
}

inline domain::Event threshold_change(std::optional<double> review_from,
                                      domain::EventKind about = domain::EventKind::transaction) {
  domain::Control body;
  body.action = domain::Control::Action::threshold_set;
  body.threshold = {about, review_from, "somebody", "a test"};
  domain::Event event;
  event.time_us = kSomeTimeUs;
  event.body = std::move(body);
  return event;
}

inline domain::Event settings_change(domain::SettingValues values, std::string tenant = "default") {
  domain::Control body;
  body.action = domain::Control::Action::settings_set;
  body.settings = {std::move(values), "somebody"};
  domain::Event event;
  event.tenant = std::move(tenant);
  event.time_us = kSomeTimeUs;
  event.body = std::move(body);
  return event;
}

inline std::vector<domain::Event> one_of_each_kind() {
  auto full = payment("t-1", 125'000);
  auto& body = std::get<domain::Transaction>(full.body);
  body.customer_id = "cust-1";
  body.merchant_id = "shop-1";
  body.country = "DE";
  body.ip = "192.0.2.1";
  body.device_id = "dev-1";
  body.channel = domain::Channel::online;
  body.card_present = false;
  body.attributes = {{"age", 3.5}, {"score", -1.0}};
  return {full,
          payment("t-2", 0),
          message("555-0100", "h\xC3\xA9llo \"there\"", "m-1"),
          fraud_label(full, kSomeTimeUs + kDayUs),
          block(domain::EntityKind::phone, "555-0100"),
          model_change(domain::Control::Action::model_challenge, {"some-model", 7}, 10),
          threshold_change(42.5),
          settings_change({{"decision.high_from", "70"}, {"default_currency", std::nullopt}})};
}

}  // namespace shrike::testing
