#include "shrike/alerts/condition.hpp"

#include <array>

namespace shrike::alerts {

Condition::Change Condition::advance(std::optional<bool> bad, TimeUs now_us, TimeUs for_us, TimeUs keep_us) {
  if (!bad) {
    no_data = true;
    return Change::none;
  }
  if (no_data) since_us = now_us;
  no_data = false;
  return *bad ? when_bad(now_us, for_us) : when_good(now_us, keep_us);
}

Condition::Change Condition::when_bad(TimeUs now_us, TimeUs for_us) {
  if (state == State::recovering) state = State::firing;
  if (state == State::firing) return Change::none;
  if (state == State::normal) since_us = now_us;
  state = now_us - since_us >= for_us ? State::firing : State::pending;
  return state == State::firing ? Change::fired : Change::none;
}

Condition::Change Condition::when_good(TimeUs now_us, TimeUs keep_us) {
  if (state == State::pending) state = State::normal;
  if (state == State::normal) return Change::none;
  if (state == State::firing) since_us = now_us;
  state = now_us - since_us >= keep_us ? State::normal : State::recovering;
  return state == State::normal ? Change::resolved : Change::none;
}

std::string_view Condition::word() const {
  constexpr std::array<std::string_view, 4> kWords{"normal", "pending", "firing", "recovering"};
  return no_data ? "no_data" : kWords.at(static_cast<std::size_t>(state));
}

}  // namespace shrike::alerts
