#pragma once
// One suite for every database: tests written with STORE_TEST run on SQLite and on a real PostgreSQL.
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "shrike/store/database.hpp"
#include "shrike/store/migrate.hpp"
#include "support/postgres_cluster.hpp"
#include "support/temp_dir.hpp"

namespace shrike::store {

#define ASSERT_OK(result) ASSERT_TRUE((result).ok()) << (result).error().message
#define EXPECT_OK(result) EXPECT_TRUE((result).ok()) << (result).error().message
#define EXPECT_ERROR(result, expected_kind)                                                                        \
  do {                                                                                                             \
    const auto& checked_result = (result);                                                                         \
    ASSERT_FALSE(checked_result.ok());                                                                             \
    EXPECT_EQ(to_string(checked_result.error().kind), to_string(expected_kind)) << checked_result.error().message; \
  } while (false)

/// An empty database and its url.
class TestStore {
 public:
  explicit TestStore(Dialect dialect);
  [[nodiscard]] const std::string& url() const { return url_; }
  [[nodiscard]] const std::string& problem() const { return problem_; }
  /// Another connection to it.
  [[nodiscard]] Result<std::unique_ptr<Database>> open(const DatabaseOptions& options = {}) const {
    return open_database(url_, options);
  }

 private:
  std::optional<test::TempDir> dir_;
  std::string url_;
  std::string problem_;
};

/// A migrated database in `db()`.
class StoreContract : public ::testing::TestWithParam<Dialect> {
 protected:
  void SetUp() override;
  [[nodiscard]] Database& db() { return *database_; }

  std::unique_ptr<TestStore> store_;
  std::unique_ptr<Database> database_;
};

inline std::string dialect_name(const ::testing::TestParamInfo<Dialect>& info) {
  return info.param == Dialect::sqlite ? "sqlite" : "postgres";
}

#define STORE_SUITE(suite)     \
  using suite = StoreContract; \
  INSTANTIATE_TEST_SUITE_P(Every, suite, ::testing::Values(Dialect::sqlite, Dialect::postgres), dialect_name)

}  // namespace shrike::store
