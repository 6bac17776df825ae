#pragma once
// One entry of a list as it comes in: alone, or as a row of an import.
#include <array>

#include "answers.hpp"
#include "shrike/domain/event.hpp"

namespace shrike::api {

inline constexpr std::array<std::string_view, 6> kEntryMembers{"list",   "kind",   "value",
                                                               "source", "reason", "expires_at"};

/// Checks and completes entries. Card numbers in values become tokens, in reasons they are masked.
class EntryReader {
 public:
  EntryReader(const sources::CardTokeniser& tokeniser, TimeUs now_us) : tokeniser_(tokeniser), now_us_(now_us) {}
  [[nodiscard]] std::variant<domain::BlocklistEntry, sources::FieldError> read(const JsonMembers& members) const;

 private:
  const sources::CardTokeniser& tokeniser_;
  TimeUs now_us_;
};

/// The event that changes a list.
domain::Event list_event(domain::Control::Action action, domain::BlocklistEntry entry, const std::string& tenant,
                         TimeUs now_us);

}  // namespace shrike::api
