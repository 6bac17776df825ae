#include "shrike/base/card_numbers.hpp"
#include "shrike/base/random.hpp"
#include "shrike/sources/ingest.hpp"

namespace shrike::sources {

std::string CardTokeniser::token_of(const std::string& digits) const {
  return "tok_" + keyed_hash_hex(key_, digits).substr(0, 24) + "_" + digits.substr(digits.size() - 4);
}

std::string CardTokeniser::tokenise(std::string_view text) const {
  const auto found = find_card_numbers(text);
  if (found.empty()) return std::string(text);
  std::string out;
  std::size_t done = 0;
  for (const CardNumber& card : found) {
    out += text.substr(done, card.begin - done);
    out += token_of(card.digits);
    done = card.end;
  }
  return out += text.substr(done);
}

std::string CardTokeniser::pseudonym(std::string_view tenant, domain::EntityKind kind, std::string_view value) const {
  // Digits alone are a card's token; this begins with a letter.
  std::string text = "pseudonym ";
  text += to_string(kind);
  for (const std::string_view part : {tenant, value}) (text += '\0') += part;
  return "erased_" + keyed_hash_hex(key_, text).substr(0, 16);
}

std::string CardTokeniser::mask(std::string_view text) { return mask_card_numbers(text); }

}  // namespace shrike::sources
