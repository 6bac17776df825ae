#include "shrike/sources/file_reader.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "support/events.hpp"

namespace shrike::sources {
namespace {

class FileReaderTest : public ::testing::Test {
 protected:
  std::vector<LabelledEvent> read(const std::string& text, FileFormat format = FileFormat::csv,
                                  const ColumnMap& map = {}) {
    in_.clear();
    in_.str(text);
    auto opened = FileReader::open(in_, format, map, tokeniser_, clock_);
    error_ = opened.ok() ? "" : opened.error().message;
    std::vector<LabelledEvent> out;
    if (!opened) return out;
    reader_ = std::move(*opened);
    while (auto item = reader_->next()) out.push_back(std::move(*item));
    return out;
  }
  std::istringstream in_;
  SystemClock clock_;
  CardTokeniser tokeniser_{"0123456789abcdef"};
  std::unique_ptr<FileReader> reader_;
  std::string error_;
};

TEST_F(FileReaderTest, TheLimitsOfTheApiHoldForFilesToo) {
  const std::string longer(kIdBytesMax + 1, 'x');
  const std::string head = "transaction_id,amount,device_id,a\n";
  const std::string lines = "t-1,5,d,1.5\nt-2,5," + longer + ",1\nt-3,5,d,inf\nt-4,5,d,12x\n";
  const auto rows = read(head + lines, FileFormat::csv, {{"attributes.a", "a"}});
  ASSERT_EQ(rows.size(), 1U) << error_;
  EXPECT_EQ(reader_->rows_bad(), 3U);
}

TEST_F(FileReaderTest, FindsUsualColumnsAndTruth) {
  const auto rows = read(
      "TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_FRAUD\n0,2018-04-01 "
      "00:00:31,596,3156,57.16,0\n1,2018-04-01 00:02:10,4961,3412,146.0,1\n");
  ASSERT_EQ(rows.size(), 2U);
  const auto& body = std::get<domain::Transaction>(rows[0].event.body);
  EXPECT_EQ(body.amount.minor, 5716);
  EXPECT_EQ(body.customer_id, "596");
  EXPECT_EQ(body.terminal_id, "3156");
  EXPECT_EQ(rows[0].fraud, false);
  EXPECT_EQ(rows[1].fraud, true);
}

TEST_F(FileReaderTest, CountsBadRowsByLineAndGoesOn) {
  const auto rows = read(
      "amount,timestamp,is_fraud\n1.00,2026-01-01,0\nx,2026-01-01,0\n\"2.00\",\"not "
      "a\ntime\",0\n3.00,2026-01-02,maybe\n70.30000000000001,2026-01-03,1\n");
  EXPECT_EQ(rows.size(), 2U);
  EXPECT_EQ(reader_->rows_read(), 5U);
  EXPECT_EQ(reader_->rows_bad(), 3U);
  ASSERT_EQ(reader_->bad_rows().size(), 3U);
  EXPECT_EQ(reader_->bad_rows()[0].line, 3U);
  EXPECT_NE(reader_->bad_rows()[0].reason.find("amount"), std::string::npos);
  EXPECT_EQ(reader_->bad_rows()[1].line, 4U);
  EXPECT_EQ(reader_->bad_rows()[2].line, 6U);
  EXPECT_EQ(std::get<domain::Transaction>(rows[1].event.body).amount.minor, 7030);
}

TEST_F(FileReaderTest, MapNamesColumnsAndAttributes) {
  const auto map = parse_column_map("amount=value,attributes.age=years");
  ASSERT_TRUE(map.ok());
  const auto rows = read("value,years\n5,33\n", FileFormat::csv, *map);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(std::get<domain::Transaction>(rows[0].event.body).attributes.front(),
            (std::pair<std::string, double>{"age", 33.0}));
  EXPECT_FALSE(parse_column_map("amount").ok());
  EXPECT_FALSE(parse_column_map("price=value").ok());
  read("value\n5\n", FileFormat::csv, {{"amount", "cost"}});
  EXPECT_NE(error_.find("cost"), std::string::npos);
  read("a,b\n1,2\n");
  EXPECT_NE(error_.find("--map"), std::string::npos);
}

TEST_F(FileReaderTest, ReadsMessagesAndNdjson) {
  const auto messages = read("text,label\n\"Hello, you\",ham\nWin now,spam\n");
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(std::get<domain::Message>(messages[0].event.body).content, "Hello, you");
  EXPECT_EQ(messages[1].fraud, true);
  const auto lines =
      read("{\"amount\":5,\"is_fraud\":true}\nbroken\n{\"message_content\":\"hi\"}\n", FileFormat::ndjson);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].fraud, true);
  EXPECT_EQ(reader_->bad_rows().front().line, 2U);
}

TEST(DelayedLabels, ComeWhenTheirTimeHasCome) {
  DelayedLabels labels(kDayUs);
  const auto fraud = testing::payment("t-1", 100);
  labels.add(fraud, true);
  labels.add(testing::payment("t-2", 100), false);
  EXPECT_FALSE(labels.due(fraud.time_us + kDayUs - 1).has_value());
  const auto due = labels.due(fraud.time_us + kDayUs);
  ASSERT_TRUE(due.has_value());
  EXPECT_EQ(std::get<domain::Label>(due->body).event_id, "t-1");
  EXPECT_FALSE(labels.due(fraud.time_us + 9 * kDayUs).has_value());
}

}  // namespace
}  // namespace shrike::sources
