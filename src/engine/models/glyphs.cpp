#include "glyphs.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace shrike::engine {

namespace {

/// The base letter of U+00C0 to U+024F and of U+1E00 to U+1EFF; '?' = none of a to z.
constexpr char32_t kLatinFrom = 0xC0, kLatinMoreFrom = 0x1E00;
constexpr std::string_view kLatin =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggg"
    "gggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    "bb???????????????ff????ikkl?????oo?????????????uu??yyzz?????????????dddlllnnnaaiioouuuuuuuuuu?aa"
    "aaaaggggkkoooo??jdddgg??nnaaaaooaaaaeeeeiiiioooorrrruuuusstt??hh????zzaaeeooooooooyy??????accl??"
    "???b??eejj??rryy";
constexpr std::string_view kLatinMore =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr"
    "ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas??s?aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????";

enum class Likeness : std::uint8_t { exact, loose, styled };
struct Likely {
  char32_t point;
  char latin;
  Likeness likeness;
};
/// After the confusables of Unicode Technical Standard 39, the part that senders of spam use. Sorted.
constexpr auto kLikely = std::to_array<Likely>({
    {0x0251, 'a', Likeness::styled}, {0x0261, 'g', Likeness::styled}, {0x0262, 'g', Likeness::styled},
    {0x0269, 'i', Likeness::styled}, {0x026A, 'i', Likeness::styled}, {0x0274, 'n', Likeness::styled},
    {0x0280, 'r', Likeness::styled}, {0x028F, 'y', Likeness::styled}, {0x0299, 'b', Likeness::styled},
    {0x029C, 'h', Likeness::styled}, {0x029F, 'l', Likeness::styled}, {0x0391, 'a', Likeness::exact},
    {0x0392, 'b', Likeness::exact},  {0x0395, 'e', Likeness::exact},  {0x0396, 'z', Likeness::exact},
    {0x0397, 'h', Likeness::exact},  {0x0399, 'i', Likeness::exact},  {0x039A, 'k', Likeness::exact},
    {0x039C, 'm', Likeness::exact},  {0x039D, 'n', Likeness::exact},  {0x039F, 'o', Likeness::exact},
    {0x03A1, 'p', Likeness::exact},  {0x03A4, 't', Likeness::exact},  {0x03A5, 'y', Likeness::exact},
    {0x03A7, 'x', Likeness::exact},  {0x03B1, 'a', Likeness::exact},  {0x03B2, 'b', Likeness::loose},
    {0x03B3, 'y', Likeness::loose},  {0x03B5, 'e', Likeness::loose},  {0x03B7, 'n', Likeness::loose},
    {0x03B9, 'i', Likeness::exact},  {0x03BA, 'k', Likeness::loose},  {0x03BC, 'u', Likeness::loose},
    {0x03BD, 'v', Likeness::exact},  {0x03BF, 'o', Likeness::exact},  {0x03C1, 'p', Likeness::loose},
    {0x03C2, 's', Likeness::loose},  {0x03C3, 'o', Likeness::loose},  {0x03C4, 't', Likeness::loose},
    {0x03C5, 'u', Likeness::loose},  {0x03C7, 'x', Likeness::loose},  {0x03C9, 'w', Likeness::loose},
    {0x0401, 'e', Likeness::loose},  {0x0405, 's', Likeness::exact},  {0x0406, 'i', Likeness::exact},
    {0x0407, 'i', Likeness::loose},  {0x0408, 'j', Likeness::exact},  {0x0410, 'a', Likeness::exact},
    {0x0412, 'b', Likeness::exact},  {0x0413, 'r', Likeness::loose},  {0x0415, 'e', Likeness::exact},
    {0x0418, 'n', Likeness::loose},  {0x041A, 'k', Likeness::exact},  {0x041C, 'm', Likeness::exact},
    {0x041D, 'h', Likeness::exact},  {0x041E, 'o', Likeness::exact},  {0x041F, 'n', Likeness::loose},
    {0x0420, 'p', Likeness::exact},  {0x0421, 'c', Likeness::exact},  {0x0422, 't', Likeness::exact},
    {0x0423, 'y', Likeness::exact},  {0x0425, 'x', Likeness::exact},  {0x042F, 'r', Likeness::loose},
    {0x0430, 'a', Likeness::exact},  {0x0432, 'b', Likeness::loose},  {0x0433, 'r', Likeness::loose},
    {0x0435, 'e', Likeness::exact},  {0x0438, 'u', Likeness::loose},  {0x043A, 'k', Likeness::loose},
    {0x043C, 'm', Likeness::loose},  {0x043D, 'h', Likeness::loose},  {0x043E, 'o', Likeness::exact},
    {0x043F, 'n', Likeness::loose},  {0x0440, 'p', Likeness::exact},  {0x0441, 'c', Likeness::exact},
    {0x0442, 't', Likeness::loose},  {0x0443, 'y', Likeness::exact},  {0x0445, 'x', Likeness::exact},
    {0x044C, 'b', Likeness::loose},  {0x044F, 'r', Likeness::loose},  {0x0451, 'e', Likeness::loose},
    {0x0455, 's', Likeness::exact},  {0x0456, 'i', Likeness::exact},  {0x0457, 'i', Likeness::loose},
    {0x0458, 'j', Likeness::exact},  {0x0475, 'v', Likeness::loose},  {0x0493, 'f', Likeness::loose},
    {0x04BB, 'h', Likeness::exact},  {0x04C0, 'i', Likeness::exact},  {0x04CF, 'l', Likeness::exact},
    {0x0501, 'd', Likeness::exact},  {0x050D, 'g', Likeness::loose},  {0x051A, 'q', Likeness::exact},
    {0x051B, 'q', Likeness::exact},  {0x051C, 'w', Likeness::exact},  {0x051D, 'w', Likeness::exact},
    {0x0566, 'q', Likeness::loose},  {0x0570, 'h', Likeness::exact},  {0x0578, 'n', Likeness::loose},
    {0x057D, 'u', Likeness::exact},  {0x0585, 'o', Likeness::exact},  {0x1D00, 'a', Likeness::styled},
    {0x1D04, 'c', Likeness::styled}, {0x1D05, 'd', Likeness::styled}, {0x1D07, 'e', Likeness::styled},
    {0x1D0A, 'j', Likeness::styled}, {0x1D0B, 'k', Likeness::styled}, {0x1D0D, 'm', Likeness::styled},
    {0x1D0F, 'o', Likeness::styled}, {0x1D18, 'p', Likeness::styled}, {0x1D1B, 't', Likeness::styled},
    {0x1D1C, 'u', Likeness::styled}, {0x1D20, 'v', Likeness::styled}, {0x1D21, 'w', Likeness::styled},
    {0x1D22, 'z', Likeness::styled}, {0x2102, 'c', Likeness::styled}, {0x210A, 'g', Likeness::styled},
    {0x210B, 'h', Likeness::styled}, {0x210C, 'h', Likeness::styled}, {0x210D, 'h', Likeness::styled},
    {0x210E, 'h', Likeness::styled}, {0x2110, 'i', Likeness::styled}, {0x2111, 'i', Likeness::styled},
    {0x2112, 'l', Likeness::styled}, {0x2113, 'l', Likeness::styled}, {0x2115, 'n', Likeness::styled},
    {0x2118, 'p', Likeness::styled}, {0x2119, 'p', Likeness::styled}, {0x211A, 'q', Likeness::styled},
    {0x211B, 'r', Likeness::styled}, {0x211C, 'r', Likeness::styled}, {0x211D, 'r', Likeness::styled},
    {0x2124, 'z', Likeness::styled}, {0x2128, 'z', Likeness::styled}, {0x212C, 'b', Likeness::styled},
    {0x212D, 'c', Likeness::styled}, {0x212E, 'e', Likeness::styled}, {0x212F, 'e', Likeness::styled},
    {0x2130, 'e', Likeness::styled}, {0x2131, 'f', Likeness::styled}, {0x2133, 'm', Likeness::styled},
    {0x2134, 'o', Likeness::styled}, {0x2139, 'i', Likeness::styled}, {0x2170, 'i', Likeness::styled},
    {0x2174, 'v', Likeness::styled}, {0x2179, 'x', Likeness::styled}, {0x217C, 'l', Likeness::styled},
    {0x217D, 'c', Likeness::styled}, {0x217E, 'd', Likeness::styled}, {0x217F, 'm', Likeness::styled},
    {0xA730, 'f', Likeness::styled}, {0xA731, 's', Likeness::styled},
});

struct Range {
  char32_t first, last;
};
constexpr bool holds(std::span<const Range> ranges, char32_t point) {
  return std::ranges::any_of(ranges, [&](const Range& r) { return point >= r.first && point <= r.last; });
}
constexpr Range kHidden[] = {{0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C},   {0x115F, 0x1160},
                             {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F},   {0x202A, 0x202E},
                             {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
                             {0xFFA0, 0xFFA0}, {0xFFF9, 0xFFFB}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};
constexpr Range kMarks[] = {{0x0300, 0x036F}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F}};
/// Spaces, punctuation and symbols outside ASCII; letters among them are caught before.
constexpr Range kSeparators[] = {
    {0x0080, 0x00BF}, {0x02B9, 0x02FF}, {0x0589, 0x058F}, {0x060C, 0x060D}, {0x061B, 0x061F},  {0x066A, 0x066D},
    {0x06D4, 0x06D4}, {0x0964, 0x0965}, {0x1680, 0x1680}, {0x2000, 0x2BFF}, {0x2E00, 0x2E7F},  {0x3000, 0x3004},
    {0x3008, 0x3020}, {0xE000, 0xF8FF}, {0xFF01, 0xFF65}, {0xFFE0, 0xFFFD}, {0x1F000, 0x1FAFF}};
constexpr Range kMoney[] = {{0x24, 0x24},     {0xA2, 0xA5},     {0x060B, 0x060B}, {0x09F2, 0x09F3},
                            {0x0E3F, 0x0E3F}, {0x20A0, 0x20C0}, {0xFDFC, 0xFDFC}};
/// Zero of each run of ten digits.
constexpr char32_t kZeros[] = {0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66,
                               0x0CE6, 0x0D66, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0xFF10};

Glyph latin(char32_t letter, bool styled = false) { return {GlyphKind::latin, letter, styled, false}; }
Glyph digit(char32_t value, bool styled = false) { return {GlyphKind::digit, U'0' + value, styled, false}; }

Glyph ascii_glyph(char32_t point) {
  if (point >= 'a' && point <= 'z') return latin(point);
  if (point >= 'A' && point <= 'Z') return latin(point + 32);
  if (point >= '0' && point <= '9') return digit(point - '0');
  if (point == '$') return {GlyphKind::money, '$', false, false};
  return {};
}

/// Alphabets that repeat a to z or 0 to 9 in another dress; a separator when the point is in none of them.
Glyph styled_glyph(char32_t point) {
  if (point >= 0xFF21 && point <= 0xFF3A) return latin(point - 0xFF21 + 'a', true);
  if (point >= 0xFF41 && point <= 0xFF5A) return latin(point - 0xFF41 + 'a', true);
  if (point >= 0x1D400 && point <= 0x1D6A3) return latin((point - 0x1D400) % 26 + 'a', true);
  if (point >= 0x1D7CE && point <= 0x1D7FF) return digit((point - 0x1D7CE) % 10, true);
  if (point >= 0x249C && point <= 0x24B5) return latin(point - 0x249C + 'a', true);
  if (point >= 0x24B6 && point <= 0x24E9) return latin((point - 0x24B6) % 26 + 'a', true);
  if (point >= 0x2460 && point <= 0x2468) return digit(point - 0x245F, true);
  for (const char32_t from : {0x1F110, 0x1F130, 0x1F150, 0x1F170}) {
    if (point >= from && point < from + 26) return latin(point - from + 'a', true);
  }
  return {};
}

char32_t lower(char32_t point) {
  if (point >= 0x0391 && point <= 0x03AB) return point + 32;  // Greek
  if (point >= 0x0410 && point <= 0x042F) return point + 32;  // Cyrillic
  if (point >= 0x0400 && point <= 0x040F) return point + 80;
  if (point >= 0x0531 && point <= 0x0556) return point + 48;  // Armenian
  return point;
}

Glyph likely_glyph(char32_t point) {
  const auto found = std::ranges::lower_bound(kLikely, point, {}, &Likely::point);
  if (found == kLikely.end() || found->point != point) return {};
  const auto letter = static_cast<char32_t>(found->latin);
  if (found->likeness == Likeness::styled) return latin(letter, true);
  return {GlyphKind::look_alike, letter, false, found->likeness == Likeness::exact};
}

Glyph base_glyph(std::string_view table, char32_t index, char32_t point) {
  const char base = table[index];
  if (base == ' ') return {};
  return base == '?' ? Glyph{GlyphKind::letter, point, false, false} : latin(static_cast<char32_t>(base));
}

constexpr char32_t kBad = 0xFFFF'FFFF;

/// One code point of two to four bytes; kBad where it is cut short, overlong, a surrogate or out of range.
char32_t decode(std::string_view text, std::size_t& size) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(0);
  size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return kBad;
  char32_t point = first & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return kBad;
    point = point << 6U | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  if (point < kLeast[size] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return kBad;
  return point;
}

}  // namespace

