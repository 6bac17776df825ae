#include <fmt/format.h>

#include <thread>

#include "store_fixture.hpp"

namespace shrike::store {

STORE_SUITE(Migrations);

/// The same file for both databases.
std::vector<EmbeddedFile> files(std::vector<std::pair<const char*, const char*>> rows) {
  std::vector<EmbeddedFile> all;
  for (const auto& [name, sql] : rows) all.push_back({name, sql});
  return all;
}

std::int64_t count(Database& database, const std::string& table) {
  auto rows = database.query("SELECT COUNT(*) FROM " + table);
  return rows ? rows->front().integer(0) : -1;
}

TEST_P(Migrations, repeated_start_changes_nothing) {
  const auto before = count(db(), "schema_migrations");
  ASSERT_GE(before, 1);
  EXPECT_OK(migrate(db()));
  EXPECT_EQ(count(db(), "schema_migrations"), before);
}

TEST_P(Migrations, both_dialects_have_the_same_numbers) {
  std::vector<std::string> numbers[2];
  for (const EmbeddedFile& file : embedded::migrations()) {
    const bool sqlite = file.name.starts_with("sqlite/");
    const std::size_t start = file.name.find('/') + 1;
    numbers[sqlite ? 0 : 1].emplace_back(file.name.substr(start));
  }
  EXPECT_FALSE(numbers[0].empty());
  EXPECT_EQ(numbers[0], numbers[1]);
}

TEST_P(Migrations, changed_file_is_refused) {
  const TestStore other(GetParam());
  auto database = *other.open();
  ASSERT_OK(migrate(*database, files({{"sqlite/0001_a.sql", "CREATE TABLE a (x BIGINT)"},
                                      {"postgres/0001_a.sql", "CREATE TABLE a (x BIGINT)"}})));
  auto changed = migrate(*database, files({{"sqlite/0001_a.sql", "CREATE TABLE a (y BIGINT)"},
                                           {"postgres/0001_a.sql", "CREATE TABLE a (y BIGINT)"}}));
  EXPECT_ERROR(changed, ErrorKind::conflict);
  EXPECT_NE(changed.error().message.find("0001_a.sql"), std::string::npos);
}

TEST_P(Migrations, newer_schema_is_refused) {
  ASSERT_OK(db().query("INSERT INTO schema_migrations (number, name, checksum) VALUES (9999, '9999_later.sql', 'x')"));
  auto result = migrate(db());
  EXPECT_ERROR(result, ErrorKind::conflict);
  EXPECT_NE(result.error().message.find("9999_later.sql"), std::string::npos);
}

TEST_P(Migrations, failing_migration_leaves_the_one_before) {
  const TestStore other(GetParam());
  auto database = *other.open();
  const auto both = files({{"sqlite/0001_a.sql", "CREATE TABLE a (x BIGINT)"},
                           {"sqlite/0002_b.sql", "CREATE TABLE b (x BIGINT); INSERT INTO nowhere VALUES (1)"},
                           {"postgres/0001_a.sql", "CREATE TABLE a (x BIGINT)"},
                           {"postgres/0002_b.sql", "CREATE TABLE b (x BIGINT); INSERT INTO nowhere VALUES (1)"}});
  auto failed = migrate(*database, both);
  ASSERT_FALSE(failed.ok());
  EXPECT_NE(failed.error().message.find("0002_b.sql"), std::string::npos);
  EXPECT_EQ(count(*database, "schema_migrations"), 1);
  EXPECT_EQ(count(*database, "a"), 0);
  EXPECT_EQ(count(*database, "b"), -1);
}

TEST_P(Migrations, later_file_is_added) {
  const TestStore other(GetParam());
  auto database = *other.open();
  auto all =
      files({{"sqlite/0001_a.sql", "CREATE TABLE a (x BIGINT)"}, {"postgres/0001_a.sql", "CREATE TABLE a (x BIGINT)"}});
  ASSERT_OK(migrate(*database, all));
  all.push_back({"sqlite/0002_b.sql", "CREATE TABLE b (x BIGINT)"});
  all.push_back({"postgres/0002_b.sql", "CREATE TABLE b (x BIGINT)"});
  ASSERT_OK(migrate(*database, all));
  EXPECT_EQ(count(*database, "b"), 0);
}

TEST_P(Migrations, several_starters_at_once) {
  const TestStore other(GetParam());
  constexpr int kStarters = 4;
  std::vector<std::string> errors(kStarters);
  std::vector<std::thread> threads;
  for (int starter = 0; starter < kStarters; ++starter) {
    threads.emplace_back([&, starter] {
      auto database = other.open();
      if (!database) {
        errors[starter] = database.error().message;
        return;
      }
      if (auto done = migrate(**database); !done) errors[starter] = done.error().message;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(errors, std::vector<std::string>(kStarters));
  auto database = *other.open();
  EXPECT_EQ(count(*database, "decisions"), 0);
}

}  // namespace shrike::store
