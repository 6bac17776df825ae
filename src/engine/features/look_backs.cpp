#include "look_backs.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "amount_size.hpp"
#include "country_centres.hpp"
#include "distinct_counter.hpp"

namespace shrike::engine {

namespace {

using Row = LookBacks::Row;
using Rows = std::span<const Row>;

float units_between(TimeUs from_us, TimeUs to_us, TimeUs unit_us) {
  return static_cast<float>(static_cast<double>(to_us - from_us) / static_cast<double>(unit_us));
}

float speed(const Entry& last, const PaymentFacts& payment) {
  if (last.country == 0 || payment.country == 0) return kUnknown;
  const auto kilometres = kilometres_between(last.country, payment.country);
  const TimeUs apart_us = std::max(payment.time_us - last.time_us, kMinuteUs);
  return kilometres ? static_cast<float>(*kilometres * kHourUs / static_cast<double>(apart_us)) : kUnknown;
}

/// One payment against the history of one entity.
class Look {
 public:
  Look(const PaymentFacts& payment, const EntityView& entity, std::span<float> out)
      : payment_(payment), entity_(entity), history_(*entity.history), out_(out) {}

  /// Rows of one aggregate and field.
  void fill(Rows rows) {
    switch (rows.front().aggregate) {
      case Aggregate::distinct:
        return distinct(rows);
      case Aggregate::is_new:
        return each(rows, &Look::is_new);
      case Aggregate::seconds_since_first:
        return each(rows, &Look::since_first);
      case Aggregate::hours_since_fraud:
        return each(rows, &Look::since_fraud);
      case Aggregate::median:
      case Aggregate::amount_over_median:
      case Aggregate::large_count:
        return each(rows, &Look::of_median);
      case Aggregate::hours_since_genuine:
      case Aggregate::fraud_run:
      case Aggregate::hours_since_run:
        return each(rows, &Look::of_run);
      case Aggregate::ordinary_frauds:
      case Aggregate::ordinary_run:
      case Aggregate::hours_since_ordinary_fraud:
        return each(rows, &Look::of_ordinary);
      default:
        return each(rows, &Look::since_last);
    }
  }

 private:
  void each(Rows rows, void (Look::*fill_one)(const Row&)) {
    for (const Row& row : rows) (this->*fill_one)(row);
  }
  /// Most rows look at the same window.
  [[nodiscard]] History::Range range(TimeUs width_us) {
    if (range_width_us_ != width_us) range_ = history_.between(payment_.time_us - width_us, payment_.time_us);
    range_width_us_ = width_us;
    return range_;
  }

  void distinct(Rows rows) {
    const EntryColumns& entries = history_.entries();
    if (rows.front().field == Field::country) return distinct_in(rows, entries.countries());
    distinct_in(rows, entries.codes(rows.front().place));
  }

  /// All windows of one field in one walk, from the newest payment back.
  template <class T>
  void distinct_in(Rows rows, std::span<const T> column) {
    const History::Range widest = range(rows.back().width_us);
    const auto times = history_.entries().times();
    DistinctCounter counter(widest.size());
    std::size_t at_place = widest.end;
    for (const Row& row : rows) {
      for (; at_place > widest.first && times[at_place - 1] >= payment_.time_us - row.width_us; --at_place) {
        if (const T code = column[at_place - 1]; code != 0) counter.add(code);
      }
      at(out_, row.out) = static_cast<float>(counter.count());
    }
  }

  void is_new(const Row& row) {
    const History::Range all = range(row.width_us);
    const std::uint32_t mine = payment_.code(row.field);
    if (all.empty() || mine == 0) return;
    const EntryColumns& entries = history_.entries();
    const auto seen_in = [&](const auto& column) { return std::ranges::find(column, mine) != column.end(); };
    const bool seen =
        row.field == Field::country ? seen_in(all.of(entries.countries())) : seen_in(all.of(entries.codes(row.place)));
    at(out_, row.out) = seen ? 0.0F : 1.0F;
  }

  void since_first(const Row& row) {
    if (entity_.first_us < payment_.time_us)
      at(out_, row.out) = units_between(entity_.first_us, payment_.time_us, kSecondUs);
  }

  void since_fraud(const Row& row) {
    const TimeUs* fraud = history_.last_fraud(payment_.time_us - row.width_us, payment_.time_us);
    if (fraud != nullptr) at(out_, row.out) = units_between(*fraud, payment_.time_us, kHourUs);
  }

