#include "store/clean_text.hpp"

#include <gtest/gtest.h>

namespace shrike::store {

TEST(CleanText, leaves_valid_text) {
  for (const std::string text : {"", "abc", "äöü", "日本", "🦅", "\x7f\x01", "\xed\x9f\xbf", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(is_clean_text(text)) << text;
    EXPECT_EQ(cleaned_text(text), text);
  }
}

TEST(CleanText, replaces_byte_by_byte) {
  EXPECT_EQ(cleaned_text(std::string_view("a\0b", 3)), "a\uFFFDb");
  EXPECT_EQ(cleaned_text("\xff"), "\uFFFD");
  EXPECT_EQ(cleaned_text("\xc3"), "\uFFFD");                      // cut off
  EXPECT_EQ(cleaned_text("\xc0\xaf"), "\uFFFD\uFFFD");            // overlong
  EXPECT_EQ(cleaned_text("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");  // surrogate
  EXPECT_EQ(cleaned_text("\xf4\x90\x80\x80").size(), 12U);        // above U+10FFFF
  EXPECT_EQ(cleaned_text("\xe0\x80\x80z"), "\uFFFD\uFFFD\uFFFDz");
}

}  // namespace shrike::store
