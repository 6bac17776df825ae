#include "shrike/server/router.hpp"

#include <gtest/gtest.h>

#include "shrike/server/problem.hpp"

namespace shrike::server {
namespace {

constexpr Route kRoutes[] = {
    {Method::get, "/", 0},
    {Method::get, "/decisions", 1},
    {Method::get, "/decisions/{id}", 2},
    {Method::post, "/decisions/{id}/label", 3},
    {Method::get, "/decisions/{decision}/replay", 4},
    {Method::patch, "/decisions/{id}", 5},
    {Method::get, "/decisions/latest", 6},
    {Method::get, "/files/{name*}", 7},
    {Method::get, "/{any}/{thing}", 8},
    {Method::options, "/cors", 9},
};

std::size_t index_of(Method method, std::string_view path) {
  const Match match = Router(kRoutes).match(method, path);
  return match.outcome == Match::Outcome::found ? match.index : 1'000 + static_cast<std::size_t>(match.outcome);
}
constexpr std::size_t kNotFound = 1'000 + static_cast<std::size_t>(Match::Outcome::not_found);

TEST(Router, FindsLiteralsBeforeNames) {
  EXPECT_EQ(index_of(Method::get, "/"), 0U);
  EXPECT_EQ(index_of(Method::get, "/decisions"), 1U);
  EXPECT_EQ(index_of(Method::get, "/decisions/x"), 2U);
  EXPECT_EQ(index_of(Method::get, "/decisions/latest"), 6U);
  EXPECT_EQ(index_of(Method::patch, "/decisions/x"), 5U);
  EXPECT_EQ(index_of(Method::get, "/other/x"), 8U);
}

TEST(Router, GivesParametersAndPattern) {
  const Router router(kRoutes);
  const Match match = router.match(Method::post, "/decisions/a b/label");
  ASSERT_EQ(match.outcome, Match::Outcome::found);
  EXPECT_EQ(match.index, 3U);
  EXPECT_EQ(match.parameters.get("id"), "a b");
  EXPECT_EQ(match.parameters.get("nothing"), "");
  EXPECT_EQ(match.pattern, "/decisions/{id}/label");
  EXPECT_EQ(router.match(Method::get, "/files/a/b.js").parameters.get("name"), "a/b.js");
}

TEST(Router, WantsWholePaths) {
  for (const std::string_view path : {"", "x", "/nothing", "/decisions/", "/decisions/x/", "/decisions//label",
                                      "/decisions/x/label/more", "/Decisions", "/files/", "/files"}) {
    EXPECT_EQ(index_of(Method::get, path), kNotFound) << path;
  }
}

TEST(Router, AnswersHeadByGet) { EXPECT_EQ(index_of(Method::head, "/decisions/x"), 2U); }

TEST(Router, TellsWhatIsAllowed) {
  const Router router(kRoutes);
  const Match match = router.match(Method::delete_, "/decisions/x");
  ASSERT_EQ(match.outcome, Match::Outcome::method_not_allowed);
  EXPECT_EQ(match.allow, "GET, HEAD, PATCH, OPTIONS");
  EXPECT_EQ(router.match(Method::other, "/").outcome, Match::Outcome::method_not_allowed);
  EXPECT_EQ(router.match(Method::options, "/").outcome, Match::Outcome::options);
  EXPECT_EQ(router.match(Method::options, "/cors").index, 9U);
}

TEST(Router, RefusalsAreAnswers) {
  const Router router(kRoutes);
  EXPECT_EQ(refusal(router.match(Method::get, "/no")).status, 404);
  const Response response = refusal(router.match(Method::post, "/"));
  EXPECT_EQ(response.status, 405);
  EXPECT_EQ(response.headers, (std::vector<NamedText>{{"Allow", "GET, HEAD, OPTIONS"}}));
  EXPECT_EQ(refusal(router.match(Method::options, "/")).status, 204);
}

TEST(RouterDeathTest, RefusesTwoRoutesForOnePlace) {
  const Route twice[] = {{Method::get, "/a/{b}", 0}, {Method::get, "/a/{c}", 1}};
  EXPECT_DEATH(Router{twice}, "");
}

}  // namespace
}  // namespace shrike::server
