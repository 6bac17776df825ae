#include <algorithm>

#include "shrike/base/random.hpp"
#include "shrike/sources/ingest.hpp"

namespace shrike::sources {

namespace {

constexpr std::size_t kDigitsMin = 13;
constexpr std::size_t kDigitsMax = 19;

bool digit(char c) { return c >= '0' && c <= '9'; }
bool separator(char c) { return c == ' ' || c == '-'; }

/// H. P. Luhn's check digit (ISO/IEC 7812-1 annex B).
bool luhn(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (auto it = digits.rbegin(); it != digits.rend(); ++it, twice = !twice) {
    const int value = (*it - '0') * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 == 0;
}

bool card_number(std::string_view digits) {
  return digits.size() >= kDigitsMin && digits.size() <= kDigitsMax && luhn(digits);
}

}  // namespace

std::string CardTokeniser::tokenise(std::string_view card) const {
  std::string digits;
  for (const char c : card) {
    if (digit(c)) {
      digits += c;
    } else if (!separator(c)) {
      return std::string(card);
    }
  }
  if (!card_number(digits)) return std::string(card);
  return "tok_" + keyed_hash_hex(key_, digits).substr(0, 24) + "_" + digits.substr(digits.size() - 4);
}

std::string CardTokeniser::mask(std::string_view text) {
  std::string out(text);
  for (std::size_t start = 0; start < out.size();) {
    if (!digit(out[start])) {
      ++start;
      continue;
    }
    std::string digits;
    std::size_t end = start;
    std::size_t last_digit = start;
    for (; end < out.size() && (digit(out[end]) || separator(out[end])); ++end) {
      if (!digit(out[end])) continue;
      digits += out[end];
      last_digit = end;
    }
    if (card_number(digits)) {
      std::size_t left = digits.size() - 4;
      for (std::size_t i = start; i <= last_digit && left > 0; ++i) {
        if (digit(out[i])) out[i] = '*', --left;
      }
    }
    start = end;
  }
  return out;
}

}  // namespace shrike::sources
