#include "normaliser.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "glyphs.hpp"
#include "scam_words.hpp"
#include "shrike/engine/text_model.hpp"

namespace shrike::engine {

namespace {

constexpr std::size_t kReadingBytesMin = 4;
constexpr std::size_t kReadingBytesMax = 16;
constexpr std::size_t kSpacedMin = 3;        ///< letters of a word written "U.R.L"
constexpr std::size_t kSpacedWideMin = 4;    ///< with spaces between: "r u k" is chat
constexpr std::size_t kSpacedSurelyMin = 5;  ///< from here on it need not be a known word
constexpr std::size_t kStyledMin = 4;        ///< styled letters before they count as a disguise

/// A character that takes room, as it may be read.
struct Unit {
  char32_t original;  ///< lower case where it has one
  char32_t plain;
  GlyphKind kind;
  bool exact;
  char ascii;  ///< as it stood, where it is ASCII; otherwise 0
};

struct Word {
  std::size_t start, end;  ///< in units
};

bool is_apostrophe(char32_t point) { return point == '\'' || point == 0x2019 || point == 0x02BC || point == 0x00B4; }
bool is_letter(GlyphKind kind) {
  return kind == GlyphKind::latin || kind == GlyphKind::look_alike || kind == GlyphKind::letter;
}
bool turns_direction(char32_t point) {
  return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

/// Characters that stand in for letters when no digit does.
bool is_stand_in(char c) { return c == '@' || c == '!' || c == '|'; }

class Normaliser {
 public:
  explicit Normaliser(std::string_view content) {
    units_.reserve(std::min(content.size(), kTextBytesMax));
    read(content.substr(0, kTextBytesMax));
    find_words();
  }

  NormalText take() {
    out_.text = " ";
    for (std::size_t i = 0; i < words_.size();) {
      const std::size_t joined = write_spaced(i);
      if (joined == 0) write_word(words_[i]);
      i += std::max<std::size_t>(joined, 1);
    }
    out_.text += originals_;
    out_.disguised |= styled_ >= kStyledMin && !has_wide_script_;
    return std::move(out_);
  }

 private:
  void read(std::string_view content) {
    bool hidden_after_latin = false;
    while (!content.empty()) {
      const char32_t point = next_point(content);
      const Glyph glyph = glyph_of(point);
      if (glyph.kind == GlyphKind::hidden) {
        out_.hidden |= turns_direction(point) && point != 0x2069 && point != 0x202C && point != 0x2068;
        hidden_after_latin = !units_.empty() && units_.back().kind == GlyphKind::latin;
        continue;
      }
      if (glyph.kind == GlyphKind::mark && (units_.empty() || units_.back().kind != GlyphKind::letter)) continue;
      out_.hidden |= hidden_after_latin && glyph.kind == GlyphKind::latin;
      hidden_after_latin = false;
      if (is_apostrophe(point)) {
        // Inside a word it is dropped, so that "don't" and "dont" are one.
        if (!units_.empty() && is_letter(units_.back().kind)) pending_apostrophe_ = true;
        if (pending_apostrophe_) continue;
      }
      if (pending_apostrophe_ && !is_letter(glyph.kind)) units_.push_back({' ', ' ', GlyphKind::separator, false, ' '});
      pending_apostrophe_ = false;
      note_script(glyph, point);
      const char32_t original = glyph.kind == GlyphKind::look_alike  ? lower_of(point)
                                : glyph.kind == GlyphKind::separator ? point
                                                                     : glyph.plain;
      units_.push_back({original, glyph.plain, glyph.kind, glyph.exact, static_cast<char>(point < 0x80 ? point : 0)});
    }
  }

  static char32_t lower_of(char32_t point) {
    if ((point >= 0x0391 && point <= 0x03AB) || (point >= 0x0410 && point <= 0x042F)) return point + 32;
    if (point >= 0x0400 && point <= 0x040F) return point + 80;
    return point;
  }

  void note_script(const Glyph& glyph, char32_t point) {
    styled_ += glyph.styled && glyph.kind == GlyphKind::latin ? 1 : 0;
    has_latin_ |= glyph.kind == GlyphKind::latin;
    has_wide_script_ |= point >= 0x2E80 && point <= 0xD7AF;
    // A letter that only its own script has: the text is written in it, and its look-alikes are meant.
    const bool own = glyph.kind == GlyphKind::letter || (glyph.kind == GlyphKind::look_alike && !glyph.exact);
    has_own_letters_ |= own && point >= 0x0370 && point <= 0x058F;
  }

  void find_words() {
    for (std::size_t i = 0; i < units_.size();) {
      if (units_[i].kind == GlyphKind::separator) {
        ++i;
        continue;
      }
      const std::size_t start = i;
      while (i < units_.size() && (units_[i].kind != GlyphKind::separator || stands_in(i))) ++i;
      words_.push_back({start, i});
    }
  }

  /// "c@sh", "pr!ze": between two letters it belongs to the word.
  [[nodiscard]] bool stands_in(std::size_t i) const {
    return is_stand_in(units_[i].ascii) && i > 0 && i + 1 < units_.size() && is_letter(units_[i - 1].kind) &&
           is_letter(units_[i + 1].kind);
  }

  /// Whether the look-alikes of a word are to be read as Latin.
  bool is_disguised(const Word& word) const {
    bool latin = false, exact = true, any = false;
    for (std::size_t i = word.start; i < word.end; ++i) {
      latin |= units_[i].kind == GlyphKind::latin;
      if (units_[i].kind == GlyphKind::letter) return false;
      if (units_[i].kind != GlyphKind::look_alike) continue;
      any = true;
      exact &= units_[i].exact;
    }
    if (!any) return false;
    return latin || (exact && has_latin_ && !has_own_letters_ && word.end - word.start > 1);
  }

  void write_word(const Word& word) {
    const bool disguised = is_disguised(word);
    out_.disguised |= disguised;
    std::string plain;  // with digits and stand-ins as they are
    bool odd = false;
    for (std::size_t i = word.start; i < word.end; ++i) {
      const Unit& unit = units_[i];
      odd |= unit.kind == GlyphKind::digit || unit.kind == GlyphKind::money || unit.kind == GlyphKind::separator;
      if (unit.kind == GlyphKind::separator) {
        plain += unit.ascii;
      } else {
        append_utf8(plain, disguised ? unit.plain : unit.original);
      }
    }
    write_plain(plain, odd);
  }

  void write_plain(const std::string& plain, bool odd) {
    const std::string reading = odd ? plain_reading(plain) : "";
    if (!reading.empty()) {
      out_.text += reading;
      out_.text += ' ';
      out_.disguised = true;
      append_folded(originals_, plain);
    } else {
      append_folded(out_.text, plain);
    }
  }

  /// Digits to 0, stand-ins to word borders.
  static void append_folded(std::string& out, std::string_view plain) {
    for (const char c : plain) {
      const bool border = is_stand_in(c);
      if (!border || (!out.empty() && out.back() != ' ')) out += border ? ' ' : c >= '0' && c <= '9' ? '0' : c;
    }
    if (out.empty() || out.back() != ' ') out += ' ';
  }

  /// Writes the word that begins at word `first` one letter at a time; returns how many words it took, 0 = none.
  std::size_t write_spaced(std::size_t first) {
    std::size_t last = first;
    const auto single = [&](std::size_t i) { return words_[i].end - words_[i].start == 1; };
    if (!single(first)) return 0;
    while (last + 1 < words_.size() && single(last + 1) && words_[last + 1].start == words_[last].end + 1 &&
           separator_after(last) == separator_after(first))
      ++last;
    const std::size_t count = last - first + 1;
    const bool wide = count > 1 && separator_after(first) == ' ';
    if (count < (wide ? kSpacedWideMin : kSpacedMin)) return 0;
    std::string word;
    std::size_t letters = 0;
    bool same = true;
    for (std::size_t i = first; i <= last; ++i) {
      const Unit& unit = units_[words_[i].start];
      letters += is_letter(unit.kind) ? 1 : 0;
      same &= unit.plain == units_[words_[first].start].plain;
      append_utf8(word, unit.kind == GlyphKind::look_alike && !has_latin_ ? unit.original : unit.plain);
    }
    if (same) return 0;  // "x x x"
    std::string reading = letters == count ? word : plain_reading(word);
    const bool known = !reading.empty() && is_scam_word(reading);
    if (reading.empty() || (wide && !known && count < kSpacedSurelyMin)) return 0;
    out_.spaced |= known || count >= kSpacedSurelyMin;
    append_folded(out_.text, reading);
    return count;
  }

  [[nodiscard]] char32_t separator_after(std::size_t word) const {
    return words_[word].end < units_.size() ? units_[words_[word].end].original : 0;
  }

  std::vector<Unit> units_;
  std::vector<Word> words_;
  NormalText out_;
  std::string originals_;
  std::size_t styled_ = 0;
  bool pending_apostrophe_ = false;
  bool has_latin_ = false, has_own_letters_ = false, has_wide_script_ = false;
};

char letter_for(char c) {
  constexpr std::string_view kFrom = "0134578@$!|69", kTo = "oieastbasiigg";
  const std::size_t at = kFrom.find(c);
  return at == std::string_view::npos ? c : kTo[at];
}

}  // namespace

NormalText normalise_text(std::string_view content) { return Normaliser(content).take(); }

std::string plain_reading(std::string_view word) {
  if (word.size() < kReadingBytesMin || word.size() > kReadingBytesMax) return {};
  std::string reading;
  std::size_t letters = 0;
  for (const char c : word) {
    letters += c >= 'a' && c <= 'z' ? 1 : 0;
    reading += letter_for(c);
  }
  if (letters < 2 || 2 * letters < word.size() || letters == word.size()) return {};
  if (is_scam_word(reading)) return reading;
  // 1 and | stand for l as well.
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == '1' || word[i] == '|') reading[i] = 'l';
  }
  return is_scam_word(reading) ? reading : std::string();
}

std::string normalise(std::string_view content) { return normalise_text(content).text; }

}  // namespace shrike::engine
