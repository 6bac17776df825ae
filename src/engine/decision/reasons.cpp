#include "reasons.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace shrike::engine {

namespace {

struct Cause {
  std::size_t index;
  double contribution;
};

/// Strongest first: causes that push to the verdict before those that pull from it.
void order(std::vector<Cause>& causes, bool towards_fraud) {
  std::ranges::sort(causes, [&](const Cause& a, const Cause& b) {
    const bool a_leads = (a.contribution > 0) == towards_fraud;
    const bool b_leads = (b.contribution > 0) == towards_fraud;
    if (a_leads != b_leads) return a_leads;
    if (std::abs(a.contribution) != std::abs(b.contribution))
      return std::abs(a.contribution) > std::abs(b.contribution);
    return a.index < b.index;
  });
}

/// Appends one reason for everything after the first `count_max` causes.
void add_rest(std::vector<domain::Reason>& reasons, const std::vector<Cause>& causes, std::size_t count_max,
              std::string_view text) {
  double rest = 0;
  for (std::size_t i = count_max; i < causes.size(); ++i) rest += causes[i].contribution;
  if (causes.size() > count_max) reasons.push_back({"other", std::string(text), static_cast<float>(rest)});
}

std::string duration_text(double seconds) {
  if (seconds < 120) return fmt::format("{:.0f} seconds", seconds);
  if (seconds < 7200) return fmt::format("{:.0f} minutes", seconds / 60);
  if (seconds < 172800) return fmt::format("{:.0f} hours", seconds / 3600);
  return fmt::format("{:.0f} days", seconds / 86400);
}

/// "no earlier payments", "1 earlier payment", "3 earlier payments".
std::string count_text(float count, std::string_view what) {
  if (count <= 0) return fmt::format("No {}s", what);
  return fmt::format("{:.0f} {}{}", count, what, count == 1 ? "" : "s");
}

std::string_view window_text(Feature feature) {
  switch (feature) {
    case Feature::card_count_1h:
      return "in the last hour";
    case Feature::card_count_24h:
    case Feature::card_mean_24h:
    case Feature::card_amount_ratio_24h:
    case Feature::terminal_count_24h:
      return "in 24 hours";
    case Feature::card_count_7d:
    case Feature::card_mean_7d:
    case Feature::card_amount_ratio_7d:
    case Feature::terminal_count_7d:
      return "in 7 days";
    case Feature::terminal_known_frauds_14d:
      return "in 14 days";
    case Feature::terminal_known_frauds_21d:
      return "in 21 days";
    case Feature::terminal_known_frauds_28d:
      return "in 28 days";
    default:
      return "in 30 days";
  }
}

std::string mean_text(const FeatureVector& features, Feature ratio) {
  const Feature mean = ratio == Feature::card_amount_ratio_24h  ? Feature::card_mean_24h
                       : ratio == Feature::card_amount_ratio_7d ? Feature::card_mean_7d
                                                                : Feature::card_mean_30d;
  return fmt::format("{:.2f}", at(features, mean));
}

std::string known_text(const domain::Transaction& payment, const FeatureVector& features, Feature feature,
                       float value) {
  const std::string amount = fmt::format("{} {}", payment.amount.currency.text(), payment.amount.decimal());
  const std::string_view owner = payment.card.empty() ? "customer" : "card";
  switch (feature) {
    case Feature::amount:
    case Feature::log_amount:
      return fmt::format("Amount {}", amount);
    case Feature::hour:
      return fmt::format("Paid at hour {:.0f} UTC", value);
    case Feature::weekend:
      return value > 0 ? "Paid on a weekend" : "Paid on a weekday";
    case Feature::night:
      return value > 0 ? "Paid at night" : "Paid by day";
    case Feature::high_value:
      return value > 0 ? "High value" : "No high value";
    case Feature::online:
      return value > 0 ? "Paid online" : "Not paid online";
    case Feature::international:
      return value > 0 ? "Outside the home country" : "In the home country";
    case Feature::card_not_present:
      return value > 0 ? "Card not present" : "Card present";
    case Feature::base_risk_score:
      return fmt::format("Base risk score {:.0f} of 8", value);
    case Feature::card_amount_ratio_24h:
    case Feature::card_amount_ratio_7d:
    case Feature::card_amount_ratio_30d:
      return fmt::format("{} is {:.1f} times this {}'s usual {} {}", amount, value, owner, mean_text(features, feature),
                         window_text(feature));
    case Feature::card_amount_over_max_30d:
      return fmt::format("{} is {:.1f} times this {}'s largest payment in 30 days", amount, value, owner);
    case Feature::card_amount_zscore_30d:
      return fmt::format("Amount lies {:.1f} standard deviations {} this {}'s mean", std::abs(value),
                         value < 0 ? "below" : "above", owner);
    case Feature::card_max_30d:
      return fmt::format("This {}'s largest payment in 30 days was {:.2f}", owner, value);
    case Feature::card_mean_24h:
    case Feature::card_mean_7d:
    case Feature::card_mean_30d:
      return fmt::format("This {} pays {:.2f} on average {}", owner, value, window_text(feature));
    case Feature::card_seconds_since_last:
      return fmt::format("{} after this {}'s last payment", duration_text(value), owner);
    case Feature::card_count_1h:
    case Feature::card_count_24h:
    case Feature::card_count_7d:
    case Feature::card_count_30d:
      return fmt::format("{} of this {} {}", count_text(value, "earlier payment"), owner, window_text(feature));
    case Feature::terminal_count_24h:
    case Feature::terminal_count_7d:
    case Feature::terminal_count_30d:
      return fmt::format("{} at this terminal {}", count_text(value, "earlier payment"), window_text(feature));
    case Feature::terminal_known_frauds_14d:
    case Feature::terminal_known_frauds_21d:
    case Feature::terminal_known_frauds_28d:
      return fmt::format("{} at this terminal {}", count_text(value, "known fraud"), window_text(feature));
    case Feature::terminal_fraud_share_30d:
      if (value <= 0) return "No payment at this terminal in 30 days is a known fraud";
      return fmt::format("{:.0f} % of this terminal's payments in 30 days are known frauds", 100 * value);
    case Feature::terminal_hours_since_known_fraud:
      return fmt::format("Last known fraud at this terminal {} ago", duration_text(3600.0 * value));
    case Feature::count_:
      break;
  }
  return {};
}

/// Why a feature has no value: nothing is known of its entity, or this event does not name one.
std::string unknown_text(const domain::Transaction& payment, Feature feature) {
  const FeatureRow& row = feature_table()[static_cast<std::size_t>(feature)];
  if (row.entity == "terminal" && payment.terminal_id.empty()) return "No terminal is named";
  if (row.entity == "card" && payment.card.empty() && payment.customer_id.empty())
    return "No card or customer is named";
  if (feature == Feature::terminal_hours_since_known_fraud) return "No known fraud at this terminal";
  const std::string_view owner = row.entity == "card" && payment.card.empty() ? "customer" : row.entity;
  return fmt::format("No earlier payment of this {} to compare with", owner);
}

std::string text_of(const domain::Transaction& payment, const FeatureVector& features, Feature feature) {
  const float value = at(features, feature);
  if (!std::isnan(value)) return known_text(payment, features, feature, value);
  return unknown_text(payment, feature);
}

}  // namespace

