#pragma once
// Finds many phrases in one pass over the words of a text.
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shrike::engine {

/// A trie over word hashes. A word of a phrase may end in '*': it then stands for all words that begin so.
/// Cost: a few hash look-ups per word of the text, whatever the number of phrases.
class PhraseTable {
 public:
  static constexpr std::size_t kStemMax = 12;  ///< longest stem before a '*'

  /// `phrase` is in normalised words between single spaces; a phrase may stand for several numbers.
  void add(std::string_view phrase, std::uint32_t number);

  /// Calls found(number) for each phrase in a normalised text; one may come several times.
  template <class Found>
  void find(std::string_view text, const Found& found) const {
    std::vector<Word> words;
    split(text, words);
    for (std::size_t i = 0; i < words.size(); ++i) walk(words, i, 0, found);
  }

 private:
  struct Word {
    std::uint64_t hash = 0;
    std::vector<std::uint64_t> stems;  ///< those that some phrase has
  };
  struct Node {
    std::unordered_map<std::uint64_t, std::uint32_t> next;
    std::vector<std::uint32_t> numbers;
  };

  void split(std::string_view text, std::vector<Word>& words) const;

  /// At most two ways on per word of the phrase, and phrases are short.
  template <class Found>
  void walk(const std::vector<Word>& words, std::size_t at, std::uint32_t node, const Found& found) const {
    for (const std::uint32_t number : nodes_[node].numbers) found(number);
    if (at == words.size() || nodes_[node].next.empty()) return;
    const auto step = [&](std::uint64_t hash) {
      const auto next = nodes_[node].next.find(hash);
      if (next != nodes_[node].next.end()) walk(words, at + 1, next->second, found);
    };
    step(words[at].hash);
    for (const std::uint64_t stem : words[at].stems) step(stem);
  }

  std::vector<Node> nodes_{1};
  std::unordered_map<std::uint64_t, bool> stems_;
};

}  // namespace shrike::engine
