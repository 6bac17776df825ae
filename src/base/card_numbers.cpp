#include "shrike/base/card_numbers.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace shrike {

namespace {

constexpr std::size_t kDigitsMin = 13;
constexpr std::size_t kDigitsMax = 19;
constexpr std::size_t kShownDigits = 4;
constexpr std::size_t kSeparatorsMax = 3;  ///< between two digits of one number
constexpr std::size_t kPhoneDigitsMax = 13;
constexpr std::size_t kTokenBytes = 4 + 24 + 1 + 4;  ///< "tok_", hash, "_", last four

bool luhn(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (auto it = digits.rbegin(); it != digits.rend(); ++it, twice = !twice) {
    const int value = (*it - '0') * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

/// Issuer identification numbers of one scheme, as their first six digits, and the lengths that it uses.
struct Scheme {
  std::uint32_t low, high;
  std::size_t digits_min, digits_max;
};
constexpr std::array kSchemes{
    Scheme{400'000, 499'999, 16, 16}, Scheme{400'000, 499'999, 13, 13}, Scheme{400'000, 499'999, 18, 19},  // Visa
    Scheme{510'000, 559'999, 16, 16}, Scheme{222'100, 272'099, 16, 16},                                    // Mastercard
    Scheme{340'000, 349'999, 15, 15}, Scheme{370'000, 379'999, 15, 15},  // American Express
    Scheme{300'000, 305'999, 14, 19}, Scheme{309'500, 309'599, 14, 19},  // Diners Club
    Scheme{360'000, 369'999, 14, 19}, Scheme{380'000, 399'999, 14, 19}, Scheme{352'800, 358'999, 16, 19},  // JCB
    Scheme{600'000, 699'999, 13, 19},  // Discover, UnionPay, Maestro, RuPay, Interpayment
    Scheme{500'000, 509'999, 13, 19}, Scheme{560'000, 589'999, 13, 19},  // Maestro, Verve
    Scheme{220'000, 220'499, 16, 19},                                    // Mir
    Scheme{810'000, 829'999, 16, 19}, Scheme{979'200, 979'299, 16, 16},  // UnionPay, RuPay; Troy
    Scheme{860'000, 860'099, 16, 16}, Scheme{986'000, 986'099, 16, 16},  // Uzcard, Humo
};

/// First code points of the rows of ten decimal digits (Unicode category Nd) that people type.
constexpr std::array<std::uint32_t, 24> kDigitRows{0x0660, 0x06F0, 0x07C0, 0x0966,  0x09E6,  0x0A66,  0x0AE6,  0x0B66,
                                                   0x0BE6, 0x0C66, 0x0CE6, 0x0D66,  0x0E50,  0x0ED0,  0x0F20,  0x1040,
                                                   0x17E0, 0x1810, 0xFF10, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6};

struct Glyph {
  enum class Kind : std::uint8_t { digit, separator, letter, other };
  Kind kind = Kind::other;
  char digit = '0';
  std::size_t bytes = 1;
};

bool separates(std::uint32_t code) {
  return (code >= 0x2000 && code <= 0x2015) || code == 0x00A0 || code == 0x00AD || code == 0x00B7 || code == 0x202F ||
         code == 0x205F || code == 0x2060 || code == 0x2212 || code == 0x3000 || code == 0xFE63 || code == 0xFEFF ||
         (code >= 0xFF0D && code <= 0xFF0F);
}

Glyph ascii_glyph(char c) {
  if (c >= '0' && c <= '9') return {Glyph::Kind::digit, c, 1};
  if (c == ' ' || c == '.' || c == '-' || c == '/' || c == '\t' || c == '\n' || c == '\r')
    return {Glyph::Kind::separator, '0', 1};
  const char lower = static_cast<char>(c | 0x20);
  return {lower >= 'a' && lower <= 'z' ? Glyph::Kind::letter : Glyph::Kind::other, '0', 1};
}

/// Broken UTF-8 is passed over byte by byte.
Glyph glyph_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return ascii_glyph(text[at]);
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (bytes == 1 || at + bytes > text.size()) return {};
  std::uint32_t code = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xC0U) != 0x80) return {};
    code = code << 6U | (next & 0x3FU);
  }
  for (const std::uint32_t row : kDigitRows) {
    if (code < row) break;  // in their order: most letters come before the first
    if (code >= row && code < row + 10) return {Glyph::Kind::digit, static_cast<char>('0' + (code - row)), bytes};
  }
  return {separates(code) ? Glyph::Kind::separator : Glyph::Kind::other, '0', bytes};
}

bool token_at(std::string_view text, std::size_t at) {
  if (!text.substr(at).starts_with("tok_") || text.size() - at < kTokenBytes) return false;
  const std::string_view hash = text.substr(at + 4, 24);
  return hash.find_first_not_of("0123456789abcdef") == std::string_view::npos && text[at + 28] == '_';
}

/// Digits that may belong together, in groups without anything between.
class Row {
 public:
  void add(char digit, std::size_t begin, std::size_t bytes, bool new_group) {
    if (new_group || digits_.empty()) groups_.push_back(digits_.size());
    digits_ += digit;
    places_.emplace_back(begin, begin + bytes);
  }
  void clear() {
    digits_.clear();
    places_.clear();
    groups_.clear();
  }
  [[nodiscard]] bool empty() const { return digits_.empty(); }
  bool after_plus = false;
  bool after_letter = false;

