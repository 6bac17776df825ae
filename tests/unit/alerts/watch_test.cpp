#include "shrike/alerts/watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "shrike/store/migrate.hpp"
#include "shrike/store/outbox.hpp"
#include "shrike/store/system_alerts.hpp"
#include "support/temp_dir.hpp"

namespace shrike::alerts {
namespace {

using ::testing::ElementsAre;

class WatchTest : public ::testing::Test {
 protected:
  WatchTest() {
    database_ = std::move(*store::open_database("sqlite://" + dir_.file("a.db")));
    SHRIKE_ASSERT(store::migrate(*database_).ok());
    settings_.watch.for_us = 10 * kSecondUs;
    start();
  }
  void start() { watch_ = std::make_unique<Watch>(WatchParts{settings_, *database_, "default", {"webhook"}}); }
  void step(const Figures& figures, TimeUs length_us = kSecondUs) {
    for (const TimeUs end_us = now_us_ + length_us; now_us_ < end_us;) {
      now_us_ += kSecondUs;
      ASSERT_TRUE(watch_->step(figures, {now_us_, now_us_ - kDayUs}).ok());
    }
  }
  /// "type state" of each alert, oldest first.
  [[nodiscard]] std::vector<std::string> alerts() {
    std::vector<std::string> out;
    const auto page = store::list_system_alerts(*database_, "default", "", {});
    for (const auto& row : page->rows) out.insert(out.begin(), row.type + " " + row.state);
    return out;
  }
  [[nodiscard]] std::vector<std::string> outbox() {
    std::vector<std::string> out;
    const auto rows = store::due_rows(*database_, "webhook", now_us_, kDayUs, 100);
    for (const auto& row : *rows) out.push_back(row.alert_id + " " + row.event);
    return out;
  }

  const test::TempDir dir_;
  std::unique_ptr<store::Database> database_;
  AlertSettings settings_;
  std::unique_ptr<Watch> watch_;
  TimeUs now_us_ = 1'777'807'200'000'000;
};

TEST_F(WatchTest, EveryRuleFiresAtItsThreshold) {
  Figures below;
  below.cpu_percent = 79;
  below.memory_percent = 79;
  below.disk_percent = 89;
  below.error_percent = 4.9;
  below.response_ms = 1'999;
  below.lag_events = 99'999;
  below.accuracy_drop = 0;
  step(below, kMinuteUs);
  EXPECT_TRUE(alerts().empty());
  Figures at;
  at.cpu_percent = 80;
  at.memory_percent = 80;
  at.disk_percent = 90;
  at.error_percent = 5;
  at.response_ms = 2'000;
  at.lag_events = 100'000;
  at.accuracy_drop = 1;
  step(at, kMinuteUs);
  const auto all = alerts();
  const std::set<std::string> raised(all.begin(), all.end());
  EXPECT_EQ(raised.size(), rules().size() - 1) << "all but the usage spike, which needs an hour";
  EXPECT_EQ(all.size(), raised.size()) << "each once";
  for (const Rule& rule : rules()) {
    if (rule.type != "usage_spike") {
      EXPECT_TRUE(raised.contains(std::string(rule.type) + " open")) << rule.type;
    }
  }
}

TEST_F(WatchTest, AUsageSpikeFires) {
  Figures figures;
  figures.decisions = 0;
  settings_.watch.milestone_events = 0;
  start();
  const auto go = [&](TimeUs length_us, double per_second) {
    for (TimeUs at = 0; at < length_us; at += kSecondUs) {
      *figures.decisions += per_second;
      step(figures);
    }
  };
  go(20 * kMinuteUs, 10);
  EXPECT_TRUE(alerts().empty());
  go(kMinuteUs, 50);
  EXPECT_THAT(alerts(), ElementsAre("usage_spike open"));
}

TEST_F(WatchTest, FiresOnceIsToldAndResolvesByItself) {
  Figures bad;
  bad.cpu_percent = 95;
  step(bad, 5 * kSecondUs);
  EXPECT_TRUE(alerts().empty()) << "not long enough";
  step(bad, kMinuteUs);
  EXPECT_THAT(alerts(), ElementsAre("cpu_usage open"));
  EXPECT_THAT(outbox(), ElementsAre("sys_0000000000001 trigger"));
  Figures good;
  good.cpu_percent = 10;
  step(good, 3 * kMinuteUs);
  EXPECT_THAT(alerts(), ElementsAre("cpu_usage resolved"));
  EXPECT_EQ(store::find_system_alert(*database_, "default", 1)->resolved_by, "system");
  ASSERT_TRUE(store::write_results(*database_, std::vector{store::OutboxResult{1, "delivered", "", now_us_}}).ok());
  EXPECT_THAT(outbox(), ElementsAre("sys_0000000000001 resolve"));
}

TEST_F(WatchTest, ARestartTakesUpWhatFires) {
  Figures bad;
  bad.cpu_percent = 95;
  step(bad, kMinuteUs);
  start();
  step(bad, kMinuteUs);
  EXPECT_THAT(alerts(), ElementsAre("cpu_usage open")) << "not raised again";
  start();
  step({}, kMinuteUs);
  EXPECT_THAT(alerts(), ElementsAre("cpu_usage open")) << "no data resolves nothing";
  Figures good;
  good.cpu_percent = 10;
  step(good, 3 * kMinuteUs);
  EXPECT_THAT(alerts(), ElementsAre("cpu_usage resolved"));
}

TEST_F(WatchTest, WhatAPersonResolvedIsNotRaisedAgainBeforeItHasRecovered) {
  Figures bad;
  bad.cpu_percent = 95;
  step(bad, kMinuteUs);
  ASSERT_TRUE(store::resolve_system_alert(*database_, {"default", 1, "anna", now_us_}).ok());
  step(bad, kHourUs);
  EXPECT_THAT(alerts(), ElementsAre("cpu_usage resolved"));
  Figures good;
  good.cpu_percent = 10;
  step(good, 5 * kMinuteUs);
  step(bad, kMinuteUs);
  EXPECT_THAT(alerts(), ElementsAre("cpu_usage resolved", "cpu_usage open"));
}

TEST_F(WatchTest, AThresholdOfZeroTurnsARuleOff) {
  settings_.watch.cpu_percent = 0;
  start();
  Figures bad;
  bad.cpu_percent = 100;
  step(bad, kHourUs);
  EXPECT_TRUE(alerts().empty());
}

TEST_F(WatchTest, MilestonesAreToldOnce) {
  settings_.watch.milestone_events = 1'000;
  start();
  Figures figures;
  figures.decisions = 5'500;
  step(figures);
  EXPECT_TRUE(alerts().empty()) << "what was reached before is no news";
  figures.decisions = 6'000;
  step(figures, kMinuteUs);
  EXPECT_THAT(alerts(), ElementsAre("milestone resolved"));
  EXPECT_THAT(outbox(), ElementsAre("sys_0000000000001 trigger"));
  start();
  figures.decisions = 9'100;
  step(figures, kMinuteUs);
  EXPECT_THAT(alerts(), ElementsAre("milestone resolved", "milestone resolved"));
  EXPECT_EQ(store::find_system_alert(*database_, "default", 2)->title, "9000 events were decided");
}

}  // namespace
}  // namespace shrike::alerts
