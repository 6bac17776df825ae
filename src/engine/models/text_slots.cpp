#include "text_slots.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "shrike/base/hash.hpp"

namespace shrike::engine {

namespace {

constexpr std::size_t kGramMin = 3;
constexpr std::size_t kGramMax = 5;
constexpr std::uint64_t kWordSeed = 1;
constexpr std::uint64_t kPairSeed = 2;
constexpr std::uint64_t kGramSeed = 3;
/// Lengths that the two parts of a long text come near to: chosen by cross-validation within training parts, with the
/// cost of training and the length of the signals.
constexpr double kWordLength = 2.5;
constexpr double kGramLength = 2.0;
/// Added to the squared length before it is scaled: a word or two say little, and must not be blown up to the length
/// of a whole message. About a quarter of what a message of 15 words has.
constexpr double kWordFloor = 400;
constexpr double kGramFloor = 3000;

std::uint32_t word_slot(std::string_view words, std::uint64_t seed) {
  return static_cast<std::uint32_t>(hash64(words, seed) & (kWordSlots - 1));
}
std::uint32_t gram_slot(std::string_view gram) {
  return kWordSlots + static_cast<std::uint32_t>(hash64(gram, kGramSeed) & (kGramSlots - 1));
}

/// 1 + ln count; most counts are small.
float damped(float count) {
  static const std::array<float, 16> kSmall = [] {
    std::array<float, 16> out{};
    for (std::size_t i = 1; i < out.size(); ++i) out[i] = 1.0F + std::log(static_cast<float>(i));
    return out;
  }();
  const auto whole = static_cast<std::size_t>(count);
  return whole < kSmall.size() ? kSmall[whole] : 1.0F + std::log(count);
}

}  // namespace

std::vector<TextSlot> slots_of(std::string_view text) {
  std::vector<std::uint32_t> found;
  found.reserve(4 * text.size());
  std::size_t previous = std::string::npos;  // start of the word before
  for (std::size_t start = 1; start < text.size();) {
    const std::size_t end = text.find(' ', start);
    found.push_back(word_slot(text.substr(start, end - start), kWordSeed));
    if (previous != std::string::npos) found.push_back(word_slot(text.substr(previous, end - previous), kPairSeed));
    previous = start;
    start = end + 1;
  }
  // Character n-grams run across word borders, which carry beginnings, endings and what stands beside what.
  for (std::size_t size = kGramMin; size <= kGramMax; ++size) {
    for (std::size_t at = 0; at + size <= text.size(); ++at) found.push_back(gram_slot(text.substr(at, size)));
  }
  std::ranges::sort(found);
  std::vector<TextSlot> slots;
  slots.reserve(found.size());
  for (const std::uint32_t slot : found) {
    if (slots.empty() || slots.back().slot != slot) slots.push_back({slot, 0});
    slots.back().count += 1;
  }
  return slots;
}

std::vector<TextSlot> text_slots(std::string_view content) { return slots_of(normalise(content)); }

std::vector<std::pair<std::uint32_t, float>> tf_idf(const std::vector<TextSlot>& slots, const std::vector<float>& idf) {
  std::vector<std::pair<std::uint32_t, float>> out;
  out.reserve(slots.size());
  double words = 0, grams = 0;
  for (const TextSlot& slot : slots) {
    const float value = damped(slot.count) * idf[slot.slot];
    out.emplace_back(slot.slot, value);
    (slot.slot < kWordSlots ? words : grams) += static_cast<double>(value) * value;
  }
  const auto word_scale = static_cast<float>(kWordLength / std::sqrt(words + kWordFloor));
  const auto gram_scale = static_cast<float>(kGramLength / std::sqrt(grams + kGramFloor));
  for (auto& [slot, value] : out) value *= slot < kWordSlots ? word_scale : gram_scale;
  return out;
}

}  // namespace shrike::engine
