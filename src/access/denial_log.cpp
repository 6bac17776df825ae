#include "shrike/access/denial_log.hpp"

#include <fmt/format.h>

namespace shrike::access {

namespace {

/// Of all that find no place of their own.
store::AuditEntry elsewhere(const store::AuditEntry& entry) {
  store::AuditEntry out;
  out.time_us = entry.time_us;
  out.action = entry.action;
  out.outcome = entry.outcome;
  out.detail = R"({"from":"many addresses"})";
  return out;
}

std::string place_of(const store::AuditEntry& entry) {
  return fmt::format("{}\n{}\n{}", entry.address, entry.action, entry.object);
}

}  // namespace

void DenialLog::note(store::AuditEntry entry) {
  std::string place = place_of(entry);
  if (places_.size() >= kPlacesMax && !places_.contains(place)) {
    entry = elsewhere(entry);
    place = place_of(entry);
  }
  const auto [found, fresh] = places_.try_emplace(std::move(place), Place{entry, clock_.steady_us()});
  if (fresh)
    record_(std::move(entry));
  else
    ++found->second.more;
}

void DenialLog::tick() {
  const TimeUs now_us = clock_.steady_us();
  for (auto at = places_.begin(); at != places_.end();) {
    Place& place = at->second;
    if (now_us - place.began_us < kWindowUs) {
      ++at;
      continue;
    }
    if (place.more > 0) {
      place.first.time_us = clock_.now_us();
      place.first.detail = fmt::format(R"({{"repeated":{}}})", place.more);
      record_(std::move(place.first));
    }
    at = places_.erase(at);
  }
}

}  // namespace shrike::access
