#include "shrike/base/time_text.hpp"
#include "store/postgres_copy.hpp"
#include "store/postgres_values.hpp"

#include <gtest/gtest.h>

namespace shrike::store {

TEST(PostgresText, parameters) {
  EXPECT_EQ(postgres_text(Value()), std::nullopt);
  EXPECT_EQ(postgres_text(INT64_MIN), "-9223372036854775808");
  EXPECT_EQ(postgres_text(0.1), "0.1");
  EXPECT_EQ(postgres_text(true), "t");
  EXPECT_EQ(postgres_text(Bytes{std::string("\0\xff", 2)}), "\\x00ff");
  EXPECT_EQ(postgres_text(Time{1}), "1970-01-01T00:00:00.000001Z");
  EXPECT_EQ(postgres_text(std::string("a\0", 2)), "a\uFFFD");
}

TEST(PostgresText, results) {
  EXPECT_EQ(postgres_value(20, "-5"), Value(std::int64_t{-5}));
  EXPECT_EQ(postgres_value(701, "1e-5"), Value(1e-5));
  EXPECT_EQ(postgres_value(16, "t"), Value(true));
  EXPECT_EQ(postgres_value(17, "\\x00ff"), Value(Bytes{std::string("\0\xff", 2)}));
  EXPECT_EQ(postgres_value(17, "\\x"), Value(Bytes{}));
  EXPECT_EQ(postgres_value(1184, "1970-01-01 00:00:01.5+00"), Value(Time{1'500'000}));
  EXPECT_EQ(postgres_value(25, "text"), Value(std::string("text")));
}

TEST(CopyEncoder, bytes_are_those_of_the_manual) {
  constexpr std::array kColumns{Column{"a", ColumnType::int16}, Column{"b", ColumnType::text},
                                Column{"c", ColumnType::time}};
  CopyEncoder encoder(kColumns);
  encoder.header();
  EXPECT_EQ(encoder.buffer, std::string("PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19));
  encoder.buffer.clear();
  encoder.begin_row();
  encoder.integer(258);
  encoder.null();
  encoder.time(946'684'800'000'001);
  encoder.end_row();
  EXPECT_EQ(encoder.buffer, std::string("\0\3\0\0\0\2\1\2\xff\xff\xff\xff\0\0\0\x8\0\0\0\0\0\0\0\1", 24));
  encoder.buffer.clear();
  encoder.trailer();
  EXPECT_EQ(encoder.buffer, "\xff\xff");
}

TEST(CopyEncoder, wrong_type_or_missing_column_ends_the_process) {
  constexpr std::array kColumns{Column{"a", ColumnType::int16}};
  CopyEncoder encoder(kColumns);
  encoder.begin_row();
  EXPECT_DEATH(encoder.text("x"), "");
  EXPECT_DEATH(encoder.end_row(), "");
}

TEST(PostgresTime, stays_in_range) {
  EXPECT_EQ(format_time(postgres_time(INT64_MIN)), "0001-01-01T00:00:00.000000Z");
  EXPECT_EQ(format_time(postgres_time(INT64_MAX)), "9999-12-31T23:59:59.999999Z");
  EXPECT_EQ(postgres_time(-5), -5);
}

}  // namespace shrike::store