  /// From the first group on, the longest number first.
  void find(bool before_letter, std::vector<CardNumber>& found) const {
    if (digits_.size() < kDigitsMin) return;
    for (std::size_t first = 0; first < groups_.size(); ++first) {
      for (std::size_t last = groups_.size(); last-- > first;) {
        const std::size_t begin = groups_[first];
        const std::size_t size = end_of(last) - begin;
        if (size < kDigitsMin) break;
        if (size > kDigitsMax || !counts(first, last, before_letter)) continue;
        found.push_back({places_[begin].first, places_[begin + size - 1].second, digits_.substr(begin, size)});
        first = last;
        break;
      }
    }
  }

 private:
  [[nodiscard]] std::size_t end_of(std::size_t group) const {
    return group + 1 < groups_.size() ? groups_[group + 1] : digits_.size();
  }
  [[nodiscard]] bool counts(std::size_t first, std::size_t last, bool before_letter) const {
    const std::string_view digits = std::string_view(digits_).substr(groups_[first], end_of(last) - groups_[first]);
    if (first == 0 && after_plus && digits.size() <= kPhoneDigitsMax) return false;
    const bool beside_letter = (first == 0 && after_letter) || (last + 1 == groups_.size() && before_letter);
    const bool alone = first == last && !beside_letter && !(first == 0 && after_plus);
    return alone ? is_card_number(digits) : is_scheme_card_number(digits);
  }
  std::string digits_;
  std::vector<std::pair<std::size_t, std::size_t>> places_;
  std::vector<std::size_t> groups_;  // index of the first digit of each
};

/// Most texts have few digits: told without looking at each character twice.
bool may_hold_card_number(std::string_view text) {
  std::size_t digits = 0;
  std::size_t others = 0;
  for (const char c : text) {
    digits += static_cast<std::size_t>(static_cast<unsigned char>(c - '0') < 10);
    others += static_cast<std::size_t>(static_cast<unsigned char>(c) >= 0x80);
  }
  return digits + others / 2 >= kDigitsMin;
}

}  // namespace

bool is_card_number(std::string_view digits) {
  if (digits.size() < kDigitsMin || digits.size() > kDigitsMax || digits[0] == '0') return false;
  return (digits[0] != '1' || digits.size() == 15) && luhn(digits);
}

bool is_scheme_card_number(std::string_view digits) {
  if (digits.size() < kDigitsMin || digits.size() > kDigitsMax) return false;
  std::uint32_t issuer = 0;
  for (const char c : digits.substr(0, 6)) issuer = issuer * 10 + static_cast<std::uint32_t>(c - '0');
  const bool known = std::ranges::any_of(kSchemes, [&](const Scheme& scheme) {
    return issuer >= scheme.low && issuer <= scheme.high && digits.size() >= scheme.digits_min &&
           digits.size() <= scheme.digits_max;
  });
  return known && luhn(digits);
}

std::vector<CardNumber> find_card_numbers(std::string_view text) {
  std::vector<CardNumber> found;
  if (!may_hold_card_number(text)) return found;
  Row row;
  std::size_t separators = 0;
  bool plus = false;
  bool letter = false;
  const auto finish = [&](bool before_letter) {
    row.find(before_letter, found);
    row.clear();
    separators = 0;
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const bool plain = static_cast<unsigned char>(c) < 0x80 && !(c >= '0' && c <= '9') && c != 't';
    if (plain && row.empty()) {
      plus = c == '+';
      letter = ascii_glyph(c).kind == Glyph::Kind::letter;
      ++at;
      continue;
    }
    if (text[at] == 't' && token_at(text, at)) {
      finish(true);
      at += kTokenBytes;
      continue;
    }
    const Glyph glyph = glyph_at(text, at);
    if (glyph.kind == Glyph::Kind::digit) {
      if (row.empty()) row.after_plus = plus, row.after_letter = letter;
      row.add(glyph.digit, at, glyph.bytes, separators > 0);
      separators = 0;
    } else if (!row.empty() && (glyph.kind != Glyph::Kind::separator || ++separators > kSeparatorsMax)) {
      finish(glyph.kind == Glyph::Kind::letter && separators == 0);
    }
    plus = text[at] == '+';
    letter = glyph.kind == Glyph::Kind::letter;
    at += glyph.bytes;
  }
  finish(false);
  return found;
}

std::string mask_card_numbers(std::string_view text) {
  const auto found = find_card_numbers(text);
  if (found.empty()) return std::string(text);
  std::string out;
  std::size_t done = 0;
  for (const CardNumber& card : found) {
    out += text.substr(done, card.begin - done);
    std::size_t hidden = card.digits.size() - kShownDigits;
    for (std::size_t at = card.begin; at < card.end;) {
      const Glyph glyph = glyph_at(text, at);
      const bool hide = glyph.kind == Glyph::Kind::digit && hidden > 0;
      if (hide) --hidden;
      out += hide ? std::string_view("*") : text.substr(at, glyph.bytes);
      at += glyph.bytes;
    }
    done = card.end;
  }
  return out += text.substr(done);
}

}  // namespace shrike
