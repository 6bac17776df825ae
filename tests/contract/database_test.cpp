#include <fmt/format.h>

#include <fstream>

#include "samples.hpp"
#include "shrike/store/archive_batch.hpp"
#include "shrike/store/cursors.hpp"
#include "store_fixture.hpp"

namespace shrike::store {

STORE_SUITE(Databases);

TEST_P(Databases, values_come_back) {
  const bool sqlite = GetParam() == Dialect::sqlite;
  ASSERT_OK(
      db().script(sqlite ? "CREATE TABLE v (i INTEGER, r REAL, t TEXT, b BLOB, w INTEGER, f INTEGER) STRICT"
                         : "CREATE TABLE v (i bigint, r double precision, t text, b bytea, w timestamptz, f boolean)"));
  const std::string all_bytes = [] {
    std::string bytes;
    for (int byte = 0; byte < 256; ++byte) bytes += static_cast<char>(byte);
    return bytes;
  }();
  const TimeUs time = -12'345'678'901'234'567;  // 1578
  ASSERT_OK(db().query("INSERT INTO v VALUES ($1, $2, $3, $4, $5, $6)",
                       {INT64_MIN, 0.1, std::string("ü'\""), Bytes{all_bytes}, Time{time}, true}));
  ASSERT_OK(db().query("INSERT INTO v VALUES ($6, $5, $4, $3, $2, $1)",
                       {false, Time{1}, Bytes{}, std::string(), 5e-324, INT64_MAX}));
  ASSERT_OK(db().query("INSERT INTO v VALUES ($1, $2, $3, $4, $5, $6)", std::vector<Value>(6)));
  const auto rows = *db().query("SELECT i, r, t, b, w, f FROM v ORDER BY f");
  ASSERT_EQ(rows.size(), 3U);
  const std::size_t null = sqlite ? 0 : 2;  // where NULL sorts
  const Row& no = rows[sqlite ? 1 : 0];
  const Row& yes = rows[sqlite ? 2 : 1];
  EXPECT_EQ(yes.integer(0), INT64_MIN);
  EXPECT_EQ(yes.real(1), 0.1);
  EXPECT_EQ(yes.text(2), "ü'\"");
  EXPECT_EQ(yes.bytes(3), all_bytes);
  EXPECT_EQ(yes.time(4), time);
  EXPECT_TRUE(yes.boolean(5));
  EXPECT_EQ(no.integer(0), INT64_MAX);
  EXPECT_EQ(no.real(1), 5e-324);
  EXPECT_EQ(no.time(4), 1);
  EXPECT_FALSE(no.is_null(2));
  EXPECT_FALSE(no.is_null(3));
  EXPECT_FALSE(no.boolean(5));
  for (std::size_t column = 0; column < 6; ++column) EXPECT_TRUE(rows[null].is_null(column)) << column;
  EXPECT_TRUE(rows[0].is_null(99));
}

TEST_P(Databases, bulk_values_come_back) {
  const bool sqlite = GetParam() == Dialect::sqlite;
  ASSERT_OK(db().script(
      sqlite ? "CREATE TABLE v (n INTEGER, i INTEGER, r REAL, t TEXT, b BLOB, w INTEGER, f INTEGER) STRICT"
             : "CREATE TABLE v (n smallint, i bigint, r double precision, t text, b bytea, w timestamptz, f boolean)"));
  constexpr std::array kColumns{Column{"n", ColumnType::int16},   Column{"i", ColumnType::int64},
                                Column{"r", ColumnType::float64}, Column{"t", ColumnType::text},
                                Column{"b", ColumnType::bytes},   Column{"w", ColumnType::time},
                                Column{"f", ColumnType::boolean}};
  const std::string long_text(100'000, 'x');
  ASSERT_OK(db().bulk_insert("v", kColumns, 20, [&](std::size_t index, BulkRow& row) {
    row.integer(static_cast<std::int64_t>(index) - 1);
    row.integer(INT64_MIN);
    row.real(-0.5);
    index == 3 ? row.null() : row.text(long_text);
    row.bytes(std::string_view("\0\xff", 2));
    row.time(-1);
    row.boolean(index == 5);
  }));
  const auto rows = *db().query("SELECT n, i, r, t, b, w, f FROM v ORDER BY n");
  ASSERT_EQ(rows.size(), 20U);
  EXPECT_EQ(rows[0].integer(0), -1);
  EXPECT_EQ(rows[0].integer(1), INT64_MIN);
  EXPECT_EQ(rows[0].real(2), -0.5);
  EXPECT_EQ(rows[0].text(3), long_text);
  EXPECT_EQ(rows[0].bytes(4), std::string("\0\xff", 2));
  EXPECT_EQ(rows[0].time(5), -1);
  EXPECT_FALSE(rows[0].boolean(6));
  EXPECT_TRUE(rows[5].boolean(6));
  EXPECT_TRUE(rows[3].is_null(3));
  ASSERT_OK(db().bulk_insert("v", kColumns, 0, [](std::size_t, BulkRow&) {}));
}

TEST_P(Databases, failed_bulk_insert_leaves_a_usable_connection) {
  const auto rows = [&] { return db().query("SELECT COUNT(*) FROM nowhere"); };
  constexpr std::array kColumns{Column{"x", ColumnType::int64}};
  EXPECT_FALSE(db().bulk_insert("nowhere", kColumns, 1, [](std::size_t, BulkRow& row) { row.integer(1); }).ok());
  EXPECT_FALSE(rows().ok());
  EXPECT_EQ(*read_cursor(db(), "x"), 0U);
}

TEST_P(Databases, transactions) {
  {
    auto transaction = *Transaction::begin(db());
    ASSERT_OK(write_cursor(db(), "x", 1));
  }
  EXPECT_EQ(*read_cursor(db(), "x"), 0U);
  {
    auto transaction = *Transaction::begin(db());
    ASSERT_OK(write_cursor(db(), "x", 1));
    ASSERT_OK(transaction.commit());
  }
  EXPECT_EQ(*read_cursor(db(), "x"), 1U);
}

TEST_P(Databases, a_failed_statement_spoils_its_transaction) {
  {
    auto transaction = *Transaction::begin(db());
    ASSERT_OK(write_cursor(db(), "x", 1));
    ASSERT_FALSE(db().query("SELECT * FROM nowhere").ok());
    EXPECT_ERROR(transaction.commit(), ErrorKind::io);
  }
  EXPECT_EQ(*read_cursor(db(), "x"), 0U);
  ASSERT_OK(write_cursor(db(), "x", 2));
  EXPECT_EQ(*read_cursor(db(), "x"), 2U);
}

TEST_P(Databases, read_only_connections_do_not_write) {
  auto reader = store_->open({.read_only = true});
  ASSERT_OK(reader);
  EXPECT_EQ(*read_cursor(**reader, "x"), 0U);
  const auto refused = write_cursor(**reader, "x", 1);
  ASSERT_FALSE(refused.ok());
  EXPECT_FALSE(is_retriable(refused.error()));
  EXPECT_EQ(*read_cursor(**reader, "x"), 0U);
}

TEST_P(Databases, readers_do_not_wait_for_a_writer) {
  auto reader = *store_->open({.read_only = true});
  auto transaction = *Transaction::begin(db());
  ASSERT_OK(write_cursor(db(), "x", 1));
  EXPECT_EQ(*read_cursor(*reader, "x"), 0U);
  ASSERT_OK(transaction.commit());
  EXPECT_EQ(*read_cursor(*reader, "x"), 1U);
}

TEST_P(Databases, long_statements_end) {
  auto hasty = *store_->open({.statement_timeout_us = 50 * kMillisecondUs});
  const auto ended = hasty->query(
      "WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 2000000000) SELECT COUNT(*) FROM r");
  EXPECT_ERROR(ended, ErrorKind::unavailable);
  EXPECT_TRUE(is_retriable(ended.error()));
  EXPECT_OK(read_cursor(*hasty, "x"));
}

TEST_P(Databases, errors_hold_no_values) {
  ASSERT_OK(db().query("INSERT INTO api_keys VALUES ($1, $1, $1, $1, $1, $1, $2, NULL, NULL, NULL)",
                       {std::string("secret"), Time{1}}));
  const auto twice = db().query("INSERT INTO api_keys VALUES ($1, $1, $1, $1, $1, $1, $2, NULL, NULL, NULL)",
                                {std::string("secret"), Time{1}});
  EXPECT_ERROR(twice, ErrorKind::conflict);
  EXPECT_EQ(twice.error().message.find("secret"), std::string::npos) << twice.error().message;
}

TEST_P(Databases, a_broken_constraint_of_any_kind_is_a_conflict) {
  EXPECT_ERROR(db().query("INSERT INTO cursors (name, seq) VALUES (NULL, 1)"), ErrorKind::conflict);
  ASSERT_OK(db().script("CREATE TABLE checked (n INTEGER CHECK (n > 0))"));
  EXPECT_ERROR(db().query("INSERT INTO checked VALUES (0)"), ErrorKind::conflict);
}

TEST_P(Databases, a_cursor_that_nobody_can_have_written_is_damage) {
  ASSERT_OK(db().query("INSERT INTO cursors (name, seq) VALUES ('x', -5)"));
  EXPECT_ERROR(read_cursor(db(), "x"), ErrorKind::corrupt);
  EXPECT_ERROR(lock_cursor(db(), "x"), ErrorKind::corrupt);
}

TEST(OpenDatabase, refuses_what_is_no_url) {
  for (const char* url : {"", "mysql://x", "sqlite:", "sqlite://", "postgresql://[broken/x?secret"}) {
    const auto opened = open_database(url);
    EXPECT_ERROR(opened, ErrorKind::invalid);
    EXPECT_EQ(opened.error().message.find("secret"), std::string::npos);
  }
}

TEST(OpenDatabase, damaged_or_missing_files) {
  const test::TempDir dir;
  EXPECT_ERROR(open_database("sqlite://" + dir.file("no/such/folder.db")), ErrorKind::io);
  std::ofstream(dir.file("text.db")) << std::string(5'000, 'x');
  EXPECT_ERROR(open_database("sqlite://" + dir.file("text.db")), ErrorKind::corrupt);
}

TEST(OpenDatabase, unreachable_server_is_retriable) {
  const auto opened = open_database("postgresql://user:secret@127.0.0.1:1/x");
  EXPECT_ERROR(opened, ErrorKind::unavailable);
  EXPECT_EQ(opened.error().message.find("secret"), std::string::npos);
}

class Postgres : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(store_.problem(), "");
    victim_ = *store_.open({.application_name = "victim"});
    ASSERT_OK(migrate(*victim_));
    other_ = *store_.open();
  }
  void terminate_victim() {
    ASSERT_OK(
        other_->query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                      "WHERE application_name = 'victim' AND datname = current_database()"));
  }
  TestStore store_{Dialect::postgres};
  std::unique_ptr<Database> victim_;
  std::unique_ptr<Database> other_;
};

