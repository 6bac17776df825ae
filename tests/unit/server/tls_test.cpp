// HTTPS and WSS as clients meet them.
#include <future>

#include "support/faulty_transport.hpp"
#include "unit/server/tls_fixture.hpp"

namespace shrike::server {
namespace {

TEST_F(TlsTest, SpeaksTls12And13) {
  start();
  EXPECT_EQ(server->url(), "https://127.0.0.1:" + std::to_string(port()));
  for (const auto& [version, name] : {std::pair{TLS1_2_VERSION, "TLSv1.2"}, std::pair{TLS1_3_VERSION, "TLSv1.3"}}) {
    RawHttpClient client(port(), 0, ClientTls{files_.certificate, version, ""});
    EXPECT_EQ(client.tls().version(), name);
    for (int i = 0; i < 3; ++i) {
      client.send(post("/post", "the body"));
      const auto response = client.read_response();
      ASSERT_TRUE(response);
      EXPECT_EQ(response->body, "the body");
      EXPECT_EQ(response->header("Strict-Transport-Security"), "max-age=31536000");
    }
    EXPECT_TRUE(counted("shrike_tls_handshakes_total{version=\"" + std::string(name) + "\"} 1"));
  }
}

TEST_F(TlsTest, RefusesOlderVersions) {
  start();
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION})
    EXPECT_NE(refusal_of({"", version, ""}).find("protocol version"), std::string::npos) << version;
  EXPECT_TRUE(counted("shrike_tls_failures_total{kind=\"no_common_ground\"} 2"));
  EXPECT_EQ(application.heads, 0);
}

TEST_F(TlsTest, AgreesOnHttp11Alone) {
  start();
  RawHttpClient both(port(), 0, ClientTls{files_.certificate, 0, "\x02h2\x08http/1.1"});
  EXPECT_EQ(both.tls().protocol(), "http/1.1");
  EXPECT_NE(refusal_of({"", 0, "\x02h2"}).find("application protocol"), std::string::npos);
}

TEST_F(TlsTest, RenegotiatesNothing) {
  start();
  RawHttpClient client(port(), 0, ClientTls{files_.certificate, TLS1_2_VERSION, ""});
  EXPECT_FALSE(client.tls().renegotiate());
  EXPECT_EQ(ask("/hello"), "hello") << "the others go on";
}

TEST_F(TlsTest, AClientThatDoesNotTrustUsIsCounted) {
  start();
  const testing::CertificateFiles other{dir_.file("other.pem"), dir_.file("other-key.pem")};
  testing::write_certificate(other);
  EXPECT_NE(refusal_of({.trusted = other.certificate}).find("verify failed"), std::string::npos);
  EXPECT_TRUE(counted("shrike_tls_failures_total{kind=\"peer_alert\"} 1"));
}

TEST_F(TlsTest, RecordsThatComeByteByByteChangeNothing) {
  start(testing::faulty_lines({.seed = 1, .short_share = 1, .short_bytes_max = 1}));
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    RawHttpClient client(port(), 0, ClientTls{files_.certificate, version, ""});
    client.send(post("/post", "one") + post("/post", "two") + get("/stream"));
    EXPECT_EQ(client.read_response()->body, "one");
    EXPECT_EQ(client.read_response()->body, "two");
    EXPECT_EQ(client.read_response()->body, "piece 0\npiece 1\npiece 2\n");
  }
}

