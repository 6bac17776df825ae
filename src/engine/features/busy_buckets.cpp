#include "busy_buckets.hpp"

#include <algorithm>

#include "history.hpp"

namespace shrike::engine {

namespace {

std::int64_t floor_div(std::int64_t value, std::int64_t by) { return value / by - (value % by < 0 ? 1 : 0); }
std::int64_t place_in(std::int64_t number, std::int64_t count) { return ((number % count) + count) % count; }

}  // namespace

/// nullptr where the ring no longer reaches back to that time.
BusyBuckets::Bucket* BusyBuckets::bucket_of(std::size_t ring, TimeUs time_us) {
  const RingShape& shape = kRings[ring];
  const std::int64_t number = floor_div(time_us, shape.width_us);
  if (empty_) newest_[ring] = number;
  const std::int64_t fresh = std::min(number - newest_[ring], shape.count);
  for (std::int64_t i = 0; i < fresh; ++i)
    buckets_[static_cast<std::size_t>(shape.first + place_in(number - i, shape.count))] = {};
  newest_[ring] = std::max(newest_[ring], number);
  if (number <= newest_[ring] - shape.count) return nullptr;
  return &buckets_[static_cast<std::size_t>(shape.first + place_in(number, shape.count))];
}

void BusyBuckets::add_payment(TimeUs time_us, float amount) {
  for (std::size_t ring = 0; ring < kRings.size(); ++ring) {
    Bucket* bucket = bucket_of(ring, time_us);
    if (bucket == nullptr) continue;
    ++bucket->count;
    bucket->sum += amount;
    bucket->sum_of_squares += static_cast<double>(amount) * amount;
    bucket->max = std::max(bucket->max, amount);
  }
  empty_ = false;
}

void BusyBuckets::add_fraud(TimeUs time_us) {
  for (std::size_t ring = 0; ring < kRings.size(); ++ring) {
    if (Bucket* bucket = bucket_of(ring, time_us)) ++bucket->frauds;
  }
  empty_ = false;
}

std::size_t BusyBuckets::ring_for(TimeUs from_us) const {
  for (std::size_t ring = 0; ring + 1 < kRings.size(); ++ring) {
    const RingShape& shape = kRings[ring];
    if (from_us >= (newest_[ring] - shape.count + 1) * shape.width_us) return ring;
  }
  return kRings.size() - 1;
}

void BusyBuckets::add_to(Window& sum, TimeUs from_us, TimeUs to_us) const {
  if (empty_) return;
  const std::size_t ring = ring_for(from_us);
  const RingShape& shape = kRings[ring];
  const TimeUs half_us = shape.width_us / 2;
  const std::int64_t first = std::max(floor_div(from_us + half_us, shape.width_us), newest_[ring] - shape.count + 1);
  const std::int64_t end = std::min(floor_div(to_us + half_us, shape.width_us), newest_[ring] + 1);
  for (std::int64_t number = first; number < end; ++number) {
    const Bucket& bucket = buckets_[static_cast<std::size_t>(shape.first + place_in(number, shape.count))];
    sum.count += bucket.count;
    sum.known_frauds += bucket.frauds;
    sum.sum += bucket.sum;
    sum.sum_of_squares += bucket.sum_of_squares;
    sum.max = std::max(sum.max, bucket.max);
  }
}

void BusyBuckets::save(ByteWriter& out) const {
  out.number(static_cast<std::uint8_t>(empty_));
  for (const std::int64_t newest : newest_) out.number(newest);
  for (const Bucket& bucket : buckets_) {
    out.varint(bucket.count);
    out.varint(bucket.frauds);
    if (bucket.count == 0) continue;
    out.number(bucket.sum);
    out.number(bucket.sum_of_squares);
    out.number(bucket.max);
  }
}

bool BusyBuckets::load(ByteReader& in) {
  empty_ = in.number<std::uint8_t>() == 1;
  bool in_reach = true;
  for (std::size_t ring = 0; ring < kRings.size(); ++ring) {
    newest_[ring] = in.number<std::int64_t>();
    const std::int64_t reach = History::kFarthestUs / kRings[ring].width_us;
    in_reach = in_reach && newest_[ring] >= -reach && newest_[ring] <= reach;
  }
  for (Bucket& bucket : buckets_) {
    bucket.count = static_cast<std::uint32_t>(in.varint());
    bucket.frauds = static_cast<std::uint32_t>(in.varint());
    if (bucket.count == 0 || !in.ok()) continue;
    bucket.sum = in.number<double>();
    bucket.sum_of_squares = in.number<double>();
    bucket.max = in.number<float>();
  }
  return in.ok() && in_reach;
}

}  // namespace shrike::engine
