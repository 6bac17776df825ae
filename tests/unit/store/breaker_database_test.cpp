#include "shrike/store/breaker_database.hpp"

#include <gtest/gtest.h>

namespace shrike::store {
namespace {

/// Takes as long as it is told and answers as it is told.
class SlowDatabase final : public Database {
 public:
  explicit SlowDatabase(ManualClock& clock) : clock_(clock) {}
  using Database::query;
  Result<Rows> query(std::string_view, std::span<const Value>) override {
    ++calls;
    clock_.advance(takes_us);
    return answers ? Result<Rows>(Rows{}) : Result<Rows>(Error{kind, "no answer"});
  }
  Result<void> script(std::string_view) override { return {}; }
  Result<void> bulk_insert(std::string_view, std::span<const Column>, std::size_t, const FillRow&) override {
    return {};
  }
  Result<void> begin() override { return {}; }
  Result<void> commit() override { return {}; }
  Result<void> rollback() override { return {}; }
  Result<void> act_for(std::string_view) override { return {}; }
  Result<void> lock_migrations() override { return {}; }
  [[nodiscard]] Dialect dialect() const override { return Dialect::sqlite; }

  int calls = 0;
  TimeUs takes_us = 0;
  bool answers = true;
  ErrorKind kind = ErrorKind::unavailable;

 private:
  ManualClock& clock_;
};

class BreakerDatabaseTest : public ::testing::Test {
 protected:
  ManualClock clock_{kDayUs};
  SlowDatabase real_{clock_};
  BreakerDatabase breaker_{real_, clock_, {.slow_us = kSecondUs, .open_us = 5 * kSecondUs}};
};

TEST_F(BreakerDatabaseTest, OpensAfterASlowFailureAndLetsOneProbeThrough) {
  real_.answers = false;
  real_.takes_us = 2 * kSecondUs;
  EXPECT_FALSE(breaker_.query("SELECT 1").ok());
  for (int i = 0; i < 10; ++i) EXPECT_EQ(breaker_.query("SELECT 1").error().kind, ErrorKind::unavailable);
  EXPECT_EQ(breaker_.begin().error().kind, ErrorKind::unavailable) << "whatever the call";
  EXPECT_EQ(real_.calls, 1) << "nobody waited for the database again";
  clock_.advance(5 * kSecondUs);
  EXPECT_FALSE(breaker_.query("SELECT 1").ok());
  EXPECT_EQ(real_.calls, 2);
  EXPECT_FALSE(breaker_.query("SELECT 1").ok());
  EXPECT_EQ(real_.calls, 2) << "the probe failed: open again";
  clock_.advance(5 * kSecondUs);
  real_.answers = true;
  EXPECT_TRUE(breaker_.query("SELECT 1").ok());
  EXPECT_TRUE(breaker_.query("SELECT 1").ok());
}

TEST_F(BreakerDatabaseTest, QuickFailuresAndSlowAnswersOpenNothing) {
  real_.answers = false;
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(breaker_.query("SELECT 1").ok());
  real_.takes_us = 3 * kSecondUs;
  real_.kind = ErrorKind::invalid;
  EXPECT_FALSE(breaker_.query("SELECT 1").ok());
  real_.answers = true;
  EXPECT_TRUE(breaker_.query("SELECT 1").ok());
  EXPECT_EQ(real_.calls, 5);
}

}  // namespace
}  // namespace shrike::store
