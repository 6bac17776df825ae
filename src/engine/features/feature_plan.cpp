#include "feature_plan.hpp"

#include <algorithm>

#include "shrike/base/result.hpp"

namespace shrike::engine {

namespace {

/// Worked out from the sums of a window, not from single payments.
constexpr bool of_window(Aggregate aggregate) {
  using enum Aggregate;
  switch (aggregate) {
    case count:
    case sum:
    case mean:
    case deviation:
    case maximum:
    case amount_over_mean:
    case amount_over_maximum:
    case zscore:
    case known_frauds:
    case fraud_share:
    case matured_fraud_share:
      return true;
    default:
      return false;
  }
}

constexpr bool zero_when_empty(Aggregate aggregate) {
  using enum Aggregate;
  return aggregate == count || aggregate == sum || aggregate == distinct || aggregate == known_frauds ||
         aggregate == fraud_share || aggregate == matured_fraud_share || aggregate == large_count ||
         aggregate == fraud_run || aggregate == ordinary_frauds || aggregate == ordinary_run;
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
    case Aggregate::matured_fraud_share:
      return share(static_cast<double>(window.known_frauds), static_cast<double>(window.count));
    default:
      return kUnknown;
  }
}

float value_of_any(Aggregate aggregate, const Window& window, float amount) {
  if (aggregate == Aggregate::count) return static_cast<float>(window.count);
  if (aggregate == Aggregate::sum) return static_cast<float>(window.sum);
  if (aggregate == Aggregate::known_frauds) return static_cast<float>(window.known_frauds);
  if (window.count == 0) return zero_when_empty(aggregate) ? 0.0F : kUnknown;
  return value_of(aggregate, window, amount);
}

}  // namespace

void FeaturePlan::Windows::add(const FeatureRow& row, Feature out) {
  const auto place = std::ranges::lower_bound(widths_us, row.window_us);
  const auto window = static_cast<std::uint8_t>(place - widths_us.begin());
  if (place == widths_us.end() || *place != row.window_us) {
    widths_us.insert(place, row.window_us);
    for (Step& step : steps) step.window += step.window >= window ? 1 : 0;
  }
  SHRIKE_ASSERT(widths_us.size() <= kWidthsMax && widths_us.back() <= History::kWindowUsMax);
  steps.push_back({row.aggregate, window, out});
}

void FeaturePlan::Windows::fill(TimeUs end_us, const History& history, float amount, std::span<float> out) const {
  if (steps.empty()) return;
  std::array<Window, kWidthsMax> found;
  history.windows(end_us, widths_us, std::span(found).first(widths_us.size()));
  for (const Step& step : steps) at(out, step.out) = value_of_any(step.aggregate, found[step.window], amount);
}

FeaturePlan::FeaturePlan(Entity entity, std::span<const FeatureRow> table) {
  for (std::size_t i = 0; i < table.size(); ++i) {
    const FeatureRow& row = table[i];
    if (row.entity != entity) continue;
    const auto out = static_cast<Feature>(i);
    if (zero_when_empty(row.aggregate)) zeros_.push_back(out);
    if (of_window(row.aggregate)) {
      (row.aggregate == Aggregate::matured_fraud_share ? matured_ : windows_).add(row, out);
      continue;
    }
    const bool kept = row.of == Field::none || row.of == Field::country || std::ranges::count(fields_, row.of) > 0;
    if (!kept) fields_.push_back(row.of);
    const auto place = std::ranges::find(fields_, row.of) - fields_.begin();
    look_backs_.add({row.aggregate, row.of, static_cast<std::uint8_t>(place), row.window_us, out});
  }
  SHRIKE_ASSERT(fields_.size() <= Entry{}.codes.size());
}

Entry FeaturePlan::entry_of(const PaymentFacts& payment) const {
  Entry entry{payment.time_us, payment.amount, payment.country, {}};
  for (std::size_t i = 0; i < fields_.size(); ++i) entry.codes[i] = payment.code(fields_[i]);
  return entry;
}

std::uint32_t FeaturePlan::kept(Field field, const PaymentFacts& payment, const History& history) const {
  const auto place = static_cast<std::size_t>(std::ranges::find(fields_, field) - fields_.begin());
  SHRIKE_ASSERT(place < fields_.size());
  const auto same_time = history.between(payment.time_us, payment.time_us + 1);
  const auto amounts = same_time.of(history.entries().amounts());
  const auto codes = same_time.of(history.entries().codes(place));
  const auto found = std::ranges::find(amounts, payment.amount);
  return found == amounts.end() ? 0 : codes[static_cast<std::size_t>(found - amounts.begin())];
}

void FeaturePlan::fill_empty(std::span<float> out) const {
  for (const Feature feature : zeros_) at(out, feature) = 0;
}

void FeaturePlan::fill(const PaymentFacts& payment, const EntityView& entity, std::span<float> out) const {
  if (entity.history == nullptr) return fill_empty(out);
  windows_.fill(payment.time_us, *entity.history, payment.amount, out);
  matured_.fill(payment.time_us - kLabelDelayUs, *entity.history, payment.amount, out);
  look_backs_.fill(payment, entity, out);
}

}  // namespace shrike::engine
