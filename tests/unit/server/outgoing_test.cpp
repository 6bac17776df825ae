#include "server/outgoing.hpp"

#include <gtest/gtest.h>

#include "shrike/server/problem.hpp"

namespace shrike::server {
namespace {

std::string whole(Response response, Framing framing = {}) {
  framing.request_id = "r-1";
  framing.date = "Sun, 06 Nov 1994 08:49:37 GMT";
  Outgoing outgoing;
  outgoing.begin(std::move(response), framing);
  std::string out;
  do {
    while (!outgoing.empty()) {
      // One byte at a time: the worst that a socket can do.
      const auto pending = outgoing.pending();
      out += pending[0].empty() ? pending[1].front() : pending[0].front();
      outgoing.consume(1);
    }
  } while (outgoing.next_piece());
  return out;
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(Outgoing, HasTheDefaultHeaders) {
  const std::string text = whole(json_response(200, "{}"));
  EXPECT_TRUE(text.starts_with("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
  for (const char* line : {"Content-Type: application/json\r\n", "Content-Length: 2\r\n", "X-Request-Id: r-1\r\n",
                           "X-Content-Type-Options: nosniff\r\n", "Referrer-Policy: no-referrer\r\n",
                           "X-Frame-Options: DENY\r\n", "Cache-Control: no-store\r\n"}) {
    EXPECT_TRUE(has(text, line)) << line;
  }
  EXPECT_FALSE(has(text, "Content-Security-Policy"));
  EXPECT_FALSE(has(text, "Connection:"));
  EXPECT_FALSE(has(text, "Strict-Transport-Security"));
  EXPECT_TRUE(text.ends_with("\r\n\r\n{}"));
}

TEST(Outgoing, LetsTheApplicationOverrideDefaultsButNotFraming) {
  Response response = json_response(200, "{}");
  response.headers = {{"cache-control", "max-age=5"}, {"Content-Length", "99"}, {"X-Own", "1"}};
  const std::string text = whole(std::move(response));
  EXPECT_TRUE(has(text, "cache-control: max-age=5\r\n"));
  EXPECT_FALSE(has(text, "no-store"));
  EXPECT_FALSE(has(text, "Content-Length: 99"));
  EXPECT_TRUE(has(text, "X-Own: 1\r\n"));
  EXPECT_TRUE(has(text, "nosniff"));
}

TEST(Outgoing, HtmlGetsAContentSecurityPolicy) {
  Response response;
  response.content_type = "text/html; charset=utf-8";
  response.body = "<p>";
  EXPECT_TRUE(has(whole(response), "Content-Security-Policy: default-src 'self';"));
}

TEST(Outgoing, HeadersCannotBeSplit) {
  Response response = json_response(200, "{}");
  response.headers = {{"X-A", "b\r\nSet-Cookie: evil"}, {"X B", "c"}, {"", "d"}};
  const std::string text = whole(std::move(response));
  EXPECT_FALSE(has(text, "evil"));
  EXPECT_FALSE(has(text, "X B"));
}

TEST(Outgoing, HeadAndEmptyStatusesHaveNoBody) {
  EXPECT_TRUE(whole(json_response(200, "{}"), {.head_only = true}).ends_with("\r\n\r\n"));
  EXPECT_TRUE(has(whole(json_response(200, "{}"), {.head_only = true}), "Content-Length: 2\r\n"));
  Response none{.status = 204};
  EXPECT_FALSE(has(whole(none), "Content-Length"));
  EXPECT_FALSE(has(whole(Response{.status = 304}), "Content-Length"));
}

TEST(Outgoing, LargeBodiesAreNotCut) {
  Response response = json_response(200, std::string(100'000, 'x'));
  EXPECT_TRUE(whole(std::move(response)).ends_with("\r\n\r\n" + std::string(100'000, 'x')));
}

TEST(Outgoing, StreamsInChunks) {
  Response response{.content_type = "text/csv"};
  response.stream = [i = 0](std::string& out) mutable {
    if (i != 1) out = "line" + std::to_string(i);  // the second piece is empty
    return ++i < 3;
  };
  EXPECT_TRUE(whole(response).ends_with("\r\n\r\n5\r\nline0\r\n5\r\nline2\r\n0\r\n\r\n"));
  const std::string old = whole(response, {.http_1_0 = true});
  EXPECT_TRUE(old.ends_with("Connection: close\r\n\r\nline0line2"));
}

TEST(Problem, IsRfc9457) {
  Response response = problem(422, "Bad input", "two fields", {{"/a", "range", "too \"big\""}});
  add_request_id(response, "r-1");
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body, R"({"type":"about:blank","title":"Bad input","status":422,"detail":"two fields",)"
                           R"("errors":[{"pointer":"/a","code":"range","message":"too \"big\""}],"request_id":"r-1"})");
}

}  // namespace
}  // namespace shrike::server
