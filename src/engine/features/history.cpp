#include "history.hpp"

#include <algorithm>
#include <cmath>

#include "shrike/base/result.hpp"

namespace shrike::engine {

double Window::deviation() const {
  if (count == 0) return 0;
  const double variance = sum_of_squares / static_cast<double>(count) - mean() * mean();
  return variance > 1e-10 * mean() * mean() ? std::sqrt(variance) : 0;
}

void History::add(const Entry& entry) {
  if (buckets_ != nullptr && entry.time_us <= spilled_until_us_)
    return buckets_->add_payment(entry.time_us, entry.amount);
  entries_.insert(std::ranges::upper_bound(entries_, entry.time_us, {}, &Entry::time_us), entry);
  // Going in eighths keeps the cost of the shift small for each payment.
  if (entries_.size() > kEntriesMax) spill(kEntriesMax / 8);
  forget_old();
  SHRIKE_ASSERT(entries_.size() <= kEntriesMax);
}

/// Moves the oldest payments to the buckets.
void History::spill(std::size_t count) {
  if (buckets_ == nullptr) buckets_ = std::make_unique<BusyBuckets>();
  for (std::size_t i = 0; i < count; ++i) buckets_->add_payment(entries_[i].time_us, entries_[i].amount);
  spilled_until_us_ = entries_[count - 1].time_us;
  entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(count));
}

void History::forget_old() {
  const TimeUs oldest_us = newest_us() - kKeptUs;
  const auto stale = std::ranges::lower_bound(entries_, oldest_us, {}, &Entry::time_us) - entries_.begin();
  if (static_cast<std::size_t>(stale) * 8 >= entries_.size())
    entries_.erase(entries_.begin(), entries_.begin() + stale);
  if (!frauds_.empty() && frauds_.front().time_us < oldest_us)
    std::erase_if(frauds_, [&](const Fraud& fraud) { return fraud.time_us < oldest_us; });
  if (buckets_ != nullptr && spilled_until_us_ < oldest_us) buckets_.reset();
}

void History::label(TimeUs time_us, std::uint32_t id, bool fraud) {
  const auto key = [](const Fraud& one) { return std::pair(one.time_us, one.id); };
  const auto place = std::ranges::lower_bound(frauds_, std::pair(time_us, id), {}, key);
  const bool known = place != frauds_.end() && key(*place) == std::pair(time_us, id);
  if (known && !fraud) frauds_.erase(place);
  if (known || !fraud) return;
  frauds_.insert(place, {time_us, id});
  if (frauds_.size() <= kFraudsMax) return;
  if (buckets_ == nullptr) buckets_ = std::make_unique<BusyBuckets>();
  spilled_until_us_ = std::max(spilled_until_us_, frauds_.front().time_us);
  buckets_->add_fraud(frauds_.front().time_us);
  frauds_.erase(frauds_.begin());
}

void History::windows(TimeUs now_us, std::span<const TimeUs> widths_us, std::span<Window> out) const {
  SHRIKE_ASSERT(widths_us.size() == out.size());
  auto at = std::ranges::lower_bound(entries_, now_us, {}, &Entry::time_us);
  auto fraud = std::ranges::lower_bound(frauds_, now_us, {}, &Fraud::time_us);
  Window sum;
  for (std::size_t i = 0; i < widths_us.size(); ++i) {
    const TimeUs from_us = now_us - widths_us[i];
    for (; at != entries_.begin() && std::prev(at)->time_us >= from_us; --at) {
      const Entry& entry = *std::prev(at);
      ++sum.count;
      sum.sum += entry.amount;
      sum.sum_of_squares += static_cast<double>(entry.amount) * entry.amount;
      sum.max = std::max(sum.max, entry.amount);
    }
    for (; fraud != frauds_.begin() && std::prev(fraud)->time_us >= from_us; --fraud) ++sum.known_frauds;
    out[i] = sum;
    if (buckets_ != nullptr && from_us <= spilled_until_us_)
      buckets_->add_to(out[i], from_us, now_us > spilled_until_us_ ? kFarthestUs : now_us);
  }
}

