#include "server/guard.hpp"

#include <gtest/gtest.h>

namespace shrike::server {
namespace {

int scan(std::string_view bytes, ServerSettings settings = {}) {
  HeadScan scan;
  switch (scan.advance(bytes, settings)) {
    case HeadScan::State::complete:
      return 0;
    case HeadScan::State::incomplete:
      return -1;
    case HeadScan::State::refused:
      return scan.refusal().status;
  }
  return -2;
}

int check(std::vector<FieldView> fields, std::string_view method = "GET", int version = 11) {
  const auto refusal = check_head({method, "/", version, fields});
  return refusal ? refusal->status : 0;
}

int handshake(std::vector<FieldView> fields, const std::vector<std::string>& allowed = {}) {
  const auto refusal = check_handshake({"GET", "/ws", 11, fields}, false, allowed);
  return refusal ? refusal->status : 0;
}

const FieldView kHost{"Host", "example.com"};

TEST(HeadScan, FindsTheEndByteByByte) {
  const std::string text = "GET / HTTP/1.1\r\nHost: a\r\n\r\nbody";
  HeadScan scan;
  const ServerSettings settings;
  const std::size_t end = text.size() - 4;
  for (std::size_t i = 1; i < end; ++i) {
    ASSERT_EQ(scan.advance(std::string_view(text).substr(0, i), settings), HeadScan::State::incomplete) << i;
  }
  ASSERT_EQ(scan.advance(text, settings), HeadScan::State::complete);
  EXPECT_EQ(scan.size(), end);
}

TEST(HeadScan, RefusesLineShapes) {
  EXPECT_EQ(scan("GET / HTTP/1.1\nHost: a\n\n"), 400) << "bare LF";
  EXPECT_EQ(scan("GET / HTTP/1.1\r\nHost: a\r\n b: c\r\n\r\n"), 400) << "obs-fold";
  EXPECT_EQ(scan("GET / HTTP/1.1\r\nHost: a\r\n\tb: c\r\n\r\n"), 400) << "obs-fold with a tab";
  EXPECT_EQ(scan("GET / HTTP/1.1\r\nHost: a\r\nX: \xc3\xa9\r\n\r\n"), 400) << "non-ASCII value";
  EXPECT_EQ(scan("GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n"), 400) << "non-ASCII target";
  EXPECT_EQ(scan(std::string("GET / HTTP/1.1\r\nX: a\0b\r\n\r\n", 27)), 400) << "NUL";
  EXPECT_EQ(scan("GET / HTTP/1.1\r\nX: a\rb\r\n\r\n"), 400) << "CR in a value";
  EXPECT_EQ(scan("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"), 400) << "leading CRLF";
  EXPECT_EQ(scan("\x16\x03\x01\x02"), 400) << "TLS";
}

TEST(HeadScan, KeepsItsLimits) {
  ServerSettings settings;
  settings.headers_max = 3;
  EXPECT_EQ(scan("GET / HTTP/1.1\r\na: 1\r\nb: 1\r\nc: 1\r\n\r\n", settings), 0);
  EXPECT_EQ(scan("GET / HTTP/1.1\r\na: 1\r\nb: 1\r\nc: 1\r\nd: 1\r\n\r\n", settings), 431);
  EXPECT_EQ(scan("GET / HTTP/1.1\r\nX: " + std::string(9'000, 'x'), {}), 431);
  EXPECT_EQ(scan("GET /" + std::string(9'000, 'x'), {}), 414);
  EXPECT_EQ(scan("GET /" + std::string(1'000, 'x'), {}), -1);
}

TEST(CheckHead, WantsOneGoodHost) {
  EXPECT_EQ(check({kHost}), 0);
  EXPECT_EQ(check({}), 400);
  EXPECT_EQ(check({}, "GET", 10), 0);
  EXPECT_EQ(check({kHost, kHost}), 400);
  EXPECT_EQ(check({{"host", ""}}), 400);
  EXPECT_EQ(check({{"Host", "a b"}}), 400);
  EXPECT_EQ(check({{"Host", "user@a"}}), 400);
}

TEST(CheckHead, KnowsOneFraming) {
  EXPECT_EQ(check({kHost, {"Transfer-Encoding", "chunked"}}), 0);
  EXPECT_EQ(check({kHost, {"transfer-encoding", "Chunked"}}), 0);
  for (const std::string_view coding : {"identity", "gzip", "xchunked", "chunked, gzip", "gzip, chunked", ""}) {
    EXPECT_EQ(check({kHost, {"Transfer-Encoding", coding}}), 501) << coding;
  }
  EXPECT_EQ(check({kHost, {"Transfer-Encoding", "chunked"}}, "POST", 10), 400);
  EXPECT_EQ(check({kHost, {"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}}), 400);
  EXPECT_EQ(check({kHost, {"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}}), 400);
  EXPECT_EQ(check({kHost, {"Content-Length", "5"}}), 0);
  for (const std::string_view length : {"3, 3", "+3", "-1", "0x5", "", "3 3", "99999999999999999999"}) {
    EXPECT_EQ(check({kHost, {"Content-Length", length}}), 400) << length;
  }
  EXPECT_EQ(check({kHost, {"Content-Length", "3"}, {"content-length", "3"}}), 400);
}

TEST(CheckHead, RefusesMethodsExpectationsAndDoubledCredentials) {
  EXPECT_EQ(check({kHost}, "TRACE"), 405);
  EXPECT_EQ(check({kHost}, "CONNECT"), 405);
  EXPECT_EQ(check({kHost, {"Expect", "100-Continue"}}), 0);
  EXPECT_EQ(check({kHost, {"Expect", "coffee"}}), 417);
  EXPECT_EQ(check({kHost, {"Authorization", "a"}, {"authorization", "b"}}), 400);
}

TEST(Authority, FollowsTheGrammar) {
  for (const std::string_view good :
       {"a", "example.com", "example.com:80", "127.0.0.1:8000", "[::1]", "[::1]:80", "a_b:"}) {
    EXPECT_TRUE(valid_authority(good)) << good;
  }
  for (const std::string_view bad :
       {"", ":80", "a:b", "a:80:80", "[::1", "[]", "[::1]x", "a/b", "a?b", "a,b", "a:123456"}) {
    EXPECT_FALSE(valid_authority(bad)) << bad;
  }
}

TEST(Handshake, ChecksEveryField) {
  const FieldView connection{"Connection", "keep-alive, UPGRADE"};
  const FieldView version{"Sec-WebSocket-Version", "13"};
  const FieldView key{"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="};
  EXPECT_EQ(handshake({kHost, connection, version, key}), 0);
  EXPECT_EQ(handshake({kHost, version, key}), 400);
  EXPECT_EQ(handshake({kHost, connection, key}), 426);
  EXPECT_EQ(handshake({kHost, connection, {"Sec-WebSocket-Version", "8"}, key}), 426);
  EXPECT_EQ(handshake({kHost, connection, version}), 400);
  for (const std::string_view bad :
       {"x", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQAA", "dGhlIHNhbXBsZSBub25j!Q=="}) {
    EXPECT_EQ(handshake({kHost, connection, version, {"Sec-WebSocket-Key", bad}}), 400) << bad;
  }
  EXPECT_EQ(handshake({kHost, connection, version, key, key}), 400);
  EXPECT_EQ(handshake({kHost, connection, version, key, {"Content-Length", "5"}}), 400);
  EXPECT_EQ(handshake({kHost, connection, version, key, {"Origin", "https://evil.example"}}), 403);
  EXPECT_EQ(handshake({kHost, connection, version, key, {"Origin", "https://example.com"}}), 0);
}

TEST(Origin, IsTheHostOrListed) {
  const std::vector<std::string> listed = {"https://desk.example"};
  EXPECT_TRUE(origin_matches("", "a:1", false, {}));
  EXPECT_TRUE(origin_matches("http://A:1", "a:1", false, {}));
  EXPECT_FALSE(origin_matches("http://a:2", "a:1", false, {}));
  EXPECT_FALSE(origin_matches("http://a", "a:1", false, {}));
  EXPECT_FALSE(origin_matches("null", "null", false, {}));
  EXPECT_FALSE(origin_matches("file://a:1", "a:1", false, {}));
  EXPECT_FALSE(origin_matches("http://", "", false, {}));
  EXPECT_TRUE(origin_matches("https://desk.example", "a:1", false, listed));
  EXPECT_FALSE(origin_matches("https://desk.example.evil", "a:1", false, listed));
  EXPECT_TRUE(origin_matches("null", "a", false, std::vector<std::string>{"*"}));
}

TEST(Origin, OfAServerWithTlsIsHttps) {
  const std::vector<std::string> listed = {"http://desk.example"};
  EXPECT_TRUE(origin_matches("", "a:1", true, {}));
  EXPECT_TRUE(origin_matches("https://a:1", "a:1", true, {}));
  EXPECT_FALSE(origin_matches("http://a:1", "a:1", true, {}));
  EXPECT_TRUE(origin_matches("http://desk.example", "a:1", true, listed)) << "the operator says so";
  EXPECT_TRUE(origin_matches("https://a:1", "a:1", false, {})) << "a proxy ends TLS";
}

}  // namespace
}  // namespace shrike::server
