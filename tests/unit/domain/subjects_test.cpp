#include "shrike/domain/subjects.hpp"

#include <gtest/gtest.h>

#include <map>

namespace shrike::domain {
namespace {

std::map<EntityKind, std::string> people_of(const Event& event) {
  const PersonalEntities found = personal_entities(event);
  std::map<EntityKind, std::string> out;
  for (std::size_t i = 0; i < found.count; ++i) out[found.entities[i].kind] = found.entities[i].value;
  EXPECT_EQ(out.size(), found.count) << "each kind once";
  return out;
}

TEST(PersonalEntities, OfAPaymentAndItsLabel) {
  Event event;
  Transaction payment;
  payment.card = "c";
  payment.customer_id = "who";
  payment.merchant_id = "shop";
  payment.terminal_id = "t";
  payment.ip = "203.0.113.1";
  event.body = payment;
  const std::map<EntityKind, std::string> expected{
      {EntityKind::card, "c"}, {EntityKind::customer, "who"}, {EntityKind::ip, "203.0.113.1"}};
  EXPECT_EQ(people_of(event), expected) << "an empty device is nobody";
  Event labelled;
  labelled.body = label_about(event);
  EXPECT_EQ(people_of(labelled), expected);
}

TEST(PersonalEntities, OfAMessageAndItsLabel) {
  Event event;
  Message message;
  message.phone_number = "+49 151 1";
  event.body = message;
  EXPECT_EQ(people_of(event), (std::map<EntityKind, std::string>{{EntityKind::phone, "+49 151 1"}}));
  Event labelled;
  labelled.body = label_about(event);
  EXPECT_EQ(people_of(labelled), people_of(event));
}

TEST(PersonalEntities, OfChanges) {
  Event event;
  Control control;
  control.action = Control::Action::blocklist_remove;
  control.entry.kind = EntityKind::device;
  control.entry.value = "d";
  event.body = control;
  EXPECT_EQ(people_of(event), (std::map<EntityKind, std::string>{{EntityKind::device, "d"}}));
  control.entry.kind = EntityKind::terminal;
  event.body = control;
  EXPECT_TRUE(people_of(event).empty());
  control.action = Control::Action::settings_set;
  control.entry.kind = EntityKind::card;
  event.body = control;
  EXPECT_TRUE(people_of(event).empty());
}

}  // namespace
}  // namespace shrike::domain
