// Hashes, random numbers, queue, histogram, metrics, CSV.
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>
#include <thread>

#include "shrike/base/bounded_queue.hpp"
#include "shrike/base/byte_codec.hpp"
#include "shrike/base/csv.hpp"
#include "shrike/base/hash.hpp"
#include "shrike/base/metrics.hpp"
#include "shrike/base/random.hpp"

namespace shrike {
namespace {

using std::chrono_literals::operator""ms;

TEST(Crc32c, KnownVectorsAndBothWaysAgree) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283U);  // RFC 3720 appendix B.4 polynomial, the usual check value
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU);
  Random random(5);
  for (int length = 0; length < 100; ++length) {
    std::string bytes;
    for (int i = 0; i < length; ++i) bytes += static_cast<char>(random.next());
    EXPECT_EQ(crc32c(bytes), crc32c_by_table(bytes)) << length;
  }
}

TEST(RandomNumbers, SameSeedSameNumbersAndMomentsFit) {
  Random a(42), b(42), c(43);
  EXPECT_EQ(a.next(), b.next());
  EXPECT_NE(a.next(), c.next());
  double sum = 0, squares = 0, poisson = 0;
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i) {
    const double x = a.normal(10, 2);
    sum += x;
    squares += x * x;
    poisson += a.poisson(3.5);
  }
  EXPECT_NEAR(sum / kDraws, 10, 0.05);
  EXPECT_NEAR(std::sqrt(squares / kDraws - 100), 2, 0.15);
  EXPECT_NEAR(poisson / kDraws, 3.5, 0.05);
}

TEST(Secrets, TokensDifferAndHashesAreFixed) {
  EXPECT_EQ(random_token(8).size(), 16U);
  EXPECT_NE(random_token(8), random_token(8));
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_NE(keyed_hash_hex("0123456789abcdef", "x"), keyed_hash_hex("0123456789abcdeg", "x"));
  EXPECT_TRUE(equal_constant_time("abc", "abc"));
  EXPECT_FALSE(equal_constant_time("abc", "abd"));
}

TEST(BoundedQueue, RejectsWhenFullAndDrainsAfterClose) {
  BoundedQueue<int> queue("q", 2);
  EXPECT_TRUE(queue.try_push(1));
  EXPECT_TRUE(queue.try_push(2));
  EXPECT_FALSE(queue.try_push(3));
  EXPECT_EQ(queue.push_drop_oldest(4), 1U);
  queue.close();
  EXPECT_FALSE(queue.push(5));
  std::vector<int> out;
  EXPECT_EQ(queue.pop_batch(out, 10, 0ms), 2U);
  EXPECT_EQ(out, (std::vector<int>{2, 4}));
  EXPECT_TRUE(queue.drained());
}

TEST(BoundedQueue, BlockedProducersLoseNothing) {
  BoundedQueue<int> queue("q", 3);
  constexpr int kItems = 2'000;
  std::jthread producer([&] {
    for (int i = 0; i < kItems; ++i) queue.push(i);
    queue.close();
  });
  std::vector<int> out;
  while (!queue.drained()) queue.pop_batch(out, 7, 10ms);
  ASSERT_EQ(out.size(), static_cast<std::size_t>(kItems));
  for (int i = 0; i < kItems; ++i) EXPECT_EQ(out[static_cast<std::size_t>(i)], i);
}

TEST(Histogram, QuantilesAreUpperBoundsWithinAnEighth) {
  Histogram histogram;
  for (std::uint64_t value = 1; value <= 10'000; ++value) histogram.record(value);
  const auto snapshot = histogram.snapshot();
  EXPECT_EQ(snapshot.count, 10'000U);
  for (const double q : {0.5, 0.9, 0.99}) {
    const auto exact = static_cast<double>(10'000 * q);
    EXPECT_GE(static_cast<double>(snapshot.quantile(q)), exact);
    EXPECT_LE(static_cast<double>(snapshot.quantile(q)), exact * 1.126);
  }
  EXPECT_NEAR(snapshot.mean(), 5000.5, 0.01);
  histogram.record(7);
  const auto fresh = histogram.snapshot().since(snapshot);
  EXPECT_EQ(fresh.count, 1U);
  EXPECT_EQ(fresh.quantile(1.0), 7U);
}

TEST(Metrics, TextHasHelpTypesLabelsAndBuckets) {
  Metrics metrics;
  metrics.counter("shrike_things_total", "Things", {{"kind", "a"}}).add(3);
  metrics.gauge("shrike_level", "Level", {}, [] { return 2.5; });
  metrics.histogram("shrike_wait_seconds", "Wait").record(900);
  const std::string text = metrics.text();
  EXPECT_NE(text.find("# TYPE shrike_things_total counter"), std::string::npos);
  EXPECT_NE(text.find("shrike_things_total{kind=\"a\"} 3"), std::string::npos);
  EXPECT_NE(text.find("shrike_level 2.5"), std::string::npos);
  EXPECT_NE(text.find("shrike_wait_seconds_bucket{le=\"0.001\"} 1"), std::string::npos);
  EXPECT_NE(text.find("shrike_wait_seconds_bucket{le=\"0.0005\"} 0"), std::string::npos);
  EXPECT_NE(text.find("shrike_wait_seconds_count 1"), std::string::npos);
}

std::vector<std::vector<std::string>> read_all(const std::string& text, int* bad = nullptr) {
  std::istringstream in(text);
  CsvReader reader(in);
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> fields;
  for (auto status = reader.next(fields); status != CsvReader::Status::end; status = reader.next(fields)) {
    if (status == CsvReader::Status::bad && bad != nullptr) ++*bad;
    rows.push_back(fields);
  }
  return rows;
}

TEST(Csv, QuotesLineBreaksAndByteOrderMark) {
  const auto rows = read_all(
      "\xEF\xBB\xBF"
      "a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\n,\n");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0], (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(rows[1], (std::vector<std::string>{"x, \"y\"", "two\nlines"}));
  EXPECT_EQ(rows[2], (std::vector<std::string>{"", ""}));
}

TEST(Csv, AnOpenQuoteAtTheEndIsBad) {
  int bad = 0;
  read_all("a,b\n1,\"open", &bad);
  EXPECT_EQ(bad, 1);
}

TEST(ByteCodec, ReadsBackAndNeverPastTheEnd) {
  std::string bytes;
  ByteWriter writer(bytes);
  writer.number(std::int64_t{-5});
  writer.text("hello");
  writer.varint(300);
  ByteReader reader(bytes);
  EXPECT_EQ(reader.number<std::int64_t>(), -5);
  EXPECT_EQ(reader.text(), "hello");
  EXPECT_EQ(reader.varint(), 300U);
  EXPECT_TRUE(reader.ok() && reader.at_end());
  EXPECT_EQ(reader.number<std::uint8_t>(), 0);
  EXPECT_FALSE(reader.ok());
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    ByteReader shorter(std::string_view(bytes).substr(0, cut));
    shorter.number<std::int64_t>();
    shorter.text();
    shorter.varint();
    EXPECT_FALSE(shorter.ok()) << cut;
  }
}

}  // namespace
}  // namespace shrike
