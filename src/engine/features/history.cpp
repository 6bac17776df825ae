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
  entries_.insert(entry);
  // Going in eighths keeps the cost of the shift small for each payment.
  if (entries_.size() > kEntriesMax) spill(kEntriesMax / 8);
  forget_old();
  SHRIKE_ASSERT(entries_.size() <= kEntriesMax);
}

/// Moves the oldest payments to the buckets.
void History::spill(std::size_t count) {
  if (buckets_ == nullptr) buckets_ = std::make_unique<BusyBuckets>();
  const auto times = entries_.times();
  for (std::size_t i = 0; i < count; ++i) buckets_->add_payment(times[i], entries_.amounts()[i]);
  spilled_until_us_ = times[count - 1];
  entries_.drop_first(count);
}

void History::forget_old() {
  const TimeUs oldest_us = newest_us() - kKeptUs;
  const std::size_t stale = between(-kFarthestUs, oldest_us).end;
  if (stale > 0 && stale * 8 >= entries_.size()) entries_.drop_first(stale);
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

namespace {

/// Four sums side by side: an addition need not wait for the one before. The same amounts give the same sums, whatever
/// else the history holds.
void add_amounts(std::span<const float> amounts, Window& window) {
  constexpr std::size_t kLanes = 4;
  std::array<double, kLanes> sum{}, squares{};
  std::array<float, kLanes> max{};
  const auto take = [&](std::size_t lane, float amount) {
    const double exact = amount;
    sum[lane] += exact;
    squares[lane] += exact * exact;
    max[lane] = std::max(max[lane], amount);
  };
  std::size_t i = 0;
  for (; i + kLanes <= amounts.size(); i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) take(lane, amounts[i + lane]);
  }
  for (; i < amounts.size(); ++i) take(0, amounts[i]);
  window.count += amounts.size();
  window.sum += (sum[0] + sum[1]) + (sum[2] + sum[3]);
  window.sum_of_squares += (squares[0] + squares[1]) + (squares[2] + squares[3]);
  window.max = std::max({window.max, max[0], max[1], max[2], max[3]});
}

}  // namespace

void History::windows(TimeUs now_us, std::span<const TimeUs> widths_us, std::span<Window> out) const {
  SHRIKE_ASSERT(widths_us.size() == out.size());
  std::size_t end = between(-kFarthestUs, now_us).end;
  auto fraud = std::ranges::lower_bound(frauds_, now_us, {}, &Fraud::time_us);
  Window sum;
  for (std::size_t i = 0; i < widths_us.size(); ++i) {
    const TimeUs from_us = now_us - widths_us[i];
    const auto older = entries_.times().first(end);
    const auto first = static_cast<std::size_t>(std::ranges::lower_bound(older, from_us) - older.begin());
    add_amounts(entries_.amounts().subspan(first, end - first), sum);
    end = first;
    for (; fraud != frauds_.begin() && std::prev(fraud)->time_us >= from_us; --fraud) ++sum.known_frauds;
    out[i] = sum;
    if (buckets_ != nullptr && from_us <= spilled_until_us_)
      buckets_->add_to(out[i], from_us, now_us > spilled_until_us_ ? kFarthestUs : now_us);
  }
}

History::Range History::between(TimeUs from_us, TimeUs to_us) const {
  const auto times = entries_.times();
  const auto end = std::ranges::lower_bound(times, to_us);
  const auto first = std::ranges::lower_bound(times.begin(), end, from_us);
  return {static_cast<std::size_t>(first - times.begin()), static_cast<std::size_t>(end - times.begin())};
}

std::span<const History::Fraud> History::frauds_between(TimeUs from_us, TimeUs to_us) const {
  const auto first = std::ranges::lower_bound(frauds_, from_us, {}, &Fraud::time_us);
  return {first, std::ranges::lower_bound(first, frauds_.end(), to_us, {}, &Fraud::time_us)};
}

const TimeUs* History::last_fraud(TimeUs from_us, TimeUs to_us) const {
  const auto frauds = frauds_between(from_us, to_us);
  return frauds.empty() ? nullptr : &frauds.back().time_us;
}

History::FraudRun History::fraud_run(TimeUs from_us, TimeUs matured_us, TimeUs to_us) const {
  FraudRun run;
  const auto oldest = std::ranges::lower_bound(frauds_, from_us, {}, &Fraud::time_us);
  const auto end = std::ranges::lower_bound(oldest, frauds_.end(), to_us, {}, &Fraud::time_us);
  auto fraud = std::ranges::lower_bound(oldest, end, matured_us, {}, &Fraud::time_us);  // behind the one looked at
  const auto matured = between(from_us, matured_us).of(entries_.times());
  for (auto time = matured.rbegin(); time != matured.rend() && run.genuine == nullptr; ++time) {
    while (fraud != oldest && std::prev(fraud)->time_us > *time) --fraud;
    if (fraud == oldest || std::prev(fraud)->time_us != *time) run.genuine = &*time;
  }
  const auto first =
      run.genuine == nullptr ? oldest : std::ranges::lower_bound(oldest, end, *run.genuine, {}, &Fraud::time_us);
  run.count = static_cast<std::size_t>(end - first);
  if (first != end) run.first = &first->time_us;
  return run;
}

void History::save(ByteWriter& out) const {
  out.varint(entries_.size());
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const Entry entry = entries_[i];
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

/// No further away than any real event.
bool in_reach(TimeUs time_us) { return time_us >= -History::kFarthestUs && time_us <= History::kFarthestUs; }

}  // namespace

bool History::load_frauds(ByteReader& in) {
  const std::uint64_t count = in.varint();
  if (count > kFraudsMax) return false;
  frauds_.clear();
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
    const auto time_us = in.number<TimeUs>();
    frauds_.push_back({time_us, in.number<std::uint32_t>()});
  }
  return in.ok() && std::ranges::is_sorted(frauds_, {}, &Fraud::time_us) &&
         (frauds_.empty() || (in_reach(frauds_.front().time_us) && in_reach(frauds_.back().time_us)));
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
  entries_ = {};
  entries_.reserve(in.ok() ? count : 0);
  for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
    Entry entry;
    entry.time_us = in.number<TimeUs>();
    entry.amount = in.number<float>();
    entry.country = in.number<std::uint16_t>();
    for (std::uint32_t& code : entry.codes) code = in.number<std::uint32_t>();
    // In order, as written; insert() would hide that it is not.
    if (!in_reach(entry.time_us) || (i > 0 && entry.time_us < newest_us())) return false;
    entries_.insert(entry);
  }
  return in.ok() && !entries_.empty() && load_frauds(in) && load_buckets(in);
}

}  // namespace shrike::engine
