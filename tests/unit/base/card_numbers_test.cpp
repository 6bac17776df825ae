#include "shrike/base/card_numbers.hpp"

#include <gtest/gtest.h>

#include "shrike/base/random.hpp"

namespace shrike {
namespace {

/// Test numbers of the schemes.
constexpr std::array kCards{"4111111111111111", "4012888888881881",    "5555555555554444", "2223003122003222",
                            "378282246310005",  "6011111111111117",    "30569309025904",   "3530111333300000",
                            "6212345678901232", "4222222222222",       "2200150225855235", "5019717010103742",
                            "4035501000000008", "6304000000000000018", "36259600000004"};

/// The digits in groups of `size` with `separator` between.
std::string grouped(std::string_view digits, std::size_t size, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i % size == 0) out += separator;
    out += digits[i];
  }
  return out;
}

std::string full_width(std::string_view digits) {
  std::string out;
  for (const char c : digits) out += {'\xEF', '\xBC', static_cast<char>(0x90 + (c - '0'))};
  return out;
}

/// What is left of the digits, whatever stands between them.
std::string digits_of(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c >= '0' && c <= '9') out += c;
  }
  return out;
}

TEST(CardNumbers, EachSchemeIsFoundHoweverItIsWritten) {
  for (const std::string card : kCards) {
    const std::string last = card.substr(card.size() - 4);
    for (const char* separator : {" ", "-", ".", "/", "  ", " - ", "\xC2\xA0", "\xE2\x80\x93", "\xE2\x80\x8B", "\n"}) {
      for (const std::size_t size : {1, 3, 4, 5}) {
        const std::string masked = mask_card_numbers("pay " + grouped(card, size, separator) + ", now");
        EXPECT_EQ(digits_of(masked), last) << card << " by " << size << ": " << masked;
        EXPECT_TRUE(masked.starts_with("pay ") && masked.ends_with(", now")) << masked;
      }
    }
    for (const auto& [before, after] : {std::pair{"", ""}, std::pair{"card", ""}, std::pair{"", "D27121010000"},
                                        std::pair{"\"", "\""}, std::pair{";", "=2712"}, std::pair{"_", "_"}}) {
      const std::string masked = mask_card_numbers(before + card + after);
      EXPECT_EQ(masked.find(card), std::string::npos) << masked;
      EXPECT_EQ(masked, before + std::string(card.size() - 4, '*') + last + after);
    }
  }
  EXPECT_EQ(mask_card_numbers(full_width("4111111111111111")), std::string(12, '*') + full_width("1111"));
  EXPECT_EQ(mask_card_numbers("\xD9\xA4\xD9\xA1\xD9\xA1\xD9\xA1"
                              "1111 1111 1111"),
            "******** **** 1111")
      << "Arabic digits";
}

TEST(CardNumbers, AreFoundAmongOtherNumbers) {
  EXPECT_EQ(mask_card_numbers("4111 1111 1111 1111 12/27 123"), "**** **** **** 1111 12/27 123");
  EXPECT_EQ(mask_card_numbers("order 77 4111-1111-1111-1111"), "order 77 ****-****-****-1111");
  EXPECT_EQ(mask_card_numbers("5555555555554444 and 378282246310005"), "************4444 and ***********0005");
  EXPECT_EQ(mask_card_numbers("5555555555554444 378282246310005"), "************4444 ***********0005");
}

TEST(CardNumbers, OtherNumbersStay) {
  for (const char* text :
       {"+49 151 23456783", "+4915123456783", "+1 (555) 010-1234", "0151 2345 6789", "call 1-800-555-0199",
        "order 4111111111111112", "2026-11-22 00:13:35", "22.11.2026 1234567", "1790000000000000", "1790000000003",
        "192.168.100.123", "invoice 20261122-0000017", "IBAN DE89370400440532013000", "0004111", "411111111111",
        "12345678-1234-5678-9012-345678901234", "tok_123456789012345678901234_1111", "41111111111111111111111111"}) {
    EXPECT_EQ(mask_card_numbers(text), text);
  }
}

TEST(CardNumbers, RandomDigitsCountWhereTheCheckDigitIsRight) {
  Random random(7);
  std::size_t found = 0;
  constexpr std::size_t kRounds = 20'000;
  for (std::size_t round = 0; round < kRounds; ++round) {
    std::string digits(13 + random.below(7), '0');
    for (char& c : digits) c = static_cast<char>('0' + random.below(10));
    digits[0] = static_cast<char>('2' + random.below(8));
    const bool hit = !find_card_numbers("x " + digits + " y").empty();
    EXPECT_EQ(hit, is_card_number(digits)) << digits;
    found += hit;
    // Whatever is found is masked but for four digits, and masking again changes nothing.
    const std::string masked = mask_card_numbers(digits);
    EXPECT_EQ(hit, masked != digits);
    EXPECT_EQ(mask_card_numbers(masked), masked);
  }
  EXPECT_NEAR(static_cast<double>(found) / kRounds, 0.1, 0.01);
}

TEST(CardNumbers, BrokenTextIsReadToItsEnd) {
  Random random(9);
  for (int round = 0; round < 2'000; ++round) {
    std::string text(random.below(80), ' ');
    for (char& c : text)
      c = random.below(3) == 0 ? static_cast<char>(random.below(256)) : static_cast<char>('0' + random.below(10));
    for (const CardNumber& card : find_card_numbers(text)) {
      EXPECT_LT(card.begin, card.end);
      EXPECT_LE(card.end, text.size());
      EXPECT_TRUE(is_card_number(card.digits));
    }
  }
}

}  // namespace
}  // namespace shrike
