#pragma once
// The people that an event may be about.
#include <array>
#include <cstddef>
#include <string_view>

#include "shrike/domain/event.hpp"

namespace shrike::domain {

/// True of the kinds of entity that stand for a person: card, customer, device, ip, phone.
bool is_personal(EntityKind kind);

/// An entity that stands for a person, as an event names it; the text is the event's.
struct PersonalEntity {
  EntityKind kind = EntityKind::customer;
  std::string_view value;
};

/// Those that an event names, each once: five at most, one of each kind.
struct PersonalEntities {
  static constexpr std::size_t kMax = 5;
  std::array<PersonalEntity, kMax> entities;
  std::size_t count = 0;
};
PersonalEntities personal_entities(const Event& event);

}  // namespace shrike::domain
