#include "shrike/base/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace shrike {

namespace {
unsigned bucket_of(std::uint64_t value) {
  constexpr std::uint64_t kSteps = 1U << Histogram::kStepBits;
  if (value < kSteps) return static_cast<unsigned>(value);
  const unsigned exponent = static_cast<unsigned>(std::bit_width(value)) - 1 - Histogram::kStepBits;
  const auto step = static_cast<unsigned>((value >> exponent) & (kSteps - 1));
  return std::min(((exponent + 1) << Histogram::kStepBits) + step, Histogram::kBuckets - 1);
}
}  // namespace

std::uint64_t Histogram::upper_bound_us(unsigned bucket) {
  constexpr unsigned kSteps = 1U << kStepBits;
  if (bucket < kSteps) return bucket;
  const unsigned exponent = (bucket >> kStepBits) - 1;
  const std::uint64_t step = bucket & (kSteps - 1);
  return ((kSteps + step + 1) << exponent) - 1;
}

void Histogram::record(std::uint64_t value_us, std::uint64_t times) {
  counts_[bucket_of(value_us)].fetch_add(times, std::memory_order_relaxed);
  sum_us_.fetch_add(value_us * times, std::memory_order_relaxed);
}

Histogram::Snapshot Histogram::snapshot() const {
  Snapshot out;
  for (unsigned i = 0; i < kBuckets; ++i) {
    out.counts[i] = counts_[i].load(std::memory_order_relaxed);
    out.count += out.counts[i];
    if (out.counts[i] > 0) out.max_us = upper_bound_us(i);
  }
  out.sum_us = sum_us_.load(std::memory_order_relaxed);
  return out;
}

std::uint64_t Histogram::Snapshot::quantile(double q) const {
  if (count == 0) return 0;
  const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(std::ceil(q * static_cast<double>(count))));
  std::uint64_t seen = 0;
  for (unsigned i = 0; i < kBuckets; ++i) {
    seen += counts[i];
    if (seen >= rank) return upper_bound_us(i);
  }
  return max_us;
}

double Histogram::Snapshot::mean() const {
  return count == 0 ? 0.0 : static_cast<double>(sum_us) / static_cast<double>(count);
}

void Histogram::Snapshot::add(std::uint64_t value_us) {
  const unsigned bucket = bucket_of(value_us);
  ++counts[bucket];
  ++count;
  sum_us += value_us;
  max_us = std::max(max_us, upper_bound_us(bucket));
}

void Histogram::Snapshot::merge(const Snapshot& other) {
  for (unsigned i = 0; i < kBuckets; ++i) counts[i] += other.counts[i];
  count += other.count;
  sum_us += other.sum_us;
  max_us = std::max(max_us, other.max_us);
}

Histogram::Snapshot Histogram::Snapshot::since(const Snapshot& earlier) const {
  Snapshot out;
  for (unsigned i = 0; i < kBuckets; ++i) {
    out.counts[i] = counts[i] - earlier.counts[i];
    out.count += out.counts[i];
    if (out.counts[i] > 0) out.max_us = upper_bound_us(i);
  }
  out.sum_us = sum_us - earlier.sum_us;
  return out;
}

}  // namespace shrike
