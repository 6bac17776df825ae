#include "phrases.hpp"

#include <algorithm>

namespace shrike::engine {

namespace {

/// FNV-1a, 64 bit: extended byte by byte, so that every beginning of a word gets its hash on the way.
constexpr std::uint64_t kStart = 0xCBF2'9CE4'8422'2325ULL;
constexpr std::uint64_t extend(std::uint64_t hash, char c) {
  return (hash ^ static_cast<unsigned char>(c)) * 0x0000'0100'0000'01B3ULL;
}
constexpr std::uint64_t kStemMark = 0x5354'454D'0000'0001ULL;  // a stem is not the word of the same letters

std::uint64_t hash_of(std::string_view word) {
  std::uint64_t hash = kStart;
  for (const char c : word) hash = extend(hash, c);
  return hash;
}

/// Calls each(word) for the words between single spaces.
template <class Each>
void for_words(std::string_view text, const Each& each) {
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    if (end > start) each(text.substr(start, end - start));
    start = end + 1;
  }
}

}  // namespace

void PhraseTable::add(std::string_view phrase, std::uint32_t number) {
  std::uint32_t node = 0;
  for_words(phrase, [&](std::string_view word) {
    std::uint64_t key = hash_of(word);
    if (word.ends_with('*')) {
      key = hash_of(word.substr(0, std::min(word.size() - 1, kStemMax))) ^ kStemMark;
      stems_[key] = true;
    }
    const auto [at, fresh] = nodes_[node].next.try_emplace(key, static_cast<std::uint32_t>(nodes_.size()));
    node = at->second;
    if (fresh) nodes_.emplace_back();
  });
  nodes_[node].numbers.push_back(number);
}

void PhraseTable::split(std::string_view text, std::vector<Word>& words) const {
  for_words(text, [&](std::string_view word) {
    Word& out = words.emplace_back();
    out.hash = kStart;
    for (std::size_t i = 0; i < word.size(); ++i) {
      out.hash = extend(out.hash, word[i]);
      if (i < kStemMax && stems_.contains(out.hash ^ kStemMark)) out.stems.push_back(out.hash ^ kStemMark);
    }
  });
}

}  // namespace shrike::engine
