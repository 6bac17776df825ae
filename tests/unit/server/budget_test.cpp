// Time budgets and connection limits. The clock is moved by hand while the client waits.
#include "unit/server/server_fixture.hpp"

namespace shrike::server {
namespace {

class Budget : public ServerTest {};

TEST_F(Budget, ASlowHeaderIs408) {
  start();
  RawHttpClient client(port());
  client.send("GET /hello HTTP/1.1\r\nHost:");
  pass_time(client);
  const std::string answer = client.read_until_close();
  EXPECT_EQ(status_of(answer), 408) << answer;
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  EXPECT_EQ(application.heads, 0);
}

TEST_F(Budget, TricklingDoesNotExtendTheHeadersBudget) {
  start();
  RawHttpClient client(port());
  client.send("GET /hello HTTP/1.1\r\n");
  client.while_waiting([&] {
    client.send("X: y\r\n");
    clock.advance(kSecondUs);
  });
  EXPECT_EQ(status_of(client.read_until_close()), 408);
}

TEST_F(Budget, ASlowBodyIs408) {
  start();
  RawHttpClient client(port());
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\nabc");
  pass_time(client);
  EXPECT_EQ(status_of(client.read_until_close()), 408);
  EXPECT_TRUE(application.executed().empty());
}

TEST_F(Budget, AFastEnoughBodyMayTakeLong) {
  start();
  RawHttpClient client(port());
  client.send("POST /bulk HTTP/1.1\r\nHost: a\r\nContent-Length: 40000\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return application.heads == 1; }));
  // After n seconds n * 2,000 bytes are here: above the asked 1,024 a second, for four times the budget.
  int sent = 0;
  client.while_waiting([&] {
    if (sent < 20) client.send(std::string(2'000, 'x'));
    if (++sent < 20) clock.advance(kSecondUs);
  });
  EXPECT_EQ(client.read_response()->body, "40000");
}

TEST_F(Budget, AnIdleConnectionIsClosed) {
  start();
  RawHttpClient client(port());
  client.send(get("/hello"));
  ASSERT_EQ(client.read_response()->body, "hello");
  pass_time(client, 10 * kSecondUs);
  EXPECT_TRUE(client.closed_by_peer());
}

TEST_F(Budget, AConnectionThatSaysNothingIsClosed) {
  start();
  RawHttpClient client(port());
  pass_time(client);
  EXPECT_TRUE(client.closed_by_peer());
}

TEST_F(Budget, AnApplicationThatNeverAnswersIs503) {
  start();
  RawHttpClient client(port());
  client.send(get("/hold"));
  pass_time(client, 10 * kSecondUs);
  EXPECT_EQ(client.read_response()->status, 503);
  loop.post([this] { application.held.clear(); });  // too late: must not answer the next request
  client.while_waiting({});
  client.send(get("/hello"));
  EXPECT_EQ(client.read_response()->body, "hello");
}

TEST_F(Budget, AReaderThatStopsIsCut) {
  start();
  RawHttpClient client(port(), 4'096);
  for (int i = 0; i < 10; ++i) client.send(get("/large"));
  ASSERT_TRUE(eventually([&] {
    clock.advance(10 * kSecondUs);
    return metrics.text().find("shrike_http_connections 0") != std::string::npos;
  }));
}

TEST_F(Budget, OneConnectionTooManyIs503) {
  settings.connections_max = 2;
  start();
  RawHttpClient first(port());
  RawHttpClient second(port());
  first.send(get("/hello"));
  second.send(get("/hello"));
  ASSERT_TRUE(first.read_response() && second.read_response());
  EXPECT_EQ(status_of(exchange("")), 503);
  // Also when the request is there before the answer: a reset must not overtake it.
  for (int i = 0; i < 20; ++i) EXPECT_EQ(status_of(exchange(get("/hello"))), 503);
  first.send(get("/hello"));
  EXPECT_EQ(first.read_response()->body, "hello") << "the others go on";
}

class Lifecycle : public ServerTest {
 protected:
  void stop() {
    loop.post([this] { server->stop([this] { drained = true; }); });
  }
  std::atomic<bool> drained{false};
};

TEST_F(Lifecycle, ATakenPortIsAnErrorWithAnAdvice) {
  start();
  ServerSettings same = settings;
  same.port = port();
  IoLoop other_loop;
  const auto second = Server::create(other_loop, same, application, metrics, clock);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::unavailable);
  EXPECT_NE(second.error().message.find("is free"), std::string::npos) << second.error().message;
}

TEST_F(Lifecycle, ABadHostIsAnError) {
  settings.host = "not a host";
  const auto made = Server::create(loop, settings, application, metrics, clock);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().kind, ErrorKind::invalid);
}

TEST_F(Lifecycle, StopEndsIdleConnectionsAndRefusesNewOnes) {
  start();
  RawHttpClient idle(port());
  idle.send(get("/hello"));
  ASSERT_TRUE(idle.read_response());
  stop();
  EXPECT_TRUE(idle.closed_by_peer());
  EXPECT_TRUE(eventually([&] { return drained.load(); }));
  EXPECT_THROW(RawHttpClient{port()}, std::runtime_error);
}

TEST_F(Lifecycle, StopLetsRequestsInFlightFinish) {
  start();
  RawHttpClient client(port());
  client.send(get("/hold"));
  ASSERT_TRUE(eventually([&] { return application.executed().size() == 1; }));
  stop();
  loop.post([this] {
    EXPECT_FALSE(drained);
    application.held.front()(json_response(200, "{}"));
  });
  const auto response = client.read_response();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->header("Connection"), "close");
}

TEST_F(Lifecycle, StopCutsWhatTakesTooLong) {
  start();
  RawHttpClient client(port());
  client.send(get("/hold"));
  ASSERT_TRUE(eventually([&] { return application.executed().size() == 1; }));
  stop();
  EXPECT_TRUE(eventually([&] {
    clock.advance(11 * kSecondUs);
    return drained.load();
  }));
}

TEST_F(Lifecycle, DestructionWithOpenConnectionsIsClean) {
  start();
  RawHttpClient http(port());
  http.send(get("/hold"));
  RawWebSocket socket(port());
  ASSERT_EQ(socket.connect(), 101);
  ASSERT_TRUE(eventually([&] { return application.executed().size() == 1 && application.sockets_opened == 1; }));
  shut();
  EXPECT_EQ(application.sockets_closed, 1);
}

}  // namespace
}  // namespace shrike::server
