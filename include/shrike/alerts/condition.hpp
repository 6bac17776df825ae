#pragma once
// The states of one rule. Pure: time comes in, changes go out.
#include <optional>
#include <string_view>

#include "shrike/base/clock.hpp"

namespace shrike::alerts {

/// normal → pending (bad, not long enough) → firing → recovering (good, not long enough) → normal.
struct Condition {
  enum class State : std::uint8_t { normal, pending, firing, recovering };
  State state = State::normal;
  bool no_data = false;  ///< nothing is known now: the state stays, and nothing fires
  TimeUs since_us = 0;   ///< since when pending or recovering

  enum class Change : std::uint8_t { none, fired, resolved };
  /// `bad` is nullopt where there is no figure. Time without a figure proves nothing: it counts neither as bad nor as
  /// good.
  Change advance(std::optional<bool> bad, TimeUs now_us, TimeUs for_us, TimeUs keep_us);
  [[nodiscard]] std::string_view word() const;

 private:
  Change when_bad(TimeUs now_us, TimeUs for_us);
  Change when_good(TimeUs now_us, TimeUs keep_us);
};

}  // namespace shrike::alerts
