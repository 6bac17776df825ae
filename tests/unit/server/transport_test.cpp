// HTTP and WebSocket over lines that behave badly, plain and below TLS.
#include "support/faulty_transport.hpp"
#include "unit/server/tls_fixture.hpp"

namespace shrike::server {
namespace {

using testing::faulty_lines;
using testing::RawFrame;

/// Takes whether TLS is over the line.
class TransportTest : public TlsTest, public ::testing::WithParamInterface<bool> {
 protected:
  void start(TransportWrap wrap) { GetParam() ? TlsTest::start(std::move(wrap)) : ServerTest::start(std::move(wrap)); }
  /// None where the line breaks while they shake hands.
  template <class Client>
  std::unique_ptr<Client> connect() {
    try {
      return std::make_unique<Client>(port(), 0, GetParam() ? std::optional(trusting()) : std::nullopt);
    } catch (const std::runtime_error&) {
      return nullptr;
    }
  }
  std::size_t talk(std::uint64_t seed);
};

/// What one connection asks, and what it must be answered, in order.
struct Exchange {
  std::string request;
  std::string body;
};
std::vector<Exchange> exchanges(std::uint64_t seed) {
  std::vector<Exchange> all;
  for (int i = 0; i < 6; ++i) {
    const std::string mark = std::to_string(seed) + "-" + std::to_string(i);
    all.push_back({post("/post", mark), mark});
  }
  all.push_back({get("/stream"), "piece 0\npiece 1\npiece 2\n"});
  all.push_back({get("/later"), "later"});
  all.push_back(
      {"POST /post HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n", "abcde"});
  return all;
}

/// How many answers came; each that came is the right one.
std::size_t TransportTest::talk(std::uint64_t seed) {
  const auto client = connect<RawHttpClient>();
  if (!client) return 0;
  std::string requests;
  const auto all = exchanges(seed);
  for (const auto& one : all) requests += one.request;
  client->send(requests);
  std::size_t answered = 0;
  for (const auto& one : all) {
    const auto response = client->read_response();
    if (!response) break;
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, one.body) << "seed " << seed;
    ++answered;
  }
  return answered;
}

TEST_P(TransportTest, PiecesOfAnySizeChangeNoAnswer) {
  start(faulty_lines({.seed = 1}));
  for (std::uint64_t seed = 0; seed < 50; ++seed) EXPECT_EQ(talk(seed), exchanges(seed).size());
}

TEST_P(TransportTest, ABrokenLineCutsTheAnswersButNeverMixesThem) {
  start(faulty_lines({.seed = 2, .breaks_after = 300}));
  std::size_t answered = 0;
  std::size_t asked = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    answered += talk(seed);
    asked += exchanges(seed).size();
  }
  EXPECT_GT(answered, 0U);
  EXPECT_LT(answered, asked) << "no line broke";
  EXPECT_GE(application.executed().size(), answered);
  EXPECT_TRUE(eventually([&] { return metrics.text().find("shrike_http_connections 0") != std::string::npos; }));
}

TEST_P(TransportTest, SocketsKeepTheirOrderUntilTheLineBreaks) {
  start(faulty_lines({.seed = 3, .breaks_after = 150}));
  std::size_t echoed = 0;
  for (int round = 0; round < 100; ++round) {
    const auto socket = connect<RawWebSocket>();
    if (!socket || socket->connect() != 101 || !socket->read_frame()) continue;
    for (int i = 0; i < 20 && socket->send_text(std::to_string(i)); ++i) {
      const auto frame = socket->read_frame();
      if (!frame) break;
      EXPECT_EQ(frame->payload, std::to_string(i));
      ++echoed;
    }
  }
  EXPECT_GT(echoed, 100U);
  EXPECT_LT(echoed, 2'000U) << "no line broke";
  EXPECT_TRUE(eventually([&] { return application.sockets_opened == application.sockets_closed; }));
}

INSTANTIATE_TEST_SUITE_P(Lines, TransportTest, ::testing::Bool(),
                         [](const auto& line) { return line.param ? "Tls" : "Plain"; });

}  // namespace
}  // namespace shrike::server
