#include "shrike/domain/subjects.hpp"

namespace shrike::domain {

namespace {

void add(PersonalEntities& out, EntityKind kind, std::string_view value) {
  if (value.empty() || !is_personal(kind)) return;
  out.entities.at(out.count++) = {kind, value};
}

/// A payment, or a label on one: the same names.
template <class About>
void add_of_payment(PersonalEntities& out, const About& about) {
  add(out, EntityKind::card, about.card);
  add(out, EntityKind::customer, about.customer_id);
  add(out, EntityKind::device, about.device_id);
  add(out, EntityKind::ip, about.ip);
}

}  // namespace

bool is_personal(EntityKind kind) { return kind != EntityKind::merchant && kind != EntityKind::terminal; }

PersonalEntities personal_entities(const Event& event) {
  PersonalEntities out;
  if (const auto* payment = std::get_if<Transaction>(&event.body)) {
    add_of_payment(out, *payment);
  } else if (const auto* message = std::get_if<Message>(&event.body)) {
    add(out, EntityKind::phone, message->phone_number);
  } else if (const auto* label = std::get_if<Label>(&event.body)) {
    add_of_payment(out, *label);
    add(out, EntityKind::phone, label->phone_number);
  } else if (const auto& control = std::get<Control>(event.body); control.is_blocklist()) {
    add(out, control.entry.kind, control.entry.value);
  }
  return out;
}

}  // namespace shrike::domain
