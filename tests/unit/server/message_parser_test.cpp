#include "server/message_parser.hpp"

#include <gtest/gtest.h>

namespace shrike::server {
namespace {

struct Read {
  bool complete = false;
  std::optional<int> refused;
  std::string body;
};

/// As a connection does it: what is left over is offered again with more behind it, up to each of `cuts` and the end.
Read read_chunked(const std::string& bytes, std::vector<std::size_t> cuts) {
  Read out;
  std::vector<FieldView> fields;
  MessageParser parser(1024, fields);
  if (parser.parse_head("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")) return out;
  parser.expect_body(&out.body, {64, 64, 8});
  cuts.push_back(bytes.size());
  std::size_t at = 0;
  for (const std::size_t arrived : cuts) {
    std::size_t used = 1;
    while (used > 0 && at < arrived && !parser.is_done()) {
      if (const auto refusal = parser.parse_body(std::string_view(bytes).substr(at, arrived - at), used)) {
        out.refused = refusal->status;
        return out;
      }
      at += used;
    }
  }
  out.complete = parser.is_done();
  return out;
}

TEST(MessageParser, ReadsAChunkedBodyHoweverItIsCut) {
  for (const std::string body : {"0\r\n\r\n", "0000\r\n\r\n", "0;x\r\n\r\n", "0\r\nA: b\r\n\r\n", "2\r\nab\r\n0\r\n\r\n",
                                 "1\r\na\r\n1;x=y\r\nb\r\n0\r\nA: b\r\n\r\n", "02\r\nab\r\n00\r\n\r\n"}) {
    const Read whole = read_chunked(body, {});
    ASSERT_TRUE(whole.complete) << body;
    for (std::size_t first = 0; first < body.size(); ++first) {
      for (std::size_t second = first; second < body.size(); ++second) {
        const Read cut = read_chunked(body, {first, second});
        EXPECT_TRUE(cut.complete && cut.body == whole.body) << body << " cut at " << first << " and " << second;
      }
    }
  }
}

TEST(MessageParser, ReadsAChunkedBodyByteByByte) {
  std::vector<std::size_t> every;
  for (std::size_t i = 1; i < 5; ++i) every.push_back(i);
  EXPECT_TRUE(read_chunked("0\r\n\r\n", every).complete);
}

TEST(MessageParser, RefusesWhatIsNoChunkAsSoonAsItsLineIsThere) {
  EXPECT_EQ(read_chunked("g\r\n", {}).refused, 400);
  EXPECT_EQ(read_chunked("0x\r\n\r\n", {2}).refused, 400);
}

}  // namespace
}  // namespace shrike::server
