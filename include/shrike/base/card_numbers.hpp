#pragma once
// Card numbers in text: found however they are written, so that they can be taken out before anything is kept or told.
#include <string>
#include <string_view>
#include <vector>

namespace shrike {

/// 13 to 19 decimal digits with a right check digit (H. P. Luhn's, ISO/IEC 7812-1 annex B) that can begin an issuer's
/// number: not 0, and 1 only with the 15 digits of the airlines' cards.
bool is_card_number(std::string_view digits);
/// The same, and of a range and length that a card scheme issues.
bool is_scheme_card_number(std::string_view digits);

struct CardNumber {
  std::size_t begin = 0;  ///< bytes [begin, end) of the text, from its first digit to its last
  std::size_t end = 0;
  std::string digits;  ///< plain ASCII
};

/// Every card number in UTF-8 text, in its order: ASCII digits or those of other scripts (full-width, Arabic, …), with
/// up to three spaces, dots, dashes, slashes or invisible characters between any two. Unbroken digits count where
/// is_card_number says so. Broken ones, parts of a longer row of groups, and digits beside a letter count only where
/// is_scheme_card_number does, or dates and hashes would be taken for cards. Digits after a plus sign are a telephone
/// number up to 13 of them. What stands in a card token ("tok_…") is none.
std::vector<CardNumber> find_card_numbers(std::string_view text);

/// The text with all but the last four digits of every card number as '*'.
std::string mask_card_numbers(std::string_view text);

}  // namespace shrike
