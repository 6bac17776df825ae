#include "app/monitor.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "contract/faulty_database.hpp"
#include "shrike/store/archive_batch.hpp"
#include "shrike/store/migrate.hpp"
#include "shrike/store/tenants.hpp"
#include "support/events.hpp"
#include "support/models.hpp"

namespace shrike::app {
namespace {

const training::GoOn kGoOn = [] { return true; };

class MonitorTest : public ::testing::Test {
 protected:
  MonitorTest() : database_(std::move(*store::open_database("sqlite://:memory:"))) {
    SHRIKE_ASSERT(store::migrate(*database_).ok());
  }
  /// Some days of fifty decisions each, every tenth a fraud that is labelled; `good`: those have the highest
  /// probabilities.
  void add_days(int days, bool good, const std::string& tenant = "default") {
    std::vector<domain::DecisionPtr> decisions;
    std::vector<domain::Event> labels;
    for (int i = 0; i < days * 50; ++i) {
      auto decision = std::make_shared<domain::Decision>();
      decision->event =
          testing::payment("t-" + std::to_string(++seq_), 100, "tok_a", "term-1", time_us_ += kDayUs / 50);
      decision->event.seq = seq_;
      decision->event.tenant = tenant;
      const bool fraud = seq_ % 10 == 0;
      decision->fraud_probability = (fraud && good ? 0.9 : 0.1) + static_cast<double>(seq_ % 7) / 100;
      if (fraud) {
        labels.push_back(testing::fraud_label(decision->event, time_us_));
        labels.back().seq = seq_ + 1'000'000;
        labels.back().tenant = tenant;
      }
      decisions.push_back(std::move(decision));
    }
    SHRIKE_ASSERT(store::write_archive_batch(*database_, {decisions, labels, {}, {}, seq_}).ok());
  }

  ManualClock clock_{testing::kSomeTimeUs};
  engine::EngineStatus engine_;
  std::unique_ptr<store::Database> database_;
  domain::Seq seq_ = 0;
  TimeUs time_us_ = testing::kSomeTimeUs / kDayUs * kDayUs;
};

TEST_F(MonitorTest, BeforeTheFirstRoundAndWithoutDecisionsNothingIsSaid) {
  Monitor monitor({engine_, *database_, clock_, kSecondUs});
  EXPECT_EQ(monitor.monitoring()->computed_at_us, 0);
  EXPECT_EQ(monitor.health().status, "ok");
  monitor.round(kGoOn);
  EXPECT_EQ(monitor.monitoring()->computed_at_us, clock_.now_us());
  EXPECT_TRUE(monitor.monitoring()->daily.days.empty());
  EXPECT_FALSE(monitor.monitoring()->drift);
  EXPECT_EQ(monitor.health().status, "ok");
}

TEST_F(MonitorTest, AModelThatHasBecomeWorseDegradesHealthUntilItIsGoodAgain) {
  Monitor monitor({engine_, *database_, clock_, kSecondUs});
  Metrics metrics;
  monitor.register_metrics(metrics);
  EXPECT_NE(metrics.text().find("shrike_model_average_precision Nan"), std::string::npos) << metrics.text();
  add_days(34, true);
  add_days(14, false);
  monitor.round(kGoOn);
  const auto report = monitor.monitoring();
  EXPECT_EQ(report->accuracy.state, training::Accuracy::State::dropped) << report->accuracy.text;
  EXPECT_EQ(monitor.health().name, "accuracy");
  EXPECT_EQ(monitor.health().status, "degraded");
  EXPECT_NE(monitor.health().detail.find("1.00 over the 21 before"), std::string::npos) << monitor.health().detail;
  EXPECT_EQ(metrics.text().find("shrike_model_average_precision Nan"), std::string::npos) << metrics.text();
  EXPECT_NE(metrics.text().find("shrike_score_psi"), std::string::npos);
  add_days(30, true);
  monitor.round(kGoOn);
  EXPECT_EQ(monitor.health().status, "ok") << monitor.health().detail;
}

TEST_F(MonitorTest, EachTenantHasAReportOfItsOwn) {
  Monitor monitor({engine_, *database_, clock_, kSecondUs});
  ASSERT_TRUE(store::insert_tenant(*database_, {"globex", "Globex"}).ok());
  add_days(34, true);
  add_days(14, false, "globex");
  monitor.round(kGoOn);
  EXPECT_GT(monitor.monitoring()->daily.days.size(), monitor.monitoring("globex")->daily.days.size());
  EXPECT_FALSE(monitor.monitoring("globex")->daily.days.empty());
  EXPECT_EQ(monitor.monitoring("nobody")->computed_at_us, 0);
  EXPECT_EQ(monitor.health().status, "ok") << "the operator's own";
  ASSERT_TRUE(store::update_tenant(*database_, {"globex", "Globex", true}).ok());
  monitor.round(kGoOn);
  EXPECT_EQ(monitor.monitoring("globex")->computed_at_us, 0) << "a suspended one is not watched";
}

TEST_F(MonitorTest, EachTenantIsWatchedWithTheModelsThatJudgeForIt) {
  const std::string id = "transaction-gbt";
  engine::ModelLibrary library;
  ASSERT_TRUE(library.add(testing::shipped_version(id, 101, "globex")).ok());
  engine::ModelChoice choice(testing::shipped_models(), &library);
  choice.apply("globex", {domain::EventKind::transaction, {id, 101}, 0, "", ""},
               domain::Control::Action::model_challenge);
  engine_.judges.set(choice);
  Monitor monitor({engine_, *database_, clock_, kSecondUs});
  ASSERT_TRUE(store::insert_tenant(*database_, {"globex", "Globex"}).ok());
  add_days(20, true);
  add_days(20, true, "globex");
  monitor.round(kGoOn);
  ASSERT_TRUE(monitor.monitoring("globex")->challenger.has_value());
  EXPECT_EQ(monitor.monitoring("globex")->challenger->challenger, (domain::ModelRef{id, 101}));
  EXPECT_FALSE(monitor.monitoring()->challenger.has_value());
}

TEST_F(MonitorTest, WhereTheStoreDoesNotAnswerTheOldReportStays) {
  add_days(10, true);
  store::FaultyDatabase faulty(*database_, 8);
  Monitor monitor({engine_, faulty, clock_, kSecondUs});
  while (!faulty.failed()) {
    clock_.advance(kMinuteUs);
    monitor.round(kGoOn);
  }
  const auto kept = monitor.monitoring();
  clock_.advance(kMinuteUs);
  monitor.round(kGoOn);
  EXPECT_EQ(monitor.monitoring(), kept);
}

TEST_F(MonitorTest, AStopEndsTheThreadAtOnce) {
  Monitor monitor({engine_, *database_, clock_, kDayUs});
  std::jthread thread([&](const std::stop_token& stop) { monitor.run(stop); });
  while (monitor.monitoring()->computed_at_us == 0) std::this_thread::yield();
  thread.request_stop();
  thread.join();
}

}  // namespace
}  // namespace shrike::app
