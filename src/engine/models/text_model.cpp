#include "shrike/engine/text_model.hpp"

#include <algorithm>

#include "normaliser.hpp"
#include "signal_rows.hpp"
#include "text_slots.hpp"

namespace shrike::engine {

double ChannelThresholds::of(domain::Channel channel) const {
  switch (channel) {
    case domain::Channel::email:
      return email;
    case domain::Channel::chat:
      return chat;
    case domain::Channel::call:
    case domain::Channel::phone:
      return call;
    default:
      return sms;
  }
}

TextScore TextModel::score(std::string_view content) const {
  const NormalText normal = normalise_text(content);
  TextScore out;
  out.base = parameters_.bias;
  for (const auto& [slot, value] : tf_idf(slots_of(normal.text), parameters_.idf))
    out.wording += static_cast<double>(value) * parameters_.weights[slot];
  out.signals = signals_of(content, normal);
  out.log_odds = out.base + out.wording;
  out.signal_contributions.reserve(out.signals.size());
  for (std::size_t i = 0; i < out.signals.size(); ++i) {
    out.signal_contributions.push_back(static_cast<double>(out.signals[i]) * parameters_.signal_weights[i]);
    out.log_odds += out.signal_contributions.back();
  }
  return out;
}

std::vector<std::string> TextModel::words(std::string_view content, std::size_t count_max) const {
  // A word's weight is that of all n-grams of it alone, times the value that they have in this text's scale.
  const std::string text = normalise(content);
  const auto values = tf_idf(slots_of(text), parameters_.idf);
  std::vector<std::pair<double, std::string>> weighed;
  for (std::size_t start = 1; start < text.size();) {
    const std::size_t end = text.find(' ', start);
    double weight = 0;
    for (const TextSlot& slot : slots_of(std::string_view(text).substr(start - 1, end - start + 2))) {
      const auto found = std::ranges::lower_bound(values, slot.slot, {}, [](const auto& pair) { return pair.first; });
      if (found != values.end() && found->first == slot.slot)
        weight += static_cast<double>(found->second) * parameters_.weights[slot.slot];
    }
    if (weight > 0) weighed.emplace_back(weight, text.substr(start, end - start));
    start = end + 1;
  }
  std::ranges::sort(weighed, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::vector<std::string> out;
  for (auto& [weight, word] : weighed) {
    if (out.size() == count_max) break;
    if (std::ranges::find(out, word) == out.end()) out.push_back(std::move(word));
  }
  return out;
}

double TextModel::calibrated(double log_odds, domain::Channel channel, double at_threshold) const {
  const Calibration& map = parameters_.calibration;
  return map(log_odds) - map(parameters_.thresholds.of(channel)) + at_threshold;
}

}  // namespace shrike::engine
