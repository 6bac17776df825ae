#pragma once
// Failed sign-ins: after ten of one name or one address nobody may try that name, or from there, for a while.
#include <string>
#include <string_view>

#include "shrike/access/lru_map.hpp"
#include "shrike/base/clock.hpp"

namespace shrike::access {

/// One thread at a time. Unknown names count like known ones.
class FailureThrottle {
 public:
  static constexpr unsigned kFailuresMax = 10;
  static constexpr TimeUs kLockUs = 30 * kMinuteUs;  ///< also how long failures are remembered
  static constexpr std::size_t kPlacesMax = 10'000;

  explicit FailureThrottle(const Clock& clock) : clock_(clock), places_(kPlacesMax) {}

  /// How long the place is still locked; 0 = it is not.
  TimeUs locked_us(const std::string& place);
  void fail(const std::string& place);
  void succeed(const std::string& place) { places_.erase(place); }

 private:
  struct Place {
    unsigned failures = 0;
    TimeUs last_us = 0;  // steady
  };
  const Clock& clock_;
  LruMap<Place> places_;
};

/// What counts as one address: all of an IPv6 /64, else the address itself.
std::string address_group(std::string_view address);

}  // namespace shrike::access
