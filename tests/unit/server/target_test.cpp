#include "server/target.hpp"

#include <gtest/gtest.h>

namespace shrike::server {
namespace {

TEST(Target, DecodesOnce) {
  const auto target = parse_target("/a%20b/%25/caf%C3%A9?x=1+2&y=%26&x=%2525&flag&=v&");
  ASSERT_TRUE(target.ok());
  EXPECT_EQ(target->path, "/a b/%/caf\xc3\xa9");
  const std::vector<NamedText> expected = {{"x", "1 2"}, {"y", "&"}, {"x", "%25"}, {"flag", ""}, {"", "v"}};
  EXPECT_EQ(target->query, expected);
}

TEST(Target, KeepsHarmlessDots) {
  for (const char* good : {"/", "/a", "/a/", "/...", "/a..b", "/.well-known/x", "/a?b=/../c"}) {
    EXPECT_TRUE(parse_target(good).ok()) << good;
  }
}

TEST(Target, RefusesOtherForms) {
  for (const char* bad : {"", "*", "a", "http://localhost/a", "localhost:80", "/a#b"}) {
    EXPECT_FALSE(parse_target(bad).ok()) << bad;
  }
}

TEST(Target, RefusesTraversalAndHiddenBytes) {
  for (const char* bad :
       {"//evil", "/a//b", "/..", "/../a", "/a/..", "/a/../b", "/./a", "/a/.", "/..%2f..%2fetc/passwd", "/%2e%2e/a",
        "/%2E./a", "/a%2f%2fb", "/a%00b", "/a?b=%00", "/a%0ab", "/a%7f"}) {
    EXPECT_FALSE(parse_target(bad).ok()) << bad;
  }
}

TEST(Target, RefusesBrokenEscapesAndUtf8) {
  for (const char* bad :
       {"/%", "/%1", "/%zz", "/%ff", "/%c0%af", "/%ed%a0%80", "/%f4%90%80%80", "/%e2%82", "/a?b=%ff", "/a?%=1"}) {
    EXPECT_FALSE(parse_target(bad).ok()) << bad;
  }
}

TEST(Target, LimitsQueryFields) {
  std::string text = "/?";
  for (int i = 0; i < 64; ++i) text += "a=1&";
  EXPECT_TRUE(parse_target(text).ok());
  EXPECT_FALSE(parse_target(text + "a=1").ok());
}

}  // namespace
}  // namespace shrike::server
