// Events of people lie sealed on the disk, and go with their keys.
#include <fmt/core.h>

#include "support/fake_disk.hpp"
#include "unit/eventlog/eventlog_fixture.hpp"

namespace shrike::eventlog {
namespace {

class SealedLogTest : public EventLogTest {
 protected:
  std::unique_ptr<EventLog> open_sealed() {
    keys_ = std::move(*SubjectKeys::open(*folder_));
    EventLogSettings settings;
    settings.segment_bytes = kSegment;
    settings.capacity_bytes = std::uint64_t{kSegment} * 8;
    settings.staging_segments_max = 4;
    auto log = EventLog::open(std::make_unique<testing::MemoryFile>(disk_), settings, clock_, keys_.get());
    EXPECT_TRUE(log.ok()) << (log.ok() ? "" : log.error().message);
    if (!log.ok()) return nullptr;
    EXPECT_TRUE(keys_->start_after((*log)->head_seq()).ok());
    return std::move(*log);
  }
  static void put_about(EventLog& log, const std::string& payload, std::vector<SubjectId> people) {
    const NewRecord records[] = {{domain::EventKind::transaction, kCallerWaits, payload, people}};
    ASSERT_TRUE(log.append(records).ok());
    ASSERT_TRUE(log.commit_once().ok());
    log.set_cursor("engine", log.head_seq());
    log.set_cursor("archive", log.head_seq());
  }
  [[nodiscard]] bool on_disk(const std::string& text) const { return disk_->bytes.find(text) != std::string::npos; }

  test::FakeDisk names_{1};
  std::unique_ptr<Folder> folder_ = names_.folder();
  std::unique_ptr<SubjectKeys> keys_;
};

TEST_F(SealedLogTest, TheDiskHoldsNoWordOfPeople) {
  constexpr const char* kSecret = "Zelda Quimby";
  std::vector<std::string> said;
  {
    const auto log = open_sealed();
    // Of all lengths, about one to five people, and some about nobody; over several segments.
    for (std::size_t i = 0; i < 150; ++i) {
      const std::vector<SubjectId> people(i % (kSubjectsMax + 1), i);
      said.push_back(fmt::format("{} {} {}", people.empty() ? "nobody" : kSecret, i, std::string(i * 3, 'x')));
      put_about(*log, said.back(), people);
    }
    EXPECT_EQ(read_all(*log), said);
    EXPECT_FALSE(on_disk(kSecret));
    EXPECT_TRUE(on_disk("nobody"));
  }
  const auto log = open_sealed();
  EXPECT_EQ(log->recovery().truncated_bytes, 0U);
  EXPECT_EQ(read_all(*log), said);
  put_about(*log, "after the restart", {3});
  said.emplace_back("after the restart");
  EXPECT_EQ(read_all(*log), said);
  EXPECT_EQ(read_all(*open_sealed()), said);
  EXPECT_FALSE(on_disk("after the restart"));
}

TEST_F(SealedLogTest, DestroyedIsWhatWasAboutThem) {
  std::string copy;
  {
    const auto log = open_sealed();
    put_about(*log, "first of seven", {7, 8});
    put_about(*log, "of eight", {8});
    copy = disk_->bytes;
    ASSERT_TRUE(keys_->retire(7).ok());
    put_about(*log, "second of seven", {7});
    ASSERT_TRUE(keys_->destroy(7).ok());
  }
  const auto check = [&](std::vector<std::string> expected) {
    const auto log = open_sealed();
    auto reader = log->reader(1);
    std::vector<RecordView> batch;
    ASSERT_TRUE(reader.next(batch, 10, 0).ok());
    ASSERT_EQ(batch.size(), expected.size());
    EXPECT_TRUE(batch[0].destroyed);
    EXPECT_EQ(batch[0].seq, 1U);
    EXPECT_FALSE(batch[1].destroyed);
    EXPECT_EQ(read_all(*log), expected);
  };
  check({"", "of eight", "second of seven"});
  disk_->bytes = copy;  // a backup of the log, put back
  check({"", "of eight"});
}

TEST_F(SealedLogTest, ALogSealedUnderOtherKeysIsNotOpened) {
  put_about(*open_sealed(), "secret", {1});
  EventLogSettings settings;
  auto without = EventLog::open(std::make_unique<testing::MemoryFile>(disk_), settings, clock_);
  ASSERT_FALSE(without.ok());
  EXPECT_EQ(without.error().kind, ErrorKind::corrupt);
  ASSERT_TRUE(folder_->remove(SubjectKeys::kFile).ok());
  const auto others = std::move(*SubjectKeys::open(*folder_));
  auto with = EventLog::open(std::make_unique<testing::MemoryFile>(disk_), settings, clock_, others.get());
  ASSERT_FALSE(with.ok());
  EXPECT_EQ(with.error().kind, ErrorKind::corrupt);
}

TEST_F(SealedLogTest, ALogFromBeforeTheKeysIsRead) {
  {
    const auto log = open();
    put(*log, "clear");
    ASSERT_TRUE(log->commit_once().ok());
  }
  const auto log = open_sealed();
  EXPECT_EQ(keys_->clear_to(), 1U);
  put_about(*log, "sealed", {1});
  EXPECT_EQ(read_all(*log), (std::vector<std::string>{"clear", "sealed"}));
  EXPECT_EQ(read_all(*open_sealed()), (std::vector<std::string>{"clear", "sealed"}));
  EXPECT_EQ(keys_->clear_to(), 1U) << "kept over a restart";
}

}  // namespace
}  // namespace shrike::eventlog
