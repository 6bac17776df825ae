// What a start makes of a file that a power cut or damage left behind.
#include "unit/eventlog/eventlog_fixture.hpp"

namespace shrike::eventlog {
namespace {

TEST_F(EventLogTest, AGroupThatTheDiskKeptInPartIsCutAtTheGap) {
  const std::string payload(3'000, 'x');  // five in a segment
  std::string safe;
  {
    auto log = open();
    for (int i = 0; i < 7; ++i) put(*log, payload);
    ASSERT_TRUE(log->commit_once().ok());
    safe = disk_->bytes;
    for (int i = 0; i < 12; ++i) put(*log, payload);  // the rest of segment 1, then segments 2 and 3
    ASSERT_TRUE(log->commit_once().ok());
  }
  // The sync never came back: the newest segments are on the disk, the end of segment 1 is not.
  const std::size_t second = 4'096 + 2 * kSegment;
  disk_->bytes = safe.substr(0, second) + disk_->bytes.substr(second);
  auto again = open();
  EXPECT_EQ(again->head_seq(), 7U) << "everything that was durable is there";
  EXPECT_EQ(again->recovery().discarded_segments, 2U);
  EXPECT_EQ(again->recovery().damaged_segments, 0U);
  EXPECT_EQ(*append(*again, "next"), 8U);
  ASSERT_TRUE(again->commit_once().ok());
  again = nullptr;
  auto third = open();
  EXPECT_EQ(third->head_seq(), 8U);
  EXPECT_EQ(read_all(*third).back(), "next");
}

TEST_F(EventLogTest, AMissingSegmentBeforeTheNewestIsCutToo) {
  const std::string payload(3'000, 'x');
  std::string safe;
  {
    auto log = open();
    for (int i = 0; i < 5; ++i) put(*log, payload);
    ASSERT_TRUE(log->commit_once().ok());
    safe = disk_->bytes;
    for (int i = 0; i < 10; ++i) put(*log, payload);
    ASSERT_TRUE(log->commit_once().ok());
  }
  const std::size_t second = 4'096 + 2 * kSegment;
  disk_->bytes = safe.substr(0, second) + disk_->bytes.substr(second);
  EXPECT_EQ(open()->head_seq(), 5U);
}

TEST_F(EventLogTest, WhateverSegmentsOfTheLastGroupTheDiskKeptWhatWasDurableStays) {
  const std::string payload(3'000, 'x');  // five in a segment
  std::string safe;
  std::string whole;
  {
    auto log = open();
    for (int i = 0; i < 7; ++i) put(*log, payload);
    ASSERT_TRUE(log->commit_once().ok());
    safe = disk_->bytes;
    for (int i = 0; i < 16; ++i) put(*log, payload);  // the rest of segment 1, then segments 2 to 4
    ASSERT_TRUE(log->commit_once().ok());
    whole = disk_->bytes;
  }
  for (unsigned kept = 0; kept < 16; ++kept) {
    std::string bytes = safe;
    for (std::size_t i = 0; i < 4; ++i) {
      const std::size_t at = 4'096 + (i + 1) * kSegment;
      if ((kept >> i & 1U) != 0) bytes.replace(at, kSegment, whole, at, kSegment);
    }
    disk_->bytes = bytes;
    for (int start = 0; start < 2; ++start) {
      auto again = open();
      EXPECT_EQ(again->oldest_seq(), 1U) << "kept " << kept;
      EXPECT_GE(again->head_seq(), 7U) << "kept " << kept;
      EXPECT_EQ(again->recovery().damaged_segments, 0U) << "kept " << kept;
      EXPECT_EQ(read_all(*again).size(), again->head_seq());
    }
  }
}

TEST_F(EventLogTest, DamageInWhatWasDurableIsNotTakenForATornGroup) {
  const std::string payload(3'000, 'x');  // five in a segment
  {
    auto log = open();
    for (int i = 0; i < 17; ++i) {
      put(*log, payload);
      ASSERT_TRUE(log->commit_once().ok());
    }
  }
  disk_->bytes[4'096 + kSegment + 5'000] ^= 1;  // in segment 1, the second record
  for (int start = 0; start < 2; ++start) {
    auto again = open();
    EXPECT_EQ(again->recovery().discarded_segments, 0U);
    EXPECT_GT(again->recovery().damaged_segments, 0U);
    EXPECT_EQ(again->head_seq(), start == 0 ? 17U : 18U) << "what came after the damage stays";
    EXPECT_EQ(again->oldest_seq(), 11U);
    put(*again, "more");
    ASSERT_TRUE(again->commit_once().ok());
  }
}

TEST_F(EventLogTest, WhatWasDurableAndIsGoneIsReported) {
  const std::string payload(3'000, 'x');  // five in a segment
  {
    ManualClock clock(kDayUs);
    auto log = open(8, 4, &clock);
    for (int i = 0; i < 7; ++i) {
      append_and_finish(*log, payload);
      clock.advance(kSecondUs);
    }
  }
  const std::string whole = disk_->bytes;
  const std::size_t second = 4'096 + kSegment;
  disk_->bytes[second + 100] ^= 1;  // in record 6, the first of the newest segment
  EXPECT_EQ(open()->recovery().lost_events, 1U) << "the record of cursors tells of what was durable one group ago";
  disk_->bytes = whole;
  disk_->bytes[second + 10] ^= 1;  // the newest segment's header
  const auto found = open()->recovery();
  EXPECT_EQ(found.last_seq, 5U);
  EXPECT_EQ(found.damaged_segments, 1U);
}

TEST_F(EventLogTest, CursorsAreRecordedWithTheGroupsAndATornRecordFallsBack) {
  {
    ManualClock clock(kDayUs);
    auto log = open(8, 4, &clock);
    for (const Seq seq : {1U, 2U, 3U}) {
      append_and_finish(*log, "event");
      log->set_cursor("archive", seq);
      clock.advance(kSecondUs);
      EXPECT_FALSE(*log->commit_once()) << "nothing appended: cursors alone";
      clock.advance(kSecondUs);
    }
  }
  EXPECT_EQ(open()->recovery().cursors.at("archive"), 3U);
  // Both slots hold a record; damage in either leaves the other.
  const std::string whole = disk_->bytes;
  for (const std::size_t slot : {512U, 1'024U}) {
    disk_->bytes = whole;
    disk_->bytes[slot + 40] ^= 1;
    const auto cursors = open()->recovery().cursors;
    ASSERT_TRUE(cursors.contains("archive"));
    EXPECT_GE(cursors.at("archive"), 2U);
  }
  disk_->bytes = whole;
  disk_->bytes[512] ^= 1, disk_->bytes[1'024] ^= 1;
  EXPECT_TRUE(open()->recovery().cursors.empty());
}

}  // namespace
}  // namespace shrike::eventlog
