#include "store/page_cursor.hpp"

#include <gtest/gtest.h>

namespace shrike::store {

TEST(PageCursor, comes_back) {
  const std::string key("a\0\xff key", 7);
  EXPECT_EQ(*decode_cursor('d', encode_cursor('d', key)), key);
  EXPECT_EQ(*decode_cursor('d', encode_cursor('d', "")), "");
  EXPECT_EQ(*decode_seq_cursor('d', encode_seq_cursor('d', 17)), 17);
}

TEST(PageCursor, empty_is_the_first_page) { EXPECT_EQ(*decode_seq_cursor('d', ""), INT64_MAX); }

TEST(PageCursor, of_another_list_is_refused) { EXPECT_FALSE(decode_cursor('a', encode_cursor('d', "key")).ok()); }

TEST(PageCursor, every_changed_or_missing_digit_is_refused) {
  const std::string good = encode_seq_cursor('d', 0x0123456789abcdef);
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string changed = good;
    changed[at] = changed[at] == '7' ? '8' : '7';
    EXPECT_FALSE(decode_seq_cursor('d', changed).ok()) << at;
    EXPECT_FALSE(decode_seq_cursor('d', good.substr(0, at + (at == 0))).ok()) << at;
    changed[at] = 'g';
    EXPECT_FALSE(decode_seq_cursor('d', changed).ok()) << at;
  }
}

TEST(PageCursor, above_63_bits_is_refused) {
  EXPECT_FALSE(decode_seq_cursor('d', encode_seq_cursor('d', UINT64_MAX)).ok());
}

TEST(Page, limits) {
  EXPECT_TRUE(check_page("t", {1, ""}).ok());
  EXPECT_TRUE(check_page("t", {kPageLimitMax, ""}).ok());
  EXPECT_FALSE(check_page("t", {0, ""}).ok());
  EXPECT_FALSE(check_page("t", {kPageLimitMax + 1, ""}).ok());
  EXPECT_FALSE(check_page("", {1, ""}).ok());
}

}  // namespace shrike::store
