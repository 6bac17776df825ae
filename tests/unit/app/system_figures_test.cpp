#include "app/system_figures.hpp"

#include <gtest/gtest.h>

#include "support/temp_dir.hpp"

namespace shrike::app {
namespace {

TEST(SystemFigures, ReadsTheProcessorsTimes) {
  const auto times = read_cpu_times("cpu  100 5 50 800 20 3 2 20 9 9\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
  ASSERT_TRUE(times);
  EXPECT_EQ(times->all, 1'000U);
  EXPECT_EQ(times->idle, 820U);
  EXPECT_FALSE(read_cpu_times(""));
  EXPECT_FALSE(read_cpu_times("cpu 1 2 x"));
}

TEST(SystemFigures, ReadsTheMemoryThatProgramsCouldHave) {
  EXPECT_EQ(read_memory_percent("MemTotal:    1000 kB\nMemFree:  10 kB\nMemAvailable:   250 kB\n"), 75);
  EXPECT_FALSE(read_memory_percent("MemTotal: 1000 kB\n"));
  EXPECT_FALSE(read_memory_percent(""));
}

class SystemFiguresTest : public ::testing::Test {
 protected:
  void answer(const char* route, int status, TimeUs duration_us, int times) {
    metrics_
        .counter("shrike_http_requests_total", "h",
                 {{"route", route}, {"method", "POST"}, {"code", std::to_string(status)}})
        .add(static_cast<std::uint64_t>(times));
    metrics_.histogram("shrike_http_request_duration_seconds", "h", {{"route", route}})
        .record(static_cast<std::uint64_t>(duration_us), static_cast<std::uint64_t>(times));
  }
  alerts::Figures after(TimeUs length_us) {
    alerts::Figures last;
    for (const TimeUs end_us = clock_.now_us() + length_us; clock_.now_us() < end_us;) {
      clock_.advance(kSecondUs);
      last = figures_.measure();
    }
    return last;
  }

  const test::TempDir dir_;
  ManualClock clock_{kHourUs};
  Metrics metrics_;
  std::unique_ptr<Folder> folder_ = open_folder(dir_.path());
  SystemFigures figures_{{clock_, metrics_, *folder_, [] { return 7.0; }, [] { return 9.0; }, [] { return true; }}};
};

TEST_F(SystemFiguresTest, MeasuresThisMachine) {
  const auto figures = after(2 * kSecondUs);
  ASSERT_TRUE(figures.memory_percent && figures.disk_percent);
  EXPECT_GT(*figures.memory_percent, 0);
  EXPECT_LT(*figures.memory_percent, 100);
  EXPECT_GT(*figures.disk_percent, 0);
  EXPECT_LE(*figures.disk_percent, 100);
  EXPECT_EQ(figures.lag_events, 7);
  EXPECT_EQ(figures.decisions, 9);
  EXPECT_EQ(figures.accuracy_drop, 1);
}

TEST_F(SystemFiguresTest, FailuresAndTimesAreThoseOfTheLastMinute) {
  answer("/analyze", 500, 9 * kSecondUs, 100);
  after(10 * kSecondUs);
  EXPECT_FALSE(figures_.measure().error_percent) << "nothing was asked since the start of the watch";
  answer("/analyze", 200, kMillisecondUs, 90);
  answer("/analyze", 503, 3 * kSecondUs, 10);
  answer("/retrain", 500, kMinuteUs, 1'000);
  const auto now = after(5 * kSecondUs);
  EXPECT_NEAR(*now.error_percent, 10, 0.001);
  EXPECT_NEAR(*now.response_ms, 3'000, 400);
  EXPECT_FALSE(after(2 * kMinuteUs).error_percent) << "too few requests say nothing";
}

}  // namespace
}  // namespace shrike::app
