#include "shrike/alerts/http_sender.hpp"

#include <gtest/gtest.h>

#include <set>

#include "support/http_receiver.hpp"

namespace shrike::alerts {
namespace {

using testing::HttpReceiver;

Request to(const std::string& url) { return {url, {{"Content-Type", "application/json"}, {"x-test", "1"}}, "{}", {}}; }

/// The answer to one request.
Answer answer_of(Transport& transport, const Request& request) {
  transport.start(7, request);
  for (int at = 0; at < 200; ++at) {
    for (auto& finished : transport.wait(100 * kMillisecondUs)) {
      EXPECT_EQ(finished.token, 7U);
      return finished.answer;
    }
  }
  ADD_FAILURE() << "no answer";
  return {};
}

Answer answer_to(const std::string& raw) {
  const HttpReceiver receiver(raw);
  const auto transport = make_http_sender({.allow_private = true});
  return answer_of(*transport, to(receiver.url("/a")));
}

TEST(HttpSender, SendsWhatItIsGiven) {
  const HttpReceiver receiver;
  const auto transport = make_http_sender({.allow_private = true});
  const Answer answer = answer_of(*transport, to(receiver.url("/a?b=c")));
  EXPECT_TRUE(answer.ok()) << answer.error;
  EXPECT_EQ(answer.body, "ok");
  ASSERT_EQ(receiver.posts().size(), 1U);
  const auto post = receiver.posts().front();
  EXPECT_EQ(post.path, "/a?b=c");
  EXPECT_EQ(post.body, "{}");
  EXPECT_EQ(post.header("x-test"), "1");
  EXPECT_EQ(post.header("Expect"), "");
}

TEST(HttpSender, ManyAtOnceEachGetTheirAnswer) {
  const HttpReceiver receiver;
  const auto transport = make_http_sender({.allow_private = true});
  for (std::uint64_t token = 0; token < 50; ++token) transport->start(token, to(receiver.url("/a")));
  std::set<std::uint64_t> answered;
  for (int at = 0; at < 500 && answered.size() < 50; ++at) {
    for (const auto& finished : transport->wait(20 * kMillisecondUs)) {
      EXPECT_TRUE(finished.answer.ok()) << finished.answer.error;
      answered.insert(finished.token);
    }
  }
  EXPECT_EQ(answered.size(), 50U);
}

TEST(HttpSender, PrivateAddressesAreRefusedHoweverTheyAreWritten) {
  const HttpReceiver receiver;
  const auto transport = make_http_sender({});
  for (const char* host : {"127.0.0.1", "localhost", "2130706433", "0x7f.0.0.1", "[::ffff:127.0.0.1]", "0"}) {
    const Answer answer =
        answer_of(*transport, to("http://" + std::string(host) + ":" + std::to_string(receiver.port())));
    EXPECT_FALSE(answer.ok());
    EXPECT_NE(answer.error.find("private address"), std::string::npos) << host << ": " << answer.error;
  }
  EXPECT_TRUE(receiver.posts().empty());
}

TEST(HttpSender, ReadsStatusAndRetryAfter) {
  const Answer busy = answer_to("HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(busy.status, 429);
  EXPECT_EQ(busy.retry_after_us, 7 * kSecondUs);
  EXPECT_EQ(answer_to("HTTP/1.1 503 No\r\nRetry-After: 999999\r\nContent-Length: 0\r\n\r\n").retry_after_us, kHourUs)
      << "nobody may hold us up for ever";
}

TEST(HttpSender, FollowsNoRedirect) {
  const Answer moved = answer_to("HTTP/1.1 302 Away\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(moved.status, 302);
  EXPECT_FALSE(moved.ok());
}

TEST(HttpSender, ReadsTheBeginningOfALongAnswer) {
  const std::string body(300'000, 'x');
  const Answer answer = answer_to("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + body);
  EXPECT_TRUE(answer.ok()) << answer.error;
  EXPECT_EQ(answer.body.size(), kAnswerBytesMax);
}

TEST(HttpSender, WhatIsNoAnswerIsAnError) {
  EXPECT_FALSE(answer_to("").error.empty());
  EXPECT_FALSE(answer_to("\x01\x02").ok());
  const auto transport = make_http_sender({.allow_private = true});
  EXPECT_FALSE(answer_of(*transport, to("http://127.0.0.1:1/")).error.empty());
  EXPECT_FALSE(answer_of(*transport, to("file:///etc/passwd")).error.empty());
  EXPECT_FALSE(answer_of(*transport, to("gopher://127.0.0.1:1/")).error.empty());
}

TEST(HttpSender, EndsWhatIsUnderWayWithItself) {
  const HttpReceiver receiver;
  const auto transport = make_http_sender({.allow_private = true});
  for (std::uint64_t token = 0; token < 5; ++token) transport->start(token, to(receiver.url("/a")));
}

TEST(CheckUrl, TakesHttpWithoutAUserName) {
  for (const char* good : {"http://host/", "https://host:8443/path?query", "https://[2001:db8::1]/x"})
    EXPECT_TRUE(check_url(good).ok()) << good;
  for (const char* bad : {"", "host", "ftp://host/", "file:///etc/passwd", "http://user@host/", "http://user:pw@host/",
                          "http://", "http://ho st/", "javascript:alert(1)"})
    EXPECT_FALSE(check_url(bad).ok()) << bad;
}

}  // namespace
}  // namespace shrike::alerts
