#include "shrike/engine/engine.hpp"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "shrike/domain/event_codec.hpp"
#include "support/events.hpp"
#include "support/fake_disk.hpp"
#include "support/memory_file.hpp"

namespace shrike::engine {
namespace {

/// Keeps what it is given.
class Recorder final : public domain::DecisionSink {
 public:
  void accept(const domain::DecisionBatchPtr& batch) override { batches.push_back(batch); }
  std::vector<domain::DecisionBatchPtr> batches;
};

class EngineTest : public ::testing::Test {
 protected:
  EngineTest() {
    eventlog::EventLogSettings settings;
    settings.segment_bytes = 1U << 16U;
    settings.capacity_bytes = 1U << 20U;
    auto opened = eventlog::EventLog::open(
        std::make_unique<testing::MemoryFile>(std::make_shared<testing::MemoryDisk>()), settings, clock_);
    log_ = std::move(*opened);
  }
  void append(const domain::Event& event) {
    const std::string bytes = domain::encode_event(event);
    const eventlog::NewRecord records[] = {{event.kind(), eventlog::kCallerWaits, bytes}};
    ASSERT_TRUE(log_->append(records).ok());
  }
  SystemClock clock_;
  std::unique_ptr<eventlog::EventLog> log_;
  Core core_{EngineSettings{}, {}, clock_};
  Recorder sink_;
};

TEST_F(EngineTest, GivesReasonsForApprovalsOnlyWhereTheyAreWanted) {
  Engine engine(*log_, core_, {}, clock_, {&sink_}, {});
  std::vector<std::string> bytes;
  std::vector<eventlog::NewRecord> records;
  for (const char* id : {"t-1", "t-2"}) bytes.push_back(domain::encode_event(testing::payment(id, 100'000)));
  for (const std::string& each : bytes) records.push_back({domain::EventKind::transaction, 0, each});
  records.back().flags = eventlog::kReasonsWanted;
  ASSERT_TRUE(log_->append(records).ok());
  ASSERT_EQ(*engine.step(0), 2U);
  const auto& decisions = sink_.batches.at(0)->decisions;
  ASSERT_EQ(decisions.at(0)->outcome, domain::Outcome::approve);
  EXPECT_TRUE(decisions.at(0)->reasons.empty());
  EXPECT_FALSE(decisions.at(1)->reasons.empty());
}

TEST_F(EngineTest, DecidesInLogOrderAndMovesItsCursor) {
  Engine engine(*log_, core_, {.batch_size_max = 10}, clock_, {&sink_}, {});
  for (int i = 1; i <= 25; ++i) append(testing::payment("t-" + std::to_string(i), i));
  append(testing::fraud_label(testing::payment("t-1", 1), testing::kSomeTimeUs));
  append(testing::block(domain::EntityKind::phone, "555-0100"));
  std::size_t applied = 0;
  while (const auto done = *engine.step(0)) {
    EXPECT_LE(done, 10U);
    applied += done;
  }
  EXPECT_EQ(applied, 27U);
  domain::Seq last = 0;
  std::size_t labels = 0, controls = 0;
  for (const auto& batch : sink_.batches) {
    for (const auto& decision : batch->decisions) EXPECT_EQ(decision->seq(), ++last);
    labels += batch->labels.size();
    controls += batch->controls.size();
  }
  EXPECT_EQ(last, 25U);
  EXPECT_EQ(labels, 1U);
  EXPECT_EQ(controls, 1U);
  EXPECT_EQ(log_->lag("engine"), 0U);
  EXPECT_EQ(engine.status().blocklist_size, 1U);
}

TEST_F(EngineTest, WhatTheSinksHadBeforeARestartIsAppliedQuietly) {
  for (int i = 1; i <= 20; ++i) append(testing::payment("t-" + std::to_string(i), i));
  Engine engine(*log_, core_, {}, clock_, {&sink_}, {.quiet_until = 12});
  EXPECT_FALSE(engine.status().caught_up);
  while (*engine.step(0) > 0) {
  }
  EXPECT_TRUE(engine.status().caught_up);
  ASSERT_FALSE(sink_.batches.empty());
  EXPECT_EQ(sink_.batches.front()->first_seq, 13U);
  EXPECT_EQ(sink_.batches.back()->last_seq, 20U);
}

TEST_F(EngineTest, AfterACheckpointAtTheNewestEventNothingLags) {
  for (int i = 1; i <= 3; ++i) append(testing::payment("t-" + std::to_string(i), i));
  const Engine engine(*log_, core_, {}, clock_, {&sink_}, {.quiet_until = 3, .after = 3});
  EXPECT_EQ(log_->lag("engine"), 0U);
}

TEST_F(EngineTest, ACorruptEventStopsItWithTheNumber) {
  const eventlog::NewRecord records[] = {{domain::EventKind::message, 0, "not an event"}};
  ASSERT_TRUE(log_->append(records).ok());
  Engine engine(*log_, core_, {}, clock_, {&sink_}, {});
  const auto done = engine.step(0);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().kind, ErrorKind::corrupt);
  EXPECT_NE(done.error().message.find("event 1"), std::string::npos);
}

/// As after a restart behind an erasure.
TEST_F(EngineTest, EventsWhoseKeyIsDestroyedArePassedOver) {
  test::FakeDisk disk(1);
  const auto folder = disk.folder();
  const auto memory = std::make_shared<testing::MemoryDisk>();
  auto keys = std::move(*eventlog::SubjectKeys::open(*folder));
  const auto open = [&] {
    log_ = std::move(*eventlog::EventLog::open(std::make_unique<testing::MemoryFile>(memory), {}, clock_, keys.get()));
  };
  open();
  ASSERT_TRUE(keys->start_after(0).ok());
  const eventlog::SubjectId people[] = {7, 8};
  for (const int who : {0, 1, 0, 1, 1}) {
    const std::string bytes = domain::encode_event(testing::payment(fmt::format("t-{}", log_->head_seq() + 1), 5));
    const eventlog::NewRecord records[] = {
        {domain::EventKind::transaction, 0, bytes, std::span(people).subspan(static_cast<std::size_t>(who), 1)}};
    ASSERT_TRUE(log_->append(records).ok() && log_->commit_once().ok());
  }
  ASSERT_TRUE(keys->retire(8).ok() && keys->destroy(8).ok());
  open();
  Engine engine(*log_, core_, {}, clock_, {&sink_}, {.quiet_until = 1});
  while (*engine.step(0) > 0) {
  }
  ASSERT_EQ(sink_.batches.size(), 1U);
  EXPECT_EQ(sink_.batches[0]->first_seq, 2U);
  EXPECT_EQ(sink_.batches[0]->last_seq, 5U) << "the archive's cursor passes over the last ones too";
  ASSERT_EQ(sink_.batches[0]->decisions.size(), 1U);
  EXPECT_EQ(sink_.batches[0]->decisions[0]->seq(), 3U);
  EXPECT_TRUE(engine.status().caught_up);
  EXPECT_EQ(log_->lag("engine"), 0U);
}

TEST_F(EngineTest, AStoppedEngineFirstFinishesWhatWasAppended) {
  Engine engine(*log_, core_, {}, clock_, {&sink_}, {});
  for (int i = 1; i <= 5; ++i) append(testing::payment("t-" + std::to_string(i), i));
  std::stop_source stop;
  stop.request_stop();
  EXPECT_TRUE(engine.run(stop.get_token()).ok());
  EXPECT_EQ(engine.status().position, 5U);
}

}  // namespace
}  // namespace shrike::engine