TEST_F(TlsTest, WhoStallsInTheHandshakeIsCut) {
  start();
  RawHttpClient silent(port());
  RawHttpClient stalling(port());
  stalling.send(std::string_view("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11));
  pass_time(stalling);
  EXPECT_TRUE(stalling.closed_by_peer());
  EXPECT_TRUE(silent.closed_by_peer());
  EXPECT_TRUE(counted("shrike_tls_failures_total{kind=\"incomplete\"} 1")) << "a port that is only tried is no failure";
  EXPECT_TRUE(counted("shrike_http_connections 0"));
}

TEST_F(TlsTest, TheHandshakeHasNoTimeOfItsOwn) {
  start();
  RawHttpClient client(port(), 0, trusting());
  pass_time(client);
  EXPECT_TRUE(client.closed_by_peer()) << "a connection has to say something soon, as without TLS";
  EXPECT_TRUE(client.tls().ended_by_close_notify());
}

TEST_F(TlsTest, PlainHttpIsToldSoAndClosed) {
  start();
  const std::string answer = exchange(get("/hello"));
  EXPECT_EQ(status_of(answer), 400);
  EXPECT_TRUE(answer.ends_with("This port speaks HTTPS only.\n")) << answer;
  EXPECT_EQ(exchange(std::string_view("\x00\x01\x02", 3)), "");
  EXPECT_TRUE(counted("shrike_tls_failures_total{kind=\"not_tls\"} 2"));
  EXPECT_EQ(application.heads, 0);
}

TEST_F(TlsTest, RubbishAfterTheHandshakeEndsTheConnection) {
  start();
  RawHttpClient client(port(), 0, trusting());
  client.send(get("/hello"));
  ASSERT_TRUE(client.read_response());
  client.send_raw(std::string("\x17\x03\x03\x00\x20", 5) + std::string(32, 'x'));
  EXPECT_EQ(client.read_until_close(), "");
  EXPECT_EQ(application.heads, 1);
  EXPECT_TRUE(counted("shrike_http_connections 0"));
}

TEST_F(TlsTest, BigAnswersComeWhole) {
  start();
  const std::string whole(3 * 1024 * 1024, 'L');
  RawHttpClient client(port(), 4'096, trusting());
  for (int i = 0; i < 2; ++i) {
    client.send(get("/large"));
    const auto response = client.read_response();
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, whole);
  }
  client.send(post("/bulk", std::string(1'500'000, 'b')));
  EXPECT_EQ(client.read_response()->body, "1500000");
}

TEST_F(TlsTest, AReaderThatStopsIsCut) {
  start();
  RawHttpClient client(port(), 4'096, trusting());
  for (int i = 0; i < 10; ++i) client.send(get("/large"));
  ASSERT_TRUE(eventually([&] {
    clock.advance(10 * kSecondUs);
    return metrics.text().find("shrike_http_connections 0") != std::string::npos;
  }));
}

TEST_F(TlsTest, OneConnectionTooManyIsToldByAnAlert) {
  settings.connections_max = 1;
  start();
  RawHttpClient first(port(), 0, trusting());
  first.send(get("/hello"));
  ASSERT_TRUE(first.read_response());
  EXPECT_NE(refusal_of(trusting()).find("internal error"), std::string::npos);
}

TEST_F(TlsTest, SocketsGoOverTls) {
  start();
  RawWebSocket socket(port(), 0, trusting());
  ASSERT_EQ(socket.connect("/ws", "Origin: https://localhost\r\n"), 101);
  EXPECT_EQ(socket.read_frame()->payload, "welcome");
  for (int i = 0; i < 50; ++i) {
    socket.send_text(std::to_string(i));
    EXPECT_EQ(socket.read_frame()->payload, std::to_string(i));
  }
  socket.send_text("flood 10");
  for (int i = 0; i < 10; ++i) EXPECT_EQ(socket.read_frame()->payload.size(), 60'000U);
  socket.send_text("close");
  EXPECT_EQ(socket.read_close_code(), 4401);
}

TEST_F(TlsTest, APageOfHttpIsOfAnotherOrigin) {
  start();
  RawWebSocket socket(port(), 0, trusting());
  EXPECT_EQ(socket.connect("/ws", "Origin: http://localhost\r\n"), 403);
}

TEST_F(TlsTest, DestructionWithOpenConnectionsIsClean) {
  start();
  RawHttpClient half(port());
  half.send("\x16");
  RawHttpClient http(port(), 0, trusting());
  http.send(get("/hold"));
  RawWebSocket socket(port(), 0, trusting());
  ASSERT_EQ(socket.connect(), 101);
  ASSERT_TRUE(eventually([&] { return application.executed().size() == 1 && application.sockets_opened == 1; }));
  shut();
  EXPECT_EQ(application.sockets_closed, 1);
}

}  // namespace
}  // namespace shrike::server