std::vector<domain::Reason> transaction_reasons(const domain::Transaction& payment, const FeatureVector& features,
                                                double log_odds, const Contributions& contributions,
                                                std::size_t count_max) {
  std::vector<Cause> causes;
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    if (contributions[i] != 0) causes.push_back({i, contributions[i]});
  }
  order(causes, log_odds > 0);
  std::vector<domain::Reason> reasons;
  for (std::size_t i = 0; i < std::min(count_max, causes.size()); ++i) {
    const FeatureRow& row = feature_table()[causes[i].index];
    reasons.push_back(
        {std::string(row.name), text_of(payment, features, row.feature), static_cast<float>(causes[i].contribution)});
  }
  add_rest(reasons, causes, count_max, "All other features together");
  return reasons;
}

std::vector<domain::Reason> message_reasons(const TextScore& score, bool scam, const std::vector<std::string>& words,
                                            std::size_t count_max) {
  // Position 0 stands for the wording, position i + 1 for signal i.
  std::vector<Cause> causes{{0, score.wording}};
  for (std::size_t i = 0; i < score.signals.size(); ++i) {
    if (score.signals[i] != 0) causes.push_back({i + 1, score.signal_contributions[i]});
  }
  order(causes, scam);
  // A signal tells a person more than "wording", most of all one that names the kind of scam: it comes first.
  const auto rank = [](const Cause& c) {
    if (c.index == 0 || c.contribution <= 0) return std::pair(-1, 0.0);
    return std::pair(static_cast<int>(signal_table()[c.index - 1].category_weight), c.contribution);
  };
  const auto first = std::ranges::max_element(causes, {}, rank);
  if (scam && rank(*first).first >= 0) std::rotate(causes.begin(), first, first + 1);
  std::vector<domain::Reason> reasons;
  for (std::size_t i = 0; i < std::min(count_max, causes.size()); ++i) {
    const auto contribution = static_cast<float>(causes[i].contribution);
    if (causes[i].index > 0) {
      const SignalRow& row = signal_table()[causes[i].index - 1];
      reasons.push_back({std::string(row.code), std::string(row.text), contribution});
    } else if (contribution > 0 && !words.empty()) {
      reasons.push_back({"wording", fmt::format("Worded like known scams: {}", fmt::join(words, ", ")), contribution});
    } else {
      reasons.push_back(
          {"wording", contribution > 0 ? "Worded like known scams" : "Worded like ordinary messages", contribution});
    }
  }
  add_rest(reasons, causes, count_max, "All other signals together");
  return reasons;
}

}  // namespace shrike::engine
