#include "unit/server/server_fixture.hpp"

namespace shrike::server {
namespace {

class WebSocket : public ServerTest {
 protected:
  void SetUp() override { settings.websocket_messages_per_minute_max = 20; }
  /// An open one that has read its welcome.
  void open(RawWebSocket& socket, std::string_view extra_headers = "") {
    ASSERT_EQ(socket.connect("/ws", extra_headers), 101);
    const auto frame = socket.read_frame();
    ASSERT_TRUE(frame);
    ASSERT_EQ(frame->payload, "welcome");
  }
  int closed_after(int first_byte, std::string_view payload, bool masked = true) {
    RawWebSocket socket(port());
    open(socket);
    socket.send_frame(first_byte, payload, masked);
    return socket.read_close_code();
  }
};

std::string without(std::string text, std::string_view line) {
  const std::size_t at = text.find(line);
  return text.erase(at, text.find("\r\n", at) + 2 - at);
}

TEST_F(WebSocket, AnswersTheHandshakeOfTheRfc) {
  start();
  RawHttpClient client(port());
  client.send(RawWebSocket::handshake());
  const auto response = client.read_response();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 101);
  EXPECT_EQ(response->header("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST_F(WebSocket, RefusesBadHandshakes) {
  start();
  const std::string good = RawWebSocket::handshake();
  EXPECT_EQ(status_of(exchange(RawWebSocket::handshake("/ws", "Origin: https://evil.example\r\n"))), 403);
  EXPECT_EQ(status_of(exchange(without(good, "Sec-WebSocket-Key"))), 400);
  const std::string no_version = exchange(without(good, "Sec-WebSocket-Version"));
  EXPECT_EQ(status_of(no_version), 426);
  EXPECT_NE(no_version.find("Sec-WebSocket-Version: 13"), std::string::npos);
  EXPECT_EQ(status_of(exchange(without(good, "Connection"))), 400);
  EXPECT_EQ(status_of(exchange(good + "early bytes")), 400);
  EXPECT_EQ(status_of(exchange(get("/ws", "Connection: close\r\n"))), 426);
  EXPECT_EQ(application.sockets_opened, 0);
}

TEST_F(WebSocket, TakesTheOwnAndListedOrigins) {
  settings.allowed_origins = {"https://desk.example"};
  start();
  RawWebSocket own(port());
  open(own, "Origin: http://localhost\r\n");
  RawWebSocket listed(port());
  open(listed, "Origin: https://desk.example\r\n");
}

TEST_F(WebSocket, AnUpgradeElsewhereIsAnOrdinaryRequest) {
  start();
  RawHttpClient client(port());
  client.send(RawWebSocket::handshake("/hello"));
  EXPECT_EQ(client.read_response()->body, "hello");
}

TEST_F(WebSocket, Echoes) {
  start();
  RawWebSocket socket(port());
  open(socket);
  for (const std::size_t size : {0U, 1U, 125U, 126U, 60'000U}) {
    const std::string text(size, 'x');
    socket.send_text(text);
    const auto frame = socket.read_frame();
    ASSERT_TRUE(frame) << size;
    EXPECT_EQ(frame->opcode, 1);
    EXPECT_TRUE(frame->fin);
    EXPECT_EQ(frame->payload, text);
  }
  socket.send_frame(0x01, "in ");
  socket.send_frame(0x89, "ping");
  socket.send_frame(0x80, "parts");
  EXPECT_EQ(socket.read_frame()->opcode, 10);
  EXPECT_EQ(socket.read_frame()->payload, "in parts");
}

TEST_F(WebSocket, AnswersPings) {
  start();
  RawWebSocket socket(port());
  open(socket);
  socket.send_frame(0x89, "are you there");
  const auto frame = socket.read_frame();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->opcode, 10);
  EXPECT_EQ(frame->payload, "are you there");
}

TEST_F(WebSocket, ClosesBrokenFramesWithTheRightCode) {
  start();
  EXPECT_EQ(closed_after(0x81, "text", false), 1002) << "not masked";
  EXPECT_EQ(closed_after(0xc1, "text"), 1002) << "RSV1";
  EXPECT_EQ(closed_after(0xa1, "text"), 1002) << "RSV2";
  EXPECT_EQ(closed_after(0x91, "text"), 1002) << "RSV3";
  EXPECT_EQ(closed_after(0x83, "text"), 1002) << "reserved opcode";
  EXPECT_EQ(closed_after(0x8b, "text"), 1002) << "reserved control opcode";
  EXPECT_EQ(closed_after(0x09, "ping"), 1002) << "fragmented control frame";
  EXPECT_EQ(closed_after(0x89, std::string(126, 'p')), 1002) << "long control frame";
  EXPECT_EQ(closed_after(0x80, "rest"), 1002) << "continuation of nothing";
  EXPECT_EQ(closed_after(0x81, "\xff"), 1007) << "not UTF-8";
  EXPECT_EQ(closed_after(0x81, "\xed\xa0\x80"), 1007) << "surrogate";
  EXPECT_EQ(closed_after(0x82, "binary"), 1003) << "binary";
  EXPECT_EQ(closed_after(0x81, std::string(70'000, 'x')), 1009) << "too long";
  EXPECT_EQ(closed_after(0x88, "\x03"), 1002) << "close with one byte";
  EXPECT_EQ(closed_after(0x88, "\x03\xed"), 1002) << "close with 1005";
  EXPECT_EQ(closed_after(0x88, "\x03\xe8"), 1000) << "a good close";
  EXPECT_TRUE(eventually([&] { return application.sockets_closed == application.sockets_opened; }));
}

TEST_F(WebSocket, TellsTheApplicationThePeersCode) {
  start();
  RawWebSocket socket(port());
  open(socket);
  socket.send_frame(0x88, "\x0f\xa0");
  EXPECT_EQ(socket.read_close_code(), 4000);
  EXPECT_TRUE(socket.client.closed_by_peer());
  socket.client.shutdown_send();
  EXPECT_TRUE(eventually([&] { return application.last_close_code == 4000; }));
}

TEST_F(WebSocket, APeerThatClosesButNeverEndsIsCut) {
  start();
  RawWebSocket socket(port());
  open(socket);
  socket.send_frame(0x88, "\x0f\xa0");
  EXPECT_EQ(socket.read_close_code(), 4000);
  EXPECT_TRUE(eventually([&] {
    clock.advance(kSecondUs);
    return application.last_close_code == 4000;
  }));
}

TEST_F(WebSocket, APeerThatVanishesIsAnAbnormalEnd) {
  start();
  {
    RawWebSocket socket(port());
    open(socket);
  }
  EXPECT_TRUE(eventually([&] { return application.last_close_code == 1006; }));
}

TEST_F(WebSocket, TheApplicationCanClose) {
  start();
  RawWebSocket socket(port());
  open(socket);
  socket.send_text("close");
  EXPECT_EQ(socket.read_close_code(), 4401);
  socket.send_frame(0x88, "\x11\x31");
  socket.client.shutdown_send();
  EXPECT_TRUE(eventually([&] { return application.last_close_code == 4401; }));
}

TEST_F(WebSocket, AnExceptionCloses1011) {
  start();
  RawWebSocket socket(port());
  open(socket);
  socket.send_text("throw");
  EXPECT_EQ(socket.read_close_code(), 1011);
}

TEST_F(WebSocket, ASlowReaderIsBoundedAndClosed) {
  start();
  RawWebSocket socket(port(), 4'096);
  open(socket);
  socket.send_text("flood 1000");  // 60 MB in one go
  EXPECT_EQ(socket.read_close_code(), 1013);
  EXPECT_EQ(application.dropped, 3) << "after three overflows nothing is queued any more";
  EXPECT_NE(metrics.text().find("shrike_websocket_dropped_total 3"), std::string::npos);
}

TEST_F(WebSocket, AReaderThatNeverReadsIsCut) {
  settings.websocket_queue_bytes_max = 1'000'000'000;
  settings.websocket_queue_messages_max = 100'000;
  start();
  RawWebSocket socket(port(), 4'096);
  open(socket);
  socket.send_text("flood 2000");
  EXPECT_TRUE(eventually([&] {
    clock.advance(kSecondUs);
    return application.sockets_closed == 1;
  }));
  EXPECT_EQ(application.last_close_code, 1006);
}

TEST_F(WebSocket, PingsASilentPeerAndThenCutsIt) {
  start();
  RawWebSocket socket(port());
  open(socket);
  pass_time(socket.client, 5 * kSecondUs);
  const auto frame = socket.read_frame();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->opcode, 9);
  EXPECT_FALSE(socket.read_frame()) << "no pong came";
  EXPECT_TRUE(eventually([&] { return application.sockets_closed == 1; }));
}

TEST_F(WebSocket, APongKeepsItOpen) {
  start();
  RawWebSocket socket(port());
  open(socket);
  pass_time(socket.client, 5 * kSecondUs);
  for (int i = 0; i < 4; ++i) {
    const auto frame = socket.read_frame();
    ASSERT_TRUE(frame) << i;
    ASSERT_EQ(frame->opcode, 9);
    socket.send_frame(0x8a, frame->payload);
  }
  EXPECT_EQ(application.sockets_closed, 0);
}

TEST_F(WebSocket, TooManyMessagesAreAgainstThePolicy) {
  start();
  RawWebSocket socket(port());
  open(socket);
  for (int i = 0; i < 21; ++i) socket.send_text("x");
  EXPECT_EQ(socket.read_close_code(), 1008);
}

TEST_F(WebSocket, TooManyPingsAreAgainstThePolicy) {
  start();
  RawWebSocket socket(port());
  open(socket);
  for (int i = 0; i < 201; ++i) socket.send_frame(0x89, "");
  EXPECT_EQ(socket.read_close_code(), 1008);
}

TEST_F(WebSocket, APeerThatIgnoresTheCloseIsCut) {
  start();
  RawWebSocket socket(port());
  open(socket);
  socket.send_text("close");
  EXPECT_EQ(socket.read_close_code(), 4401);
  pass_time(socket.client);
  EXPECT_TRUE(socket.client.closed_by_peer());
  EXPECT_TRUE(eventually([&] { return application.last_close_code == 4401; }));
}

TEST_F(WebSocket, StopCloses1001) {
  start();
  RawWebSocket socket(port());
  open(socket);
  std::atomic<bool> drained{false};
  loop.post([&] { server->stop([&] { drained = true; }); });
  EXPECT_EQ(socket.read_close_code(), 1001);
  socket.send_frame(0x88, "\x03\xe9");
  socket.client.shutdown_send();
  EXPECT_TRUE(eventually([&] { return drained.load(); }));
  EXPECT_EQ(application.last_close_code, 1001);
}

TEST_F(WebSocket, ManySendsPingsAndClosesAtOnce) {
  settings.websocket_messages_per_minute_max = 1'000'000;
  start();
  for (int round = 0; round < 20; ++round) {
    RawWebSocket socket(port());
    open(socket);
    for (int i = 0; i < 100; ++i) {
      socket.send_text("x");
      socket.send_frame(0x89, "p");
      if (i % 10 == 0) clock.advance(10 * kSecondUs);
    }
    if (round % 2 == 0) socket.send_text("close");
    if (round % 3 == 0) socket.send_frame(0x88, "\x03\xe8");
  }
  EXPECT_TRUE(eventually([&] { return application.sockets_closed == 20; }));
}

}  // namespace
}  // namespace shrike::server
