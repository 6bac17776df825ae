#include "reasons.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "feature_words.hpp"

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

domain::Reason own_reason(const OwnReport& own, std::size_t place, double contribution) {
  const std::string& name = own.names[place];
  const float value = own.values[place];
  std::string text;
  if (name == kAnomalyInput) {
    text = fmt::format("{} beside earlier payments (anomaly score {:.2f}; 0.5 is usual)",
                       value > 0.5F ? "Unusual" : "Usual", value);
  } else if (std::isnan(value)) {
    text = fmt::format("The attribute {} is not given", name.substr(kAttributePrefix.size()));
  } else {
    text = fmt::format("The attribute {} is {:g}", name.substr(kAttributePrefix.size()), value);
  }
  return {name, std::move(text), static_cast<float>(contribution)};
}

}  // namespace

std::vector<domain::Reason> transaction_reasons(const domain::Transaction& payment, const FeatureVector& features,
                                                const OwnReport& own, bool flagged, const Contributions& contributions,
                                                std::size_t count_max) {
  std::vector<Cause> causes;
  for (std::size_t i = 0; i < kFeatureCount + own.names.size(); ++i) {
    if (contributions[i] != 0) causes.push_back({i, contributions[i]});
  }
  order(causes, flagged);
  std::vector<domain::Reason> reasons;
  for (std::size_t i = 0; i < std::min(count_max, causes.size()); ++i) {
    if (causes[i].index >= kFeatureCount) {
      reasons.push_back(own_reason(own, causes[i].index - kFeatureCount, causes[i].contribution));
      continue;
    }
    const auto feature = static_cast<Feature>(causes[i].index);
    reasons.push_back({std::string(feature_table()[causes[i].index].name), feature_words(payment, features, feature),
                       static_cast<float>(causes[i].contribution)});
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
