#include "history.hpp"

#include <algorithm>
#include <cmath>

#include "shrike/base/result.hpp"

namespace shrike::engine {

namespace {
constexpr TimeUs kFarthestUs = 700'000 * kDayUs;  // either way from 1970: further only damage can reach
}  // namespace

double History::Window::deviation() const {
  if (count == 0) return 0;
  const double variance = sum_of_squares / count - mean() * mean();
  return variance > 0 ? std::sqrt(variance) : 0;
}

void History::add(TimeUs time_us, float amount) {
  const Entry entry{time_us, amount, false};
  const auto place = std::ranges::upper_bound(entries_, time_us, {}, &Entry::time_us);
  entries_.insert(place, entry);
  // Dropping in eighths keeps the cost of the shift small for each payment.
  const TimeUs oldest_us = entries_.back().time_us - kWindowUsMax - kLateUsMax;
  std::size_t drop = entries_.size() > kEntriesMax ? kEntriesMax / 8 : 0;
  const auto stale = std::ranges::lower_bound(entries_, oldest_us, {}, &Entry::time_us) - entries_.begin();
  if (static_cast<std::size_t>(stale) * 8 >= entries_.size()) drop = std::max(drop, static_cast<std::size_t>(stale));
  entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(drop));
  SHRIKE_ASSERT(entries_.size() <= kEntriesMax);
}

bool History::mark_fraud(TimeUs time_us) {
  for (auto& entry : std::ranges::equal_range(entries_, time_us, {}, &Entry::time_us)) {
    if (entry.known_fraud) continue;  // another payment of the same time was marked before
    entry.known_fraud = true;
    return true;
  }
  return false;
}

void History::windows(TimeUs now_us, std::span<const TimeUs> widths_us, std::span<Window> out) const {
  SHRIKE_ASSERT(widths_us.size() == out.size());
  auto at = std::ranges::lower_bound(entries_, now_us, {}, &Entry::time_us);
  Window sum;
  for (std::size_t i = 0; i < widths_us.size(); ++i) {
    const TimeUs from_us = now_us - widths_us[i];
    for (; at != entries_.begin() && std::prev(at)->time_us >= from_us; --at) {
      const Entry& entry = *std::prev(at);
      ++sum.count;
      sum.known_frauds += entry.known_fraud ? 1 : 0;
      sum.sum += entry.amount;
      sum.sum_of_squares += static_cast<double>(entry.amount) * entry.amount;
      sum.max = std::max(sum.max, entry.amount);
    }
    out[i] = sum;
  }
}

const History::Entry* History::last_before(TimeUs now_us) const {
  const auto at = std::ranges::lower_bound(entries_, now_us, {}, &Entry::time_us);
  return at == entries_.begin() ? nullptr : &*std::prev(at);
}

void History::save(ByteWriter& out) const {
  out.varint(entries_.size());
  for (const Entry& entry : entries_) {
    out.number(entry.time_us);
    out.number(entry.amount);
    out.number(static_cast<std::uint8_t>(entry.known_fraud));
  }
}

bool History::load(ByteReader& in) {
  const std::uint64_t count = in.varint();
  if (count > kEntriesMax) return false;
  entries_.clear();
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
    const auto time_us = in.number<TimeUs>();
    const auto amount = in.number<float>();
    entries_.push_back({time_us, amount, in.number<std::uint8_t>() == 1});
  }
  const bool in_reach =
      entries_.empty() || (entries_.front().time_us >= -kFarthestUs && entries_.back().time_us <= kFarthestUs);
  return in.ok() && in_reach && std::ranges::is_sorted(entries_, {}, &Entry::time_us);
}

const History::Entry* History::last_fraud_before(TimeUs now_us) const {
  for (auto at = std::ranges::lower_bound(entries_, now_us, {}, &Entry::time_us); at != entries_.begin(); --at) {
    if (std::prev(at)->known_fraud) return &*std::prev(at);
  }
  return nullptr;
}

}  // namespace shrike::engine
