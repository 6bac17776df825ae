// Every row of the request-smuggling table, sent as raw bytes: a refusal closes the connection, and a request that
// hides behind the refused one is never executed.
#include "unit/server/server_fixture.hpp"

namespace shrike::server {
namespace {

const std::string kMarker = "GET /marker HTTP/1.1\r\nHost: localhost\r\n\r\n";

struct Case {
  const char* name;
  std::string bytes;
  int status;
};

std::string post_head(std::string_view headers, std::string_view version = "1.1") {
  return "POST /echo HTTP/" + std::string(version) + "\r\nHost: localhost\r\n" + std::string(headers) + "\r\n";
}

std::string many_headers(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += "X-" + std::to_string(i) + ": 1\r\n";
  return out;
}

std::vector<Case> refused_cases() {
  return {
      {"ContentLengthAndChunked", post_head("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400},
      {"ChunkedAndContentLength", post_head("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n") + "0\r\n\r\n", 400},
      {"TwoEqualContentLengths", post_head("Content-Length: 3\r\nContent-Length: 3\r\n") + "abc", 400},
      {"TwoDifferentContentLengths", post_head("Content-Length: 3\r\nContent-Length: 4\r\n") + "abc", 400},
      {"ContentLengthList", post_head("Content-Length: 3, 3\r\n") + "abc", 400},
      {"ContentLengthPlus", post_head("Content-Length: +3\r\n") + "abc", 400},
      {"ContentLengthMinus", post_head("Content-Length: -1\r\n"), 400},
      {"ContentLengthOverflow", post_head("Content-Length: 18446744073709551620\r\n"), 400},
      {"CodingIdentity", post_head("Transfer-Encoding: identity\r\n"), 501},
      {"CodingGzip", post_head("Transfer-Encoding: gzip\r\n"), 501},
      {"CodingXchunked", post_head("Transfer-Encoding: xchunked\r\n"), 501},
      {"CodingChunkedGzip", post_head("Transfer-Encoding: chunked, gzip\r\n"), 501},
      {"CodingVerticalTab",
       post_head("Transfer-Encoding:\x0b"
                 "chunked\r\n"),
       400},
      {"CodingTwice", post_head("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400},
      {"CodingSpaceBeforeColon", post_head("Transfer-Encoding : chunked\r\n") + "0\r\n\r\n", 400},
      {"CodingFolded", post_head("Transfer-Encoding:\r\n chunked\r\n") + "0\r\n\r\n", 400},
      {"ChunkedInHttp10", post_head("Transfer-Encoding: chunked\r\n", "1.0") + "0\r\n\r\n", 400},
      {"Version09", "GET /x\r\n\r\n", 400},
      {"Version12", "GET /x HTTP/1.2\r\nHost: localhost\r\n\r\n", 400},
      {"Version20", "GET /x HTTP/2.0\r\nHost: localhost\r\n\r\n", 400},
      {"NoHost", "GET /x HTTP/1.1\r\n\r\n", 400},
      {"TwoHosts", "GET /x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"BadHost", "GET /x HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"BareLineFeeds", "GET /x HTTP/1.1\nHost: a\n\n", 400},
      {"LeadingEmptyLine", "\r\n" + get("/x"), 400},
      {"TabInRequestLine", "GET\t/x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"FoldedHeader", get("/x", "X-A: b\r\n c\r\n"), 400},
      {"NulInValue", get("/x", std::string("X-A: b\0c\r\n", 10)), 400},
      {"ReturnInValue", get("/x", "X-A: b\rc\r\n"), 400},
      {"EightBitValue", get("/x", "X-A: \xe9\r\n"), 400},
      {"EightBitTarget", get("/\xe9"), 400},
      {"ControlInTarget", get("/\x01"), 400},
      {"HeaderTooLong", get("/x", "X-A: " + std::string(9'000, 'a') + "\r\n"), 431},
      {"TooManyHeaders", get("/x", many_headers(64)), 431},
      {"TargetTooLong", get("/" + std::string(2'049, 'a')), 414},
      {"TargetFarTooLong", get("/" + std::string(9'000, 'a')), 414},
      {"AbsoluteForm", get("http://localhost/x"), 400},
      {"AuthorityForm", "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
      {"Trace", "TRACE /x HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
      {"Traversal", get("/..%2f..%2fetc/passwd"), 400},
      {"EncodedNul", get("/a%00b"), 400},
      {"DoubleSlash", get("//evil"), 400},
      {"DotSegment", get("/docs/../metrics"), 400},
      {"NotUtf8", get("/%ff"), 400},
      {"UnknownExpectation", post_head("Content-Length: 0\r\nExpect: coffee\r\n"), 417},
      {"TlsHello", "\x16\x03\x01\x02", 400},
      {"ChunkSizeOverflow", post_head("Transfer-Encoding: chunked\r\n") + "fffffffffffffffff\r\n", 400},
      {"ChunkSizeHuge", post_head("Transfer-Encoding: chunked\r\n") + "ffffffffffffffff\r\n", 413},
      {"ChunkSizePrefixed", post_head("Transfer-Encoding: chunked\r\n") + "0x1\r\na\r\n0\r\n\r\n", 400},
      {"ChunkWithoutLineEnd", post_head("Transfer-Encoding: chunked\r\n") + "1\r\nab\r\n0\r\n\r\n", 400},
      {"TrailerContentLength", post_head("Transfer-Encoding: chunked\r\n") + "0\r\nContent-Length: 5\r\n\r\n", 400},
      {"ChunkExtensionTooLong",
       post_head("Transfer-Encoding: chunked\r\n") + "1;" + std::string(70'000, 'e') + "\r\na\r\n0\r\n\r\n", 400},
      {"ChunkExtensionsOverBudget",
       post_head("Transfer-Encoding: chunked\r\n") + "1;" + std::string(10'000, 'e') + "\r\na\r\n0\r\n\r\n", 413},
      {"TrailersOverBudget", post_head("Transfer-Encoding: chunked\r\n") + "0\r\n" + many_headers(2'000) + "\r\n", 413},
      {"BodyFarOverLimit", post_head("Content-Length: 1000000000\r\n"), 413},
      {"ChunkedBodyOverLimit",
       post_head("Transfer-Encoding: chunked\r\n") + "401\r\n" + std::string(1'025, 'a') + "\r\n", 413},
      {"ChunkedBodyWhereNoneIsTaken",
       "GET /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", 413},
  };
}

class Framing : public ServerTest, public ::testing::WithParamInterface<Case> {};

TEST_P(Framing, IsRefusedAndNothingBehindItRuns) {
  start();
  const std::string answer = exchange(GetParam().bytes + kMarker);
  EXPECT_EQ(status_of(answer), GetParam().status) << answer;
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos) << answer;
  EXPECT_NE(answer.find("application/problem+json"), std::string::npos);
  EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos) << "one answer only: " << answer;
  EXPECT_TRUE(application.executed().empty());
}

TEST_P(Framing, IsRefusedOnAUsedConnectionToo) {
  start();
  RawHttpClient client(port());
  client.send(get("/hello"));
  ASSERT_EQ(client.read_response()->body, "hello");
  client.send(GetParam().bytes + kMarker);
  const std::string answer = client.read_until_close();
  EXPECT_EQ(status_of(answer), GetParam().status) << answer;
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos) << answer;
  EXPECT_EQ(application.executed(), std::vector<std::string>{"GET /hello"});
}

INSTANTIATE_TEST_SUITE_P(Table, Framing, ::testing::ValuesIn(refused_cases()),
                         [](const auto& row) { return std::string(row.param.name); });

class Smuggling : public ServerTest {};

TEST_F(Smuggling, ABodyIsNeverARequest) {
  start();
  RawHttpClient client(port());
  client.send(post("/echo", kMarker) + get("/hello"));
  EXPECT_EQ(client.read_response()->body, kMarker);
  EXPECT_EQ(client.read_response()->body, "hello");
  EXPECT_EQ(application.executed(), (std::vector<std::string>{"POST /echo", "GET /hello"}));
}

TEST_F(Smuggling, TheBodyOfAGetIsNeverARequest) {
  start();
  RawHttpClient client(port());
  client.send("GET /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(kMarker.size()) + "\r\n\r\n" +
              kMarker);
  EXPECT_EQ(client.read_response()->status, 413);
  client.send(get("/hello"));
  EXPECT_EQ(client.read_response()->body, "hello");
  EXPECT_EQ(application.executed(), std::vector<std::string>{"GET /hello"});
}

TEST_F(Smuggling, ChunkedDataIsNeverARequest) {
  start();
  RawHttpClient client(port());
  char size[16];
  std::snprintf(size, sizeof size, "%zx\r\n", kMarker.size());
  client.send(post_head("Transfer-Encoding: chunked\r\n") + size + kMarker + "\r\n0\r\n\r\n" + get("/hello"));
  EXPECT_EQ(client.read_response()->body, kMarker);
  EXPECT_EQ(client.read_response()->body, "hello");
  EXPECT_EQ(application.executed().size(), 2U);
}

TEST_F(Smuggling, TrailersAreIgnored) {
  start();
  RawHttpClient client(port());
  client.send(
      "POST /authorization HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
      "Authorization: Bearer evil\r\n\r\n");
  const auto response = client.read_response();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "");
}

TEST_F(Smuggling, GarbageAfterPipelinedRequestsEndsTheConnection) {
  start();
  const std::string answer = exchange(get("/one") + get("/two") + get("/three") + "\x01garbage\r\n\r\n" + kMarker);
  EXPECT_EQ(application.executed(), (std::vector<std::string>{"GET /one", "GET /two", "GET /three"}));
  EXPECT_NE(answer.find("HTTP/1.1 400"), std::string::npos);
}

TEST_F(Smuggling, ChunksAreCounted) {
  settings.chunks_max = 10;
  start();
  const auto chunks = [](int count) {
    std::string out = post_head("Transfer-Encoding: chunked\r\n");
    for (int i = 0; i < count; ++i) out += "1\r\na\r\n";
    return out + "0\r\n\r\n";
  };
  EXPECT_EQ(status_of(exchange(chunks(11) + kMarker)), 413);
  RawHttpClient client(port());
  client.send(chunks(9));  // the last, empty one counts too
  EXPECT_EQ(client.read_response()->body, "aaaaaaaaa");
  EXPECT_EQ(application.executed().size(), 1U);
}

TEST_F(Smuggling, RefusalsAreCounted) {
  start();
  exchange("GET /x HTTP/1.1\r\n\r\n");
  EXPECT_NE(metrics.text().find("shrike_http_refused_total{code=\"400\"} 1"), std::string::npos) << metrics.text();
}

}  // namespace
}  // namespace shrike::server
