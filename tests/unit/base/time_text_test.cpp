#include "shrike/base/time_text.hpp"

#include <gtest/gtest.h>

namespace shrike {
namespace {

TEST(TimeText, FormatsMicrosecondsInUtc) {
  EXPECT_EQ(format_time(0), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(format_time(1'777'807'200'000'001), "2026-05-03T11:20:00.000001Z");
  EXPECT_EQ(format_time(-1), "1969-12-31T23:59:59.999999Z");
}

TEST(TimeText, ReadsBackWhatItWrites) {
  for (const TimeUs time_us :
       {TimeUs{0}, TimeUs{951'782'400'000'000}, TimeUs{4'102'444'799'999'999}, TimeUs{-1'000'001}}) {
    const auto parsed = parse_time(format_time(time_us));
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(*parsed, time_us);
  }
}

TEST(TimeText, AcceptsOffsetsSpacesAndDates) {
  EXPECT_EQ(*parse_time("2026-05-03T13:20:00+02:00"), *parse_time("2026-05-03T11:20:00Z"));
  EXPECT_EQ(*parse_time("2026-05-03 11:20:00"), *parse_time("2026-05-03T11:20:00Z"));
  EXPECT_EQ(*parse_time("2026-05-03"), *parse_time("2026-05-03T00:00:00Z"));
  EXPECT_EQ(*parse_time("2026-05-03T11:20:00.5Z"), *parse_time("2026-05-03T11:20:00Z") + 500'000);
  EXPECT_EQ(*parse_time("2016-12-31T23:59:60Z"), *parse_time("2017-01-01T00:00:00Z"));
}

TEST(TimeText, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "now", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-05-03T24:00:00Z", "2026-05-03T11:60:00Z",
        "2026-05-03T11:20:00+25:00", "2026-05-03T11:20:00Zx", "2026-05-03T11:20:00.Z", "26-05-03", "2026-05-03T"}) {
    EXPECT_FALSE(parse_time(text).ok()) << text;
  }
}

TEST(TimeText, CivilDatesAreInverse) {
  for (std::int64_t day = -800'000; day < 800'000; day += 379) EXPECT_EQ(days_since_epoch(civil_date(day)), day);
}

}  // namespace
}  // namespace shrike
