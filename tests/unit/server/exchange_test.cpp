// Whole exchanges with well-formed requests: order, persistence, bodies, and what happens when the application fails.
#include "unit/server/server_fixture.hpp"

namespace shrike::server {
namespace {

class Exchange : public ServerTest {
 protected:
  void SetUp() override { start(); }
};

TEST_F(Exchange, KeepsTheConnection) {
  RawHttpClient client(port());
  for (int i = 0; i < 3; ++i) {
    client.send(get("/hello"));
    const auto response = client.read_response();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, "hello");
    EXPECT_EQ(response->header("Connection"), "");
    EXPECT_EQ(response->header("Date"), "Tue, 14 Nov 2023 22:13:20 GMT");
  }
}

TEST_F(Exchange, ClosesWhenAsked) {
  EXPECT_NE(exchange(get("/hello", "Connection: close\r\n")).find("Connection: close"), std::string::npos);
  EXPECT_NE(exchange("GET /hello HTTP/1.0\r\n\r\n").find("Connection: close"), std::string::npos);
  RawHttpClient old(port());
  old.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(old.read_response()->header("Connection"), "keep-alive");
}

TEST_F(Exchange, AnswersPipelinedRequestsInOrder) {
  RawHttpClient client(port());
  std::string bytes;
  for (int i = 0; i < 200; ++i) bytes += post(i % 3 == 0 ? "/later" : "/echo", std::to_string(i));
  client.send(bytes);
  for (int i = 0; i < 200; ++i) {
    const auto response = client.read_response();
    ASSERT_TRUE(response) << i;
    EXPECT_EQ(response->body, i % 3 == 0 ? "later" : std::to_string(i));
  }
}

TEST_F(Exchange, TakesBytesOneByOne) {
  RawHttpClient client(port());
  for (const char c : post("/echo", "payload")) client.send(std::string_view(&c, 1));
  EXPECT_EQ(client.read_response()->body, "payload");
}

TEST_F(Exchange, HeadHasNoBody) {
  RawHttpClient client(port());
  client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n" + get("/hello"));
  const auto head = client.read_response(true);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->header("Content-Length"), "5");
  EXPECT_EQ(client.read_response()->body, "hello");
}

TEST_F(Exchange, SendsContinueWhenTheBodyIsWanted) {
  RawHttpClient client(port());
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_response(false, true)->status, 100);
  client.send("body");
  EXPECT_EQ(client.read_response()->body, "body");
}

TEST_F(Exchange, SendsNoContinueForARefusedBody) {
  const std::string answer =
      exchange("POST /reject HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(status_of(answer), 401);
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

TEST_F(Exchange, RejectsBeforeTheBodyIsRead) {
  RawHttpClient client(port());
  client.send("POST /reject HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n");
  EXPECT_EQ(client.read_response()->status, 401);
  client.send("0123456789" + get("/hello"));
  EXPECT_EQ(client.read_response()->body, "hello") << "a short body is thrown away";
  EXPECT_EQ(application.executed(), std::vector<std::string>{"GET /hello"});
}

TEST_F(Exchange, DoesNotWaitForALongRejectedBody) {
  const std::string answer = exchange("POST /reject HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n");
  EXPECT_EQ(status_of(answer), 401);
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
}

TEST_F(Exchange, ChecksTheBodysKind) {
  RawHttpClient client(port());
  client.send(post("/json", "{}", "Content-Type: application/JSON; charset=utf-8\r\n") + post("/json", "{}") +
              post("/json", "{}", "Content-Type: text/plain\r\n") + post("/echo", "{}", "Content-Encoding: gzip\r\n") +
              post("/echo", std::string(1'025, 'x')) + get("/hello"));
  for (const int status : {200, 415, 415, 415, 413, 200}) EXPECT_EQ(client.read_response()->status, status);
  EXPECT_EQ(application.executed().size(), 2U);
}

TEST_F(Exchange, TakesLargeBodies) {
  const std::string body(1'500'000, 'b');
  RawHttpClient client(port());
  client.send(post("/bulk", body));
  EXPECT_EQ(client.read_response()->body, "1500000");
  std::string chunked = "POST /bulk HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 150; ++i) chunked += "2710\r\n" + std::string(10'000, 'c') + "\r\n";
  client.send(chunked + "0\r\n\r\n" + get("/hello"));
  EXPECT_EQ(client.read_response()->body, "1500000");
  EXPECT_EQ(client.read_response()->body, "hello");
}

TEST_F(Exchange, SendsLargeAndStreamedBodies) {
  RawHttpClient client(port());
  client.send(get("/large") + get("/stream") + get("/hello"));
  EXPECT_EQ(client.read_response()->body.size(), 3U * 1024 * 1024);
  EXPECT_EQ(client.read_response()->body, "piece 0\npiece 1\npiece 2\n");
  EXPECT_EQ(client.read_response()->body, "hello");
  EXPECT_TRUE(exchange("GET /stream HTTP/1.0\r\n\r\n").ends_with("\r\n\r\npiece 0\npiece 1\npiece 2\n"));
}

TEST_F(Exchange, ADroppedResponderIsA500) {
  RawHttpClient client(port());
  client.send(get("/drop", "X-Request-Id: my-id\r\n") + get("/hello"));
  const auto response = client.read_response();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 500);
  EXPECT_NE(response->body.find("\"request_id\":\"my-id\""), std::string::npos) << response->body;
  EXPECT_EQ(response->header("X-Request-Id"), "my-id");
  EXPECT_EQ(client.read_response()->body, "hello");
}

TEST_F(Exchange, AThrowingApplicationIsA500) {
  RawHttpClient client(port());
  client.send(get("/throw") + get("/throw-int") + get("/throw-head") + get("/hello"));
  for (int i = 0; i < 3; ++i) {
    const auto response = client.read_response();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 500);
    EXPECT_EQ(response->body.find("handler"), std::string::npos) << "the exception's text stays inside";
  }
  EXPECT_EQ(client.read_response()->body, "hello");
}

TEST_F(Exchange, ALateAnswerToAGonePeerIsThrownAway) {
  {
    RawHttpClient client(port());
    client.send(get("/hold"));
    ASSERT_TRUE(eventually([&] { return application.executed().size() == 1; }));
  }
  loop.post([this] { application.held.clear(); });
  RawHttpClient next(port());
  next.send(get("/hello"));
  EXPECT_EQ(next.read_response()->body, "hello");
}

TEST_F(Exchange, DoesNotTakeAHarmfulRequestId) {
  RawHttpClient client(port());
  client.send(get("/hello", "X-Request-Id: {\"level\":1}\r\n"));
  EXPECT_EQ(client.read_response()->header("X-Request-Id").find('{'), std::string::npos);
}

TEST_F(Exchange, CountsByRoute) {
  RawHttpClient client(port());
  client.send(get("/hello") + get("/drop"));
  client.read_response();
  client.read_response();
  // An answer is counted when its last byte is sent, which the client may see first.
  const auto counted = [this](std::string_view line) { return metrics.text().find(line) != std::string::npos; };
  for (const char* line :
       {"shrike_http_requests_total{code=\"200\",method=\"GET\",route=\"/get\"} 1",
        "shrike_http_requests_total{code=\"500\",method=\"GET\",route=\"/get\"} 1",
        "shrike_http_request_duration_seconds_count{route=\"/get\"} 2", "shrike_http_connections 1"}) {
    EXPECT_TRUE(eventually([&] { return counted(line); })) << line;
  }
}

}  // namespace
}  // namespace shrike::server