TEST_F(Postgres, a_lost_connection_is_retriable_and_comes_back) {
  terminate_victim();
  const auto lost = read_cursor(*victim_, "x");
  EXPECT_ERROR(lost, ErrorKind::unavailable);
  EXPECT_TRUE(is_retriable(lost.error()));
  EXPECT_OK(read_cursor(*victim_, "x"));
}

TEST_F(Postgres, a_connection_lost_within_a_transaction_never_runs_half_of_it) {
  ASSERT_OK(victim_->begin());
  ASSERT_OK(write_cursor(*victim_, "x", 1));
  terminate_victim();
  EXPECT_ERROR(write_cursor(*victim_, "y", 2), ErrorKind::unavailable);
  EXPECT_ERROR(write_cursor(*victim_, "y", 2), ErrorKind::unavailable);  // still the dead transaction
  EXPECT_ERROR(victim_->commit(), ErrorKind::unavailable);
  EXPECT_OK(victim_->rollback());
  EXPECT_EQ(*read_cursor(*victim_, "x"), 0U);
  EXPECT_EQ(*read_cursor(*victim_, "y"), 0U);
}

TEST_F(Postgres, a_batch_is_written_by_the_next_try) {
  const auto decisions = sample::mixed(1, 50);
  const ArchiveBatch batch{.decisions = decisions, .cursor = 50};
  terminate_victim();
  EXPECT_ERROR(write_archive_batch(*victim_, batch), ErrorKind::unavailable);
  EXPECT_OK(write_archive_batch(*victim_, batch));
  EXPECT_EQ(*read_cursor(*other_, kArchiveCursor), 50U);
}

