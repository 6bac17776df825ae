#include "disk_guard.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "shrike/base/diag.hpp"

namespace shrike::app {

namespace {

constexpr std::uint64_t kWarnShare = 10;    // of the disk: a tenth
constexpr std::uint64_t kRefuseShare = 20;  // a twentieth

std::string words_of(DiskGuard::State state, const Folder::Space& space) {
  const double free_mib = static_cast<double>(space.free_bytes) / static_cast<double>(1U << 20U);
  const double share =
      space.total_bytes == 0 ? 0 : static_cast<double>(space.free_bytes) / static_cast<double>(space.total_bytes);
  const std::string free = fmt::format("{:.0f} MiB free ({:.0f} %)", free_mib, share * 100);
  return state == DiskGuard::State::full ? "almost full, new events are refused: " + free : free;
}

}  // namespace

DiskGuard::State DiskGuard::state_of(const Folder::Space& space) const {
  if (space.free_bytes < std::min(settings_.refuse_free_bytes, space.total_bytes / kRefuseShare)) return State::full;
  if (space.free_bytes < std::min(settings_.warn_free_bytes, space.total_bytes / kWarnShare)) return State::low;
  return State::ok;
}

void DiskGuard::check() {
  const auto space = folder_.space();
  // A folder that cannot be examined is no proof of a full disk: the writes themselves will tell.
  const State now = space ? state_of(*space) : State::low;
  const std::string words = space ? words_of(now, *space) : "cannot be examined: " + space.error().message;
  if (const State before = state_.exchange(now); before != now && now != State::ok) diag::warning("disk", "{}", words);
  log_.refuse(now == State::full ? "the disk is almost full" : "");
  if (space) free_bytes_ = space->free_bytes;
  const std::lock_guard lock(mutex_);
  words_ = words;
}

std::string DiskGuard::words() const {
  const std::lock_guard lock(mutex_);
  return words_;
}

}  // namespace shrike::app
