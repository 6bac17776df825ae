#include <algorithm>
#include <cmath>

#include "shrike/base/hash.hpp"
#include "shrike/engine/text_model.hpp"

namespace shrike::engine {

namespace {

constexpr std::size_t kGramMin = 3;
constexpr std::size_t kGramMax = 5;
constexpr std::uint64_t kWordSeed = 1;
constexpr std::uint64_t kPairSeed = 2;
constexpr std::uint64_t kGramSeed = 3;

std::uint32_t slot_of(std::string_view gram, std::uint64_t seed) {
  return static_cast<std::uint32_t>(hash64(gram, seed) & (kTextSlots - 1));
}

}  // namespace

std::string normalise(std::string_view content) {
  std::string out = " ";
  for (const char c : content.substr(0, kTextBytesMax)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 'A' && byte <= 'Z') {
      out += static_cast<char>(byte + 32);
    } else if (byte >= '0' && byte <= '9') {
      out += '0';
    } else if ((byte >= 'a' && byte <= 'z') || byte >= 0x80 || byte == '$') {
      out += c;
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

std::vector<TextSlot> text_slots(std::string_view content) {
  const std::string text = normalise(content);
  std::vector<std::uint32_t> found;
  std::size_t previous = std::string::npos;  // start of the word before
  for (std::size_t start = 1; start < text.size();) {
    const std::size_t end = text.find(' ', start);
    const std::string_view word(text.data() + start, end - start);
    found.push_back(slot_of(word, kWordSeed));
    if (previous != std::string::npos) found.push_back(slot_of({text.data() + previous, end - previous}, kPairSeed));
    // Character n-grams stay inside the word and its two spaces, so that they carry beginnings and endings.
    const std::string_view padded(text.data() + start - 1, end - start + 2);
    for (std::size_t size = kGramMin; size <= kGramMax; ++size) {
      for (std::size_t at = 0; at + size <= padded.size(); ++at)
        found.push_back(slot_of(padded.substr(at, size), kGramSeed));
    }
    previous = start;
    start = end + 1;
  }
  std::ranges::sort(found);
  std::vector<TextSlot> slots;
  for (const std::uint32_t slot : found) {
    if (slots.empty() || slots.back().slot != slot) slots.push_back({slot, 0});
    slots.back().count += 1;
  }
  return slots;
}

std::vector<std::pair<std::uint32_t, float>> tf_idf(const std::vector<TextSlot>& slots, const std::vector<float>& idf) {
  std::vector<std::pair<std::uint32_t, float>> out;
  out.reserve(slots.size());
  double squares = 0;
  for (const TextSlot& slot : slots) {
    const float value = (1.0F + std::log(slot.count)) * idf[slot.slot];
    out.emplace_back(slot.slot, value);
    squares += static_cast<double>(value) * value;
  }
  if (squares > 0) {
    const auto scale = static_cast<float>(1.0 / std::sqrt(squares));
    for (auto& [slot, value] : out) value *= scale;
  }
  return out;
}

}  // namespace shrike::engine