TEST_F(Postgres, connection_lost_in_the_middle_of_a_copy) {
  constexpr std::array kColumns{Column{"name", ColumnType::text}, Column{"seq", ColumnType::int64}};
  const std::string padding(10'000, 'x');
  ASSERT_OK(victim_->begin());
  std::string name;
  const auto lost = victim_->bulk_insert("cursors", kColumns, 5'000, [&](std::size_t index, BulkRow& row) {
    if (index == 100) terminate_victim();
    name = fmt::format("{}{}", index, padding);
    row.text(name);
    row.integer(1);
  });
  EXPECT_ERROR(lost, ErrorKind::unavailable);
  EXPECT_OK(victim_->rollback());
  EXPECT_EQ((*victim_->query("SELECT COUNT(*) FROM cursors"))[0].integer(0), 0);
}

TEST_F(Postgres, waiting_too_long_for_a_lock_is_retriable) {
  ASSERT_OK(victim_->query("SET lock_timeout = '200ms'"));
  ASSERT_OK(write_cursor(*other_, "x", 1));
  ASSERT_OK(other_->begin());
  ASSERT_OK(write_cursor(*other_, "x", 2));
  EXPECT_ERROR(write_cursor(*victim_, "x", 3), ErrorKind::unavailable);
  ASSERT_OK(other_->rollback());
  EXPECT_OK(write_cursor(*victim_, "x", 3));
}

}  // namespace shrike::store
