#include "shrike/access/denial_log.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace shrike::access {
namespace {

class DenialLogTest : public ::testing::Test {
 protected:
  void note(const std::string& address, const std::string& object = "GET /audit") {
    store::AuditEntry entry;
    entry.time_us = clock_.now_us();
    entry.address = address;
    entry.action = "denied";
    entry.object = object;
    log_.note(std::move(entry));
  }
  ManualClock clock_{kDayUs};
  std::vector<store::AuditEntry> rows_;
  DenialLog log_{clock_, [this](store::AuditEntry entry) { rows_.push_back(std::move(entry)); }};
};

TEST_F(DenialLogTest, WritesTheFirstAndCountsTheRestOfTheMinute) {
  for (int i = 0; i < 50; ++i) note("10.0.0.1");
  note("10.0.0.2");
  note("10.0.0.1", "GET /keys");
  EXPECT_EQ(rows_.size(), 3U);
  log_.tick();
  EXPECT_EQ(rows_.size(), 3U) << "the minute is not over";
  clock_.advance(DenialLog::kWindowUs);
  log_.tick();
  ASSERT_EQ(rows_.size(), 4U) << "only the repeated one";
  EXPECT_EQ(rows_[3].detail, R"({"repeated":49})");
  EXPECT_EQ(rows_[3].address, "10.0.0.1");
  EXPECT_EQ(log_.places(), 0U);
  note("10.0.0.1");
  EXPECT_EQ(rows_.size(), 5U);
}

TEST_F(DenialLogTest, ManyAddressesShareARow) {
  for (std::size_t i = 0; i < DenialLog::kPlacesMax + 500; ++i) note(fmt::format("10.0.{}.{}", i / 256, i % 256));
  EXPECT_EQ(rows_.size(), DenialLog::kPlacesMax + 1);
  EXPECT_LE(log_.places(), DenialLog::kPlacesMax + 1);
  clock_.advance(DenialLog::kWindowUs);
  log_.tick();
  EXPECT_EQ(rows_.back().detail, R"({"repeated":499})");
}

}  // namespace
}  // namespace shrike::access