  void since_last(const Row& row) {
    const History::Range all = range(row.width_us);
    if (all.empty()) return;
    const Entry last = history_.entries()[all.end - 1];
    const bool countries = last.country != 0 && payment_.country != 0;
    if (row.aggregate == Aggregate::seconds_since_last)
      at(out_, row.out) = units_between(last.time_us, payment_.time_us, kSecondUs);
    else if (row.aggregate == Aggregate::speed_kmh)
      at(out_, row.out) = speed(last, payment_);
    else if (countries)
      at(out_, row.out) = last.country != payment_.country ? 1.0F : 0.0F;
  }

  void of_median(const Row& row) {
    if (row.aggregate == Aggregate::large_count) {
      const float limit = kLargeTimes * median(windows::k30d);
      const auto above = [&](float amount) { return amount > limit; };
      at(out_, row.out) = static_cast<float>(std::ranges::count_if(amounts_in(row.width_us), above));
      return;
    }
    const float middle = median(row.width_us);
    if (row.aggregate == Aggregate::median)
      at(out_, row.out) = middle;
    else if (middle > 0)
      at(out_, row.out) = payment_.amount / middle;
  }

  [[nodiscard]] std::span<const float> amounts_in(TimeUs width_us) {
    return range(width_us).of(history_.entries().amounts());
  }

  float median(TimeUs width_us) {
    if (median_width_us_ != width_us) median_ = median_of(amounts_in(width_us));
    median_width_us_ = width_us;
    return median_;
  }

  const History::FraudRun& run(TimeUs width_us) {
    const TimeUs now_us = payment_.time_us;
    if (!run_ || run_width_us_ != width_us)
      run_ = history_.fraud_run(now_us - width_us, now_us - kLabelDelayUs, now_us);
    run_width_us_ = width_us;
    return *run_;
  }

  void of_run(const Row& row) {
    const TimeUs now_us = payment_.time_us;
    const History::FraudRun& found = run(row.width_us);
    if (row.aggregate == Aggregate::fraud_run) at(out_, row.out) = static_cast<float>(found.count);
    const TimeUs* since = row.aggregate == Aggregate::hours_since_run       ? found.first
                          : row.aggregate == Aggregate::hours_since_genuine ? found.genuine
                                                                            : nullptr;
    if (since != nullptr) at(out_, row.out) = units_between(*since, now_us, kHourUs);
  }

  void of_ordinary(const Row& row) {
    const TimeUs now_us = payment_.time_us;
    TimeUs from_us = now_us - row.width_us;
    if (row.aggregate == Aggregate::ordinary_run && run(row.width_us).genuine != nullptr)
      from_us = *run(row.width_us).genuine;
    std::size_t count = 0;
    TimeUs newest_us = 0;
    for (const History::Fraud& fraud : history_.frauds_between(from_us, now_us)) {
      const auto payments = history_.between(fraud.time_us, fraud.time_us + 1);
      const auto sizes = payments.of(history_.entries().codes(row.place));
      const auto is_large = [](std::uint32_t code) { return code == static_cast<std::uint32_t>(AmountSize::large); };
      if (payments.empty() || std::ranges::any_of(sizes, is_large)) continue;
      ++count;
      newest_us = fraud.time_us;
    }
    if (row.aggregate != Aggregate::hours_since_ordinary_fraud)
      at(out_, row.out) = static_cast<float>(count);
    else if (count > 0)
      at(out_, row.out) = units_between(newest_us, now_us, kHourUs);
  }

  const PaymentFacts& payment_;
  const EntityView& entity_;
  const History& history_;
  std::span<float> out_;
  History::Range range_;
  TimeUs range_width_us_ = 0, median_width_us_ = 0, run_width_us_ = 0;
  float median_ = kUnknown;
  std::optional<History::FraudRun> run_;
};

}  // namespace

void LookBacks::add(const Row& row) {
  const auto key = [](const Row& one) { return std::make_tuple(one.aggregate, one.field, one.width_us); };
  rows_.insert(std::ranges::upper_bound(rows_, key(row), {}, key), row);
}

void LookBacks::fill(const PaymentFacts& payment, const EntityView& entity, std::span<float> out) const {
  Look look(payment, entity, out);
  for (std::size_t i = 0, end = 0; i < rows_.size(); i = end) {
    while (end < rows_.size() && rows_[end].aggregate == rows_[i].aggregate && rows_[end].field == rows_[i].field)
      ++end;
    look.fill(Rows(rows_).subspan(i, end - i));
  }
}

}  // namespace shrike::engine