Glyph glyph_of(char32_t point) {
  if (point < 0x80) return ascii_glyph(point);
  if (holds(kHidden, point)) return {GlyphKind::hidden, point, false, false};
  if (holds(kMoney, point)) return {GlyphKind::money, '$', false, false};
  if (point >= kLatinFrom && point - kLatinFrom < kLatin.size()) return base_glyph(kLatin, point - kLatinFrom, point);
  if (point >= kLatinMoreFrom && point - kLatinMoreFrom < kLatinMore.size())
    return base_glyph(kLatinMore, point - kLatinMoreFrom, point);
  if (holds(kMarks, point)) return {GlyphKind::mark, point, false, false};
  if (const Glyph likely = likely_glyph(point); likely.kind != GlyphKind::separator) return likely;
  for (const char32_t zero : kZeros) {
    if (point >= zero && point < zero + 10) return digit(point - zero, zero == 0xFF10);
  }
  if (const Glyph styled = styled_glyph(point); styled.kind != GlyphKind::separator) return styled;
  if (holds(kSeparators, point)) return {};
  return {GlyphKind::letter, lower(point), false, false};
}

char32_t next_point(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  std::size_t size = 1;
  char32_t point = first;
  if (first >= 0x80) {
    point = decode(text, size);
    if (point == kBad) {
      size = 1;
      point = first == 0x80 ? 0x20AC : first < 0xA0 ? U' ' : first;  // 0x80 is the euro sign there
    }
  }
  text.remove_prefix(size);
  return point;
}

void append_utf8(std::string& out, char32_t point) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (point < 0x80) return put(point);
  if (point < 0x800) {
    put(0xC0U | point >> 6U);
  } else if (point < 0x10000) {
    put(0xE0U | point >> 12U);
    put(0x80U | (point >> 6U & 0x3FU));
  } else {
    put(0xF0U | point >> 18U);
    put(0x80U | (point >> 12U & 0x3FU));
    put(0x80U | (point >> 6U & 0x3FU));
  }
  put(0x80U | (point & 0x3FU));
}

}  // namespace shrike::engine
