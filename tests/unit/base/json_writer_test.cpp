#include "shrike/base/json_writer.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

namespace shrike {
namespace {

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

TEST(JsonWriter, NestsAndPlacesCommas) {
  std::string text;
  JsonWriter out(text);
  out.begin_object();
  out.field("a", 1);
  out.key("b");
  out.begin_array();
  out.value("x");
  out.begin_object();
  out.end_object();
  out.null();
  out.end_array();
  out.field("c", true);
  out.field_or_null("d", "");
  out.end_object();
  EXPECT_EQ(text, R"({"a":1,"b":["x",{},null],"c":true,"d":null})");
}

TEST(JsonWriter, EscapesControlCharactersAndQuotes) {
  EXPECT_EQ(quoted("a\"b\\c\n\x01"), R"("a\"b\\c\n\u0001")");
  EXPECT_EQ(quoted(std::string_view("\0", 1)), R"("\u0000")");
}

TEST(JsonWriter, KeepsValidAndReplacesInvalidUtf8) {
  EXPECT_EQ(quoted("\xC3\xA9\xF0\x9F\x90\xA6"), "\"\xC3\xA9\xF0\x9F\x90\xA6\"");
  for (const std::string_view bad : {"\xFF", "\xC0\xAF", "\xED\xA0\x80", "\xE2\x82", "\xF5\x80\x80\x80"}) {
    const auto parsed = nlohmann::json::parse(quoted(bad), nullptr, false);
    ASSERT_FALSE(parsed.is_discarded());
    EXPECT_NE(parsed.get<std::string>().find("\xEF\xBF\xBD"), std::string::npos);
  }
}

TEST(JsonWriter, NumbersReadBackExactlyAndNonFiniteIsNull) {
  for (const double value : {0.1, 1e300, -2.5e-7, 123456789.125}) {
    std::string text;
    append_json_number(text, value);
    EXPECT_EQ(std::stod(text), value);
  }
  std::string text;
  append_json_number(text, std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(text, "null");
}

}  // namespace
}  // namespace shrike