std::span<const History::Entry> History::between(TimeUs from_us, TimeUs to_us) const {
  const auto end = std::ranges::lower_bound(entries_, to_us, {}, &Entry::time_us);
  const auto begin = std::ranges::lower_bound(entries_.begin(), end, from_us, {}, &Entry::time_us);
  return {begin, end};
}

const TimeUs* History::last_fraud(TimeUs from_us, TimeUs to_us) const {
  const auto after = std::ranges::lower_bound(frauds_, to_us, {}, &Fraud::time_us);
  if (after == frauds_.begin() || std::prev(after)->time_us < from_us) return nullptr;
  return &std::prev(after)->time_us;
}

History::FraudRun History::fraud_run(TimeUs from_us, TimeUs matured_us, TimeUs to_us) const {
  FraudRun run;
  const auto oldest = std::ranges::lower_bound(frauds_, from_us, {}, &Fraud::time_us);
  const auto end = std::ranges::lower_bound(oldest, frauds_.end(), to_us, {}, &Fraud::time_us);
  auto fraud = std::ranges::lower_bound(oldest, end, matured_us, {}, &Fraud::time_us);  // behind the one looked at
  const auto matured = between(from_us, matured_us);
  for (auto entry = matured.rbegin(); entry != matured.rend() && run.genuine == nullptr; ++entry) {
    while (fraud != oldest && std::prev(fraud)->time_us > entry->time_us) --fraud;
    if (fraud == oldest || std::prev(fraud)->time_us != entry->time_us) run.genuine = &entry->time_us;
  }
  const auto first =
      run.genuine == nullptr ? oldest : std::ranges::lower_bound(oldest, end, *run.genuine, {}, &Fraud::time_us);
  run.count = static_cast<std::size_t>(end - first);
  if (first != end) run.first = &first->time_us;
  return run;
}

void History::save(ByteWriter& out) const {
  out.varint(entries_.size());
  for (const Entry& entry : entries_) {
    out.number(entry.time_us);
    out.number(entry.amount);
    out.number(entry.country);
    for (const std::uint32_t code : entry.codes) out.number(code);
  }
  out.varint(frauds_.size());
  for (const Fraud& fraud : frauds_) {
    out.number(fraud.time_us);
    out.number(fraud.id);
  }
  out.number(static_cast<std::uint8_t>(buckets_ != nullptr));
  if (buckets_ == nullptr) return;
  out.number(spilled_until_us_);
  buckets_->save(out);
}

namespace {

/// By time, and none further away than any real event.
template <class Record>
bool in_order(const std::vector<Record>& records) {
  constexpr TimeUs kReachUs = History::kFarthestUs;
  return std::ranges::is_sorted(records, {}, &Record::time_us) &&
         (records.empty() || (records.front().time_us >= -kReachUs && records.back().time_us <= kReachUs));
}

}  // namespace

bool History::load_frauds(ByteReader& in) {
  const std::uint64_t count = in.varint();
  if (count > kFraudsMax) return false;
  frauds_.clear();
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
    const auto time_us = in.number<TimeUs>();
    frauds_.push_back({time_us, in.number<std::uint32_t>()});
  }
  return in.ok() && in_order(frauds_);
}

bool History::load_buckets(ByteReader& in) {
  const auto given = in.number<std::uint8_t>();
  buckets_.reset();
  spilled_until_us_ = -kFarthestUs;
  if (given != 1) return in.ok() && given == 0;
  spilled_until_us_ = in.number<TimeUs>();
  if (spilled_until_us_ < -kFarthestUs || spilled_until_us_ > kFarthestUs) return false;
  buckets_ = std::make_unique<BusyBuckets>();
  return buckets_->load(in);
}

bool History::load(ByteReader& in) {
  const std::uint64_t count = in.varint();
  if (count > kEntriesMax) return false;
  entries_.clear();
  entries_.reserve(in.ok() ? count : 0);
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
    Entry& entry = entries_.emplace_back();
    entry.time_us = in.number<TimeUs>();
    entry.amount = in.number<float>();
    entry.country = in.number<std::uint16_t>();
    for (std::uint32_t& code : entry.codes) code = in.number<std::uint32_t>();
  }
  return in.ok() && !entries_.empty() && in_order(entries_) && load_frauds(in) && load_buckets(in);
}

}  // namespace shrike::engine
