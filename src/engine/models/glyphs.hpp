#pragma once
// What a character looks like, whatever script it comes from. The stage below normalisation; knows no words.
#include <cstdint>
#include <string>
#include <string_view>

namespace shrike::engine {

enum class GlyphKind : std::uint8_t {
  separator,   ///< spaces, punctuation, symbols
  latin,       ///< reads as the letter `plain`, a to z
  look_alike,  ///< a letter of another script that looks like `plain`
  letter,      ///< any other letter; `plain` is its lower case where there is one
  digit,       ///< `plain` is '0' to '9'
  money,       ///< a currency sign; `plain` is '$'
  mark,        ///< a combining accent
  hidden,      ///< takes no room: zero-width, joiners, direction marks, tags
};

struct Glyph {
  GlyphKind kind = GlyphKind::separator;
  char32_t plain = ' ';
  bool styled = false;  ///< mathematical, enclosed, full-width or small-capital form of a letter or digit
  bool exact = false;   ///< of a look-alike: not to be told apart in print
};

Glyph glyph_of(char32_t point);

/// Takes one code point off the front. A byte that is no UTF-8 counts as Windows-1252, as old gateways send it.
char32_t next_point(std::string_view& text);
void append_utf8(std::string& out, char32_t point);

}  // namespace shrike::engine
