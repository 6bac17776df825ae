#include "feature_plan.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

#include "country_centres.hpp"
#include "distinct_counter.hpp"
#include "shrike/base/result.hpp"

namespace shrike::engine {

namespace {

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

/// Worked out from the sums of a window, not from single payments.
constexpr bool of_window(Aggregate aggregate) {
  switch (aggregate) {
    case Aggregate::distinct:
    case Aggregate::is_new:
    case Aggregate::seconds_since_last:
    case Aggregate::seconds_since_first:
    case Aggregate::country_changed:
    case Aggregate::speed_kmh:
    case Aggregate::hours_since_fraud:
      return false;
    default:
      return true;
  }
}

constexpr bool zero_when_empty(Aggregate aggregate) {
  using enum Aggregate;
  return aggregate == count || aggregate == sum || aggregate == distinct || aggregate == known_frauds ||
         aggregate == fraud_share;
}

float share(double part, double of) { return of > 0 ? static_cast<float>(part / of) : kUnknown; }

/// An aggregate of a window that holds at least one payment.
float value_of(Aggregate aggregate, const Window& window, float amount) {
  switch (aggregate) {
    case Aggregate::mean:
      return static_cast<float>(window.mean());
    case Aggregate::deviation:
      return window.count >= 2 ? static_cast<float>(window.deviation()) : kUnknown;
    case Aggregate::maximum:
      return window.max;
    case Aggregate::amount_over_mean:
      return share(amount, window.mean());
    case Aggregate::amount_over_maximum:
      return share(amount, window.max);
    case Aggregate::zscore: {
      const double deviation = window.count >= 3 ? window.deviation() : 0;
      return deviation > 0 ? static_cast<float>((amount - window.mean()) / deviation) : kUnknown;
    }
    case Aggregate::fraud_share:
      return share(static_cast<double>(window.known_frauds), static_cast<double>(window.count));
    default:
      return kUnknown;
  }
}

float value_of_any(Aggregate aggregate, const Window& window, float amount) {
  if (aggregate == Aggregate::count) return static_cast<float>(window.count);
  if (aggregate == Aggregate::sum) return static_cast<float>(window.sum);
  if (aggregate == Aggregate::known_frauds) return static_cast<float>(window.known_frauds);
  if (window.count == 0) return aggregate == Aggregate::fraud_share ? 0.0F : kUnknown;
  return value_of(aggregate, window, amount);
}

float units_between(TimeUs from_us, TimeUs to_us, TimeUs unit_us) {
  return static_cast<float>(static_cast<double>(to_us - from_us) / static_cast<double>(unit_us));
}

float speed(const History::Entry& last, const PaymentFacts& payment) {
  if (last.country == 0 || payment.country == 0) return kUnknown;
  const auto kilometres = kilometres_between(last.country, payment.country);
  const TimeUs apart_us = std::max(payment.time_us - last.time_us, kMinuteUs);
  return kilometres ? static_cast<float>(*kilometres * kHourUs / static_cast<double>(apart_us)) : kUnknown;
}

/// Of the newest payment before this one.
float since_last(Aggregate aggregate, const History::Entry& last, const PaymentFacts& payment) {
  if (aggregate == Aggregate::seconds_since_last) return units_between(last.time_us, payment.time_us, kSecondUs);
  if (aggregate == Aggregate::speed_kmh) return speed(last, payment);
  const bool both = last.country != 0 && payment.country != 0;
  return both ? static_cast<float>(last.country != payment.country) : kUnknown;
}

}  // namespace

FeaturePlan::FeaturePlan(Entity entity) {
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    const FeatureRow& row = kFeatureTable[i];
    if (row.entity != entity) continue;
    if (of_window(row.aggregate)) widths_us_.push_back(row.window_us);
    const bool kept = row.of == Field::none || row.of == Field::country || std::ranges::count(fields_, row.of) > 0;
    if (!kept) fields_.push_back(row.of);
  }
  SHRIKE_ASSERT(fields_.size() <= History::Entry{}.codes.size());
  std::ranges::sort(widths_us_);
  widths_us_.erase(std::unique(widths_us_.begin(), widths_us_.end()), widths_us_.end());
  SHRIKE_ASSERT(widths_us_.size() <= kWidthsMax && (widths_us_.empty() || widths_us_.back() <= History::kWindowUsMax));
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    if (kFeatureTable[i].entity == entity) add_row(i);
  }
  std::ranges::stable_sort(look_backs_, {},
                           [](const LookBack& one) { return std::make_tuple(one.aggregate, one.field, one.width_us); });
}

