#include "feature_words.hpp"

#include <fmt/core.h>

#include <cmath>

namespace shrike::engine {

namespace {

/// Of a payment's own facts: the words for yes and no, or one pattern for the number.
struct FactWords {
  std::string_view name;
  std::string_view yes;
  std::string_view no;
};
constexpr auto kFactWords = std::to_array<FactWords>({
    {"weekend", "Paid on a weekend", "Paid on a weekday"},
    {"night", "Paid at night", "Paid by day"},
    {"high_value", "High value", "No high value"},
    {"online", "Paid online", "Not paid online"},
    {"international", "Outside the home country", "In the home country"},
    {"card_not_present", "Card not present", "Card present"},
});

/// A row, the value that it has, and whose it is.
struct Subject {
  const domain::Transaction& payment;
  const FeatureVector& features;
  const FeatureRow& row;
  float value;

  [[nodiscard]] std::string_view noun() const {
    if (row.entity == Entity::card && payment.card.empty()) return "customer";
    return row.entity == Entity::ip ? "IP address" : to_string(row.entity);
  }
  /// "of this card", "at this terminal", …
  [[nodiscard]] std::string whose() const {
    const bool place = row.entity == Entity::merchant || row.entity == Entity::terminal;
    const std::string_view word = place                          ? "at"
                                  : row.entity == Entity::device ? "on"
                                  : row.entity == Entity::ip     ? "from"
                                                                 : "of";
    return fmt::format("{} this {}", word, noun());
  }
  [[nodiscard]] std::string amount() const {
    return fmt::format("{} {}", payment.amount.currency.text(), payment.amount.decimal());
  }
  /// Of another aggregate of the same entity; NaN where the table has none.
  [[nodiscard]] float other(Aggregate aggregate, TimeUs window_us) const {
    for (std::size_t i = 0; i < kFeatureCount; ++i) {
      const FeatureRow& candidate = kFeatureTable[i];
      if (candidate.entity == row.entity && candidate.aggregate == aggregate && candidate.window_us == window_us)
        return features[i];
    }
    return std::nanf("");
  }
};

std::string_view plural(float count) { return count == 1 ? "" : "s"; }

std::string duration(double seconds) {
  if (seconds < 0.5) return "Less than a second";
  if (seconds < 120) return fmt::format("{:.0f} second{}", seconds, plural(static_cast<float>(std::round(seconds))));
  if (seconds < 7200) return fmt::format("{:.0f} minutes", seconds / 60);
  if (seconds < 172800) return fmt::format("{:.0f} hours", seconds / 3600);
  return fmt::format("{:.0f} days", seconds / 86400);
}

/// "10 minutes", "hour", "24 hours", "7 days".
std::string window(TimeUs window_us) {
  if (window_us < kHourUs) return fmt::format("{} minutes", window_us / kMinuteUs);
  if (window_us == kHourUs) return "hour";
  if (window_us <= kDayUs) return fmt::format("{} hours", window_us / kHourUs);
  return fmt::format("{} days", window_us / kDayUs);
}

std::string during(const Subject& it) {
  return fmt::format("in {}{}", it.row.window_us <= kHourUs ? "the last " : "", window(it.row.window_us));
}

std::string count_words(const Subject& it) {
  if (it.value <= 0) return fmt::format("No earlier payment {} {}", it.whose(), during(it));
  std::string text = fmt::format("{:.0f} earlier payment{} {} {}", it.value, plural(it.value), it.whose(), during(it));
  constexpr TimeUs kMonthUs = 30 * kDayUs;
  const double usual = it.other(Aggregate::count, kMonthUs) * static_cast<double>(it.row.window_us) / kMonthUs;
  if (it.row.window_us < kMonthUs && usual >= 0.5) text += fmt::format(", usually {:.1f}", usual);
  return text;
}

/// "6.0 times" or, below one, "40 % of".
std::string times(float ratio) {
  return ratio < 1 ? fmt::format("{:.0f} % of", 100 * ratio) : fmt::format("{:.1f} times", ratio);
}

std::string ratio_words(const Subject& it) {
  const bool of_mean = it.row.aggregate == Aggregate::amount_over_mean;
  const double normal = it.payment.amount.major() / it.value;
  if (!(it.value > 0))
    return fmt::format("{} is nothing beside the payments {} {}", it.amount(), it.whose(), during(it));
  if (of_mean)
    return fmt::format("{} is {} the usual {:.2f} {} {}", it.amount(), times(it.value), normal, it.whose(), during(it));
  return fmt::format("{} is {} the largest payment {} {}, {:.2f}", it.amount(), times(it.value), it.whose(), during(it),
                     normal);
}

std::string zscore_words(const Subject& it) {
  const float mean = it.other(Aggregate::mean, it.row.window_us);
  const std::string usual = std::isnan(mean) ? std::string("mean") : fmt::format("usual {:.2f}", mean);
  return fmt::format("{} lies {:.1f} standard deviations {} the {} {}", it.amount(), std::abs(it.value),
                     it.value < 0 ? "below" : "above", usual, it.whose());
}

std::string distinct_words(const Subject& it) {
  static constexpr std::array<std::array<std::string_view, 2>, 7> kNouns{{{"", ""},
                                                                          {"card", "cards"},
                                                                          {"customer", "customers"},
                                                                          {"merchant", "merchants"},
                                                                          {"terminal", "terminals"},
                                                                          {"device", "devices"},
                                                                          {"country", "countries"}}};
  const auto& [one, many] = kNouns[static_cast<std::size_t>(it.row.of)];
  if (it.value <= 0) return fmt::format("No {} in the payments {} {}", one, it.whose(), during(it));
  return fmt::format("{:.0f} {} {} {}", it.value, it.value == 1 ? one : many, it.whose(), during(it));
}

std::string is_new_words(const Subject& it) {
  static constexpr std::array<std::string_view, 7> kWhere{"",
                                                          "with this card",
                                                          "of this customer",
                                                          "at this merchant",
                                                          "at this terminal",
                                                          "on this device",
                                                          "in this country"};
  const std::string_view where = kWhere[static_cast<std::size_t>(it.row.of)];
  if (it.value > 0) return fmt::format("First payment {} {} {}", it.whose(), where, during(it));
  return fmt::format("Earlier payments {} {} {}", it.whose(), where, during(it));
}

std::string last_words(const Subject& it) {
  if (it.row.aggregate == Aggregate::seconds_since_last)
    return fmt::format("{} after the last payment {}", duration(it.value), it.whose());
  const bool same = it.value <= 0;
  if (it.row.aggregate == Aggregate::country_changed || same)
    return fmt::format("The last payment {} was in {} country", it.whose(), same ? "the same" : "another");
  return fmt::format("The last payment {} was so far away that it takes {:.0f} km/h", it.whose(), it.value);
}

std::string fraud_words(const Subject& it) {
  if (it.row.aggregate == Aggregate::hours_since_fraud)
    return fmt::format("The last known fraud {} was {} ago", it.whose(), duration(3600.0 * it.value));
  const std::string last = fmt::format("in the last {}", window(it.row.window_us));
  if (it.value <= 0) return fmt::format("No payment {} {} is known as fraud", it.whose(), last);
  if (it.row.aggregate == Aggregate::fraud_share)
    return fmt::format("{:.{}f} % of the payments {} {} were fraud", 100 * it.value, it.value < 0.02 ? 1 : 0,
                       it.whose(), last);
  const bool one = it.value == 1;
  return fmt::format("{:.0f} payment{} {} {} fraud {}", it.value, one ? "" : "s", it.whose(), one ? "was" : "were",
                     last);
}

std::string median_words(const Subject& it) {
  if (it.row.aggregate == Aggregate::median)
    return fmt::format("Half of the payments {} {} are above {:.2f}", it.whose(), during(it), it.value);
  if (it.row.aggregate == Aggregate::large_count) {
    if (it.value <= 0) return fmt::format("No payment {} {} was above 3 times its median", it.whose(), during(it));
    return fmt::format("{:.0f} payment{} {} {} above 3 times the median", it.value, plural(it.value), it.whose(),
                       during(it));
  }
  if (!(it.value > 0)) return fmt::format("{} is nothing beside the median {}", it.amount(), it.whose());
  return fmt::format("{} is {} the median {:.2f} {} {}", it.amount(), times(it.value),
                     it.payment.amount.major() / it.value, it.whose(), during(it));
}

std::string matured_words(const Subject& it) {
  switch (it.row.aggregate) {
    case Aggregate::matured_fraud_share:
      if (it.value <= 0)
        return fmt::format("No known fraud {} in the {} that ended 7 days ago", it.whose(), window(it.row.window_us));
      return fmt::format("{:.{}f} % of the payments {} in the {} that ended 7 days ago were fraud", 100 * it.value,
                         it.value < 0.02 ? 1 : 0, it.whose(), window(it.row.window_us));
    case Aggregate::hours_since_genuine:
      return fmt::format("The last payment {} without a fraud report for 7 days was {} ago", it.whose(),
                         duration(3600.0 * it.value));
    case Aggregate::hours_since_run:
      return fmt::format("The known frauds in a row {} began {} ago", it.whose(), duration(3600.0 * it.value));
    default:
      if (it.value <= 0) return fmt::format("The newest known payments {} were genuine", it.whose());
      return fmt::format("{:.0f} known fraud{} in a row {}", it.value, plural(it.value), it.whose());
  }
}

/// A fraud of an amount that is usual for its card points at the place, a large one at the card.
std::string ordinary_words(const Subject& it) {
  if (it.row.aggregate == Aggregate::hours_since_ordinary_fraud)
    return fmt::format("The last known fraud of a usual amount {} was {} ago", it.whose(), duration(3600.0 * it.value));
  const bool run = it.row.aggregate == Aggregate::ordinary_run;
  const std::string when = run ? " in a row" : fmt::format(" in the last {}", window(it.row.window_us));
  if (it.value <= 0) return fmt::format("No known fraud of a usual amount {}{}", it.whose(), when);
  return fmt::format("{:.0f} known fraud{} of a usual amount {}{}", it.value, plural(it.value), it.whose(), when);
}

std::string fact_words(const Subject& it) {
  for (const FactWords& words : kFactWords) {
    if (words.name == it.row.name) return std::string(it.value > 0 ? words.yes : words.no);
  }
  if (it.row.name == "hour") return fmt::format("Paid at hour {:.0f} UTC", it.value);
  if (it.row.name == "base_risk_score") return fmt::format("Base risk score {:.0f} of 8", it.value);
  if (it.row.name == "log_amount") return fmt::format("Order of magnitude of {}", it.amount());
  return fmt::format("Amount {}", it.amount());
}

std::string known_words(const Subject& it) {
  switch (it.row.aggregate) {
    case Aggregate::fact:
      return fact_words(it);
    case Aggregate::count:
      return count_words(it);
    case Aggregate::sum:
      return it.value > 0 ? fmt::format("Payments {} {} come to {:.2f}", it.whose(), during(it), it.value)
                          : fmt::format("Nothing was paid in payments {} {}", it.whose(), during(it));
    case Aggregate::mean:
      return fmt::format("Payments {} are {:.2f} on average {}", it.whose(), it.value, during(it));
    case Aggregate::deviation:
      return fmt::format("Payments {} {} lie {:.2f} around their mean (standard deviation)", it.whose(), during(it),
                         it.value);
    case Aggregate::maximum:
      return fmt::format("The largest payment {} {} was {:.2f}", it.whose(), during(it), it.value);
    case Aggregate::amount_over_mean:
    case Aggregate::amount_over_maximum:
      return ratio_words(it);
    case Aggregate::zscore:
      return zscore_words(it);
    case Aggregate::distinct:
      return distinct_words(it);
    case Aggregate::is_new:
      return is_new_words(it);
    case Aggregate::seconds_since_last:
    case Aggregate::country_changed:
    case Aggregate::speed_kmh:
      return last_words(it);
    case Aggregate::seconds_since_first:
      return fmt::format("This {} was first seen {} ago", it.noun(), duration(it.value));
    case Aggregate::known_frauds:
    case Aggregate::fraud_share:
    case Aggregate::hours_since_fraud:
      return fraud_words(it);
    case Aggregate::median:
    case Aggregate::amount_over_median:
    case Aggregate::large_count:
      return median_words(it);
    case Aggregate::matured_fraud_share:
    case Aggregate::hours_since_genuine:
    case Aggregate::fraud_run:
    case Aggregate::hours_since_run:
      return matured_words(it);
    case Aggregate::ordinary_frauds:
    case Aggregate::ordinary_run:
    case Aggregate::hours_since_ordinary_fraud:
      return ordinary_words(it);
  }
  return {};
}

bool is_named(const domain::Transaction& payment, Entity entity) {
  switch (entity) {
    case Entity::transaction:
      return true;
    case Entity::card:
      return !payment.card.empty() || !payment.customer_id.empty();
    case Entity::customer:
      return !payment.customer_id.empty();
    case Entity::merchant:
      return !payment.merchant_id.empty();
    case Entity::terminal:
      return !payment.terminal_id.empty();
    case Entity::device:
      return !payment.device_id.empty();
    case Entity::ip:
      return !payment.ip.empty();
    case Entity::phone:
      return false;
  }
  return true;
}

/// Why a feature has no value: nothing is known of its entity, or this event does not name one.
std::string unknown_words(const Subject& it) {
  if (!is_named(it.payment, it.row.entity))
    return it.row.entity == Entity::card ? "No card or customer is named" : fmt::format("No {} is named", it.noun());
  if (it.row.aggregate == Aggregate::hours_since_run) return fmt::format("No known frauds in a row {}", it.whose());
  if (it.row.aggregate == Aggregate::hours_since_genuine)
    return fmt::format("No payment {} is 7 days old and without a fraud report", it.whose());
  if (it.row.aggregate == Aggregate::hours_since_fraud) return fmt::format("No known fraud {}", it.whose());
  if (it.row.aggregate == Aggregate::hours_since_ordinary_fraud)
    return fmt::format("No known fraud of a usual amount {}", it.whose());
  if (it.row.aggregate == Aggregate::country_changed || it.row.aggregate == Aggregate::speed_kmh)
    return fmt::format("No countries to compare with the last payment {}", it.whose());
  return fmt::format("No earlier payments {} to compare with", it.whose());
}

}  // namespace

std::string feature_words(const domain::Transaction& payment, const FeatureVector& features, Feature feature) {
  const Subject it{payment, features, feature_table()[static_cast<std::size_t>(feature)], at(features, feature)};
  return std::isnan(it.value) ? unknown_words(it) : known_words(it);
}

}  // namespace shrike::engine
