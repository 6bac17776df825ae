#include "shrike/engine/checkpointer.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "shrike/domain/event_codec.hpp"
#include "shrike/engine/engine.hpp"
#include "support/events.hpp"
#include "support/memory_file.hpp"
#include "support/temp_dir.hpp"

namespace shrike::engine {
namespace {

class CheckpointerTest : public ::testing::Test {
 protected:
  CheckpointerTest() {
    eventlog::EventLogSettings settings;
    settings.segment_bytes = 1U << 16U;
    settings.capacity_bytes = 1U << 20U;
    log_ = std::move(*eventlog::EventLog::open(
        std::make_unique<testing::MemoryFile>(std::make_shared<testing::MemoryDisk>()), settings, clock_));
  }
  /// Appends one event and lets the engine step.
  void event(Engine& engine) {
    const std::string bytes = domain::encode_event(testing::payment("t-" + std::to_string(++events_), 100));
    const eventlog::NewRecord records[] = {{domain::EventKind::transaction, eventlog::kCallerWaits, bytes}};
    ASSERT_TRUE(log_->append(records).ok());
    ASSERT_TRUE(log_->commit_once().ok());
    while (*engine.step(0) > 0) {
    }
  }
  /// Events until the file of a whole snapshot is written.
  void events_until_published(Engine& engine, Checkpointer& checkpointer, std::uint64_t count) {
    std::jthread writer([&](const std::stop_token& stop) { checkpointer.run(stop); });
    for (int i = 0; i < 20'000 && checkpointer.published() < count; ++i) {
      event(engine);
      log_->set_cursor("archive", events_);
      if (i > 2'000) std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
    EXPECT_EQ(checkpointer.published(), count);
  }
  const test::TempDir dir_;
  const std::unique_ptr<Folder> folder_ = open_folder(dir_.path());
  const SystemClock clock_;
  std::unique_ptr<eventlog::EventLog> log_;
  Core core_{EngineSettings{}, {}, clock_};
  domain::Seq events_ = 0;
};

TEST_F(CheckpointerTest, KeepsTheNewestTwoAndTheRingForTheOlder) {
  Checkpointer checkpointer({folder_.get(), 400}, *log_, {}, 0);
  Engine engine(*log_, core_, {}, clock_, {}, {.checkpointer = &checkpointer});
  EXPECT_EQ(log_->cursor("checkpoint"), 0U) << "without a checkpoint the ring is all there is";
  events_until_published(engine, checkpointer, 3);
  const auto found = list_checkpoints(*folder_);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_GT(found[0].from, found[1].from);
  EXPECT_EQ(log_->cursor("checkpoint"), found[1].from);
}

TEST_F(CheckpointerTest, NothingIsPublishedBeforeTheArchiveHasStoredIt) {
  Checkpointer checkpointer({folder_.get(), 10}, *log_, {}, 0);
  Engine engine(*log_, core_, {}, clock_, {}, {.checkpointer = &checkpointer});
  std::jthread writer([&](const std::stop_token& stop) { checkpointer.run(stop); });
  log_->set_cursor("archive", 5);
  for (int i = 0; i < 600; ++i) {
    event(engine);
    std::this_thread::sleep_for(std::chrono::microseconds(100));
  }
  EXPECT_EQ(checkpointer.published(), 0U);
  log_->set_cursor("archive", events_);
  while (checkpointer.published() == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  EXPECT_LE(list_checkpoints(*folder_)[0].to, events_);
}

/// The state that a checkpoint gives knows, in parts, events that the engine applies only now.
TEST_F(CheckpointerTest, NoneIsBegunBeforeTheEngineHasComePastTheOneItStartedFrom) {
  Checkpointer checkpointer({folder_.get(), 1}, *log_, {{"checkpoint-20", 5, 20}}, 5);
  Engine engine(*log_, core_, {}, clock_, {}, {.checkpointer = &checkpointer});
  checkpointer.request(7);
  const auto work = [&] {
    event(engine);
    log_->set_cursor("archive", events_);
    while (checkpointer.step(std::chrono::microseconds(0))) {
    }
  };
  while (events_ < 19) {
    work();
    ASSERT_EQ(checkpointer.published(), 0U) << events_;
    ASSERT_FALSE(checkpointer.write_now(core_).ok()) << events_;
  }
  for (int i = 0; i < 1'000 && checkpointer.published() == 0; ++i) work();
  EXPECT_EQ(checkpointer.published(), 1U);
  EXPECT_GE(checkpointer.published_from(), 20U);
}

TEST_F(CheckpointerTest, AFolderThatCannotBeWrittenStopsNothing) {
  const std::string gone = dir_.file("gone");
  std::filesystem::create_directory(gone);
  const auto gone_folder = open_folder(gone);
  Checkpointer checkpointer({gone_folder.get(), 10}, *log_, {}, 0);
  Engine engine(*log_, core_, {}, clock_, {}, {.checkpointer = &checkpointer});
  std::filesystem::remove(gone);
  std::jthread writer([&](const std::stop_token& stop) { checkpointer.run(stop); });
  while (checkpointer.failure().empty()) event(engine);
  std::filesystem::create_directory(gone);
  log_->set_cursor("archive", 1'000'000);
  while (checkpointer.published() == 0) {
    event(engine);
    std::this_thread::sleep_for(std::chrono::microseconds(50));
  }
  EXPECT_TRUE(checkpointer.failure().empty());
}

TEST_F(CheckpointerTest, TheLastOneIsWrittenAtOnceWhenAllIsStored) {
  Checkpointer checkpointer({folder_.get(), 1'000'000}, *log_, {}, 0);
  Engine engine(*log_, core_, {}, clock_, {}, {.checkpointer = &checkpointer});
  for (int i = 0; i < 20; ++i) event(engine);
  log_->set_cursor("archive", 19);
  EXPECT_FALSE(checkpointer.write_now(core_).ok());
  log_->set_cursor("archive", 20);
  ASSERT_TRUE(checkpointer.write_now(core_).ok());
  const auto found = list_checkpoints(*folder_);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].from, 20U);
  EXPECT_EQ(found[0].to, 20U);
}

}  // namespace
}  // namespace shrike::engine