void FeaturePlan::add_row(std::size_t at) {
  const FeatureRow& row = kFeatureTable[at];
  const auto out = static_cast<Feature>(at);
  if (zero_when_empty(row.aggregate)) zeros_.push_back(out);
  if (of_window(row.aggregate)) {
    const auto window = std::ranges::find(widths_us_, row.window_us) - widths_us_.begin();
    return steps_.push_back({row.aggregate, static_cast<std::uint8_t>(window), out});
  }
  const auto place = std::ranges::find(fields_, row.of) - fields_.begin();
  look_backs_.push_back({row.aggregate, row.of, static_cast<std::uint8_t>(place), row.window_us, out});
}

History::Entry FeaturePlan::entry_of(const PaymentFacts& payment) const {
  History::Entry entry{payment.time_us, payment.amount, payment.country, {}};
  for (std::size_t i = 0; i < fields_.size(); ++i) entry.codes[i] = payment.code(fields_[i]);
  return entry;
}

std::uint32_t FeaturePlan::code_in(const History::Entry& entry, const LookBack& step) {
  return step.field == Field::country ? entry.country : entry.codes[step.place];
}

void FeaturePlan::fill_empty(FeatureVector& out) const {
  for (const Feature feature : zeros_) at(out, feature) = 0;
}

void FeaturePlan::fill(const PaymentFacts& payment, const EntityView& entity, FeatureVector& out) const {
  if (entity.history == nullptr) return fill_empty(out);
  std::array<Window, kWidthsMax> windows;
  entity.history->windows(payment.time_us, widths_us_, std::span(windows).first(widths_us_.size()));
  for (const Step& step : steps_)
    at(out, step.out) = value_of_any(step.aggregate, windows[step.window], payment.amount);
  fill_look_backs(payment, *entity.history, out);
  for (const LookBack& step : look_backs_) {
    if (step.aggregate == Aggregate::seconds_since_first && entity.first_us < payment.time_us)
      at(out, step.out) = units_between(entity.first_us, payment.time_us, kSecondUs);
  }
}

void FeaturePlan::fill_look_backs(const PaymentFacts& payment, const History& history, FeatureVector& out) const {
  for (std::size_t i = 0; i < look_backs_.size();) {
    const LookBack& step = look_backs_[i];
    if (step.aggregate == Aggregate::distinct) {
      fill_distinct(i, payment, history, out);
      continue;
    }
    ++i;
    if (step.aggregate == Aggregate::seconds_since_first) continue;
    const TimeUs from_us = payment.time_us - step.width_us;
    if (step.aggregate == Aggregate::hours_since_fraud) {
      const TimeUs* fraud = history.last_fraud(from_us, payment.time_us);
      if (fraud != nullptr) at(out, step.out) = units_between(*fraud, payment.time_us, kHourUs);
      continue;
    }
    const auto entries = history.between(from_us, payment.time_us);
    if (entries.empty()) continue;
    if (step.aggregate != Aggregate::is_new) {
      at(out, step.out) = since_last(step.aggregate, entries.back(), payment);
    } else if (const std::uint32_t mine = payment.code(step.field); mine != 0) {
      const bool seen = std::ranges::any_of(entries, [&](const auto& entry) { return code_in(entry, step) == mine; });
      at(out, step.out) = seen ? 0.0F : 1.0F;
    }
  }
}

/// All windows of one field in one walk, from the newest payment back. `next` goes on to the step behind them.
void FeaturePlan::fill_distinct(std::size_t& next, const PaymentFacts& payment, const History& history,
                                FeatureVector& out) const {
  std::size_t end = next;
  while (end < look_backs_.size() && look_backs_[end].aggregate == Aggregate::distinct &&
         look_backs_[end].field == look_backs_[next].field)
    ++end;
  const auto entries = history.between(payment.time_us - look_backs_[end - 1].width_us, payment.time_us);
  DistinctCounter counter(entries.size());
  auto entry = entries.rbegin();
  for (; next < end; ++next) {
    const LookBack& step = look_backs_[next];
    for (; entry != entries.rend() && entry->time_us >= payment.time_us - step.width_us; ++entry) {
      if (const std::uint32_t code = code_in(*entry, step); code != 0) counter.add(code);
    }
    at(out, step.out) = static_cast<float>(counter.count());
  }
}

}  // namespace shrike::engine
