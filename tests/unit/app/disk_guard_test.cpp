#include "app/disk_guard.hpp"

#include <gtest/gtest.h>

#include "support/fake_disk.hpp"
#include "support/memory_file.hpp"

namespace shrike::app {
namespace {

constexpr std::uint64_t kMiB = 1ULL << 20U;

class DiskGuardTest : public ::testing::Test {
 protected:
  DiskGuardTest() {
    eventlog::EventLogSettings settings;
    settings.segment_bytes = 1U << 14U;
    settings.capacity_bytes = 1U << 18U;
    log_ = std::move(*eventlog::EventLog::open(
        std::make_unique<testing::MemoryFile>(std::make_shared<testing::MemoryDisk>()), settings, clock_));
  }
  DiskGuard::State look(DiskGuard& guard, std::uint64_t free_bytes, std::uint64_t total_bytes) {
    disk_.space = {free_bytes, total_bytes};
    guard.check();
    return guard.state();
  }
  Result<domain::Seq> append() {
    const eventlog::NewRecord records[] = {{domain::EventKind::message, 0, "text"}};
    return log_->append(records);
  }
  const SystemClock clock_;
  test::FakeDisk disk_{1};
  const std::unique_ptr<Folder> folder_ = disk_.folder();
  std::unique_ptr<eventlog::EventLog> log_;
};

TEST_F(DiskGuardTest, WarnsThenRefusesAndTakesEventsAgain) {
  DiskGuard guard({.warn_free_bytes = 1'000 * kMiB, .refuse_free_bytes = 100 * kMiB}, *folder_, *log_);
  const std::uint64_t total = 1'000'000 * kMiB;
  EXPECT_EQ(look(guard, 5'000 * kMiB, total), DiskGuard::State::ok);
  EXPECT_EQ(look(guard, 999 * kMiB, total), DiskGuard::State::low);
  EXPECT_TRUE(append().ok());
  EXPECT_EQ(look(guard, 99 * kMiB, total), DiskGuard::State::full);
  EXPECT_NE(guard.words().find("refused"), std::string::npos) << guard.words();
  ASSERT_FALSE(append().ok());
  EXPECT_EQ(append().error().kind, ErrorKind::unavailable);
  EXPECT_EQ(look(guard, 101 * kMiB, total), DiskGuard::State::low);
  EXPECT_TRUE(append().ok());
}

TEST_F(DiskGuardTest, OnASmallDiskASharesCounts) {
  DiskGuard guard({}, *folder_, *log_);
  EXPECT_EQ(look(guard, 60 * kMiB, 64 * kMiB), DiskGuard::State::ok);
  EXPECT_EQ(look(guard, 6 * kMiB, 64 * kMiB), DiskGuard::State::low);
  EXPECT_EQ(look(guard, 3 * kMiB, 64 * kMiB), DiskGuard::State::full);
}

}  // namespace
}  // namespace shrike::app
