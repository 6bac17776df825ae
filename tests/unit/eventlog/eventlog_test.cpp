#include <fmt/core.h>
#include <gtest/gtest.h>

#include <thread>

#include "shrike/base/hash.hpp"
#include "shrike/base/random.hpp"
#include "unit/eventlog/eventlog_fixture.hpp"

namespace shrike::eventlog {
namespace {

TEST_F(EventLogTest, NumbersFromOneWithoutGapsAndReadsInOrder) {
  auto log = open();
  for (int i = 1; i <= 500; ++i) EXPECT_EQ(*append(*log, fmt::format("event {}", i)), static_cast<Seq>(i));
  const auto all = read_all(*log);
  ASSERT_EQ(all.size(), 500U);
  EXPECT_EQ(all.front(), "event 1");
  EXPECT_EQ(all.back(), "event 500");
  EXPECT_EQ(read_all(*log, 490).size(), 11U);
}

TEST_F(EventLogTest, IsDurableOnlyAfterCommit) {
  auto log = open();
  Seq told = 0;
  log->on_durable([&](Seq seq) { told = seq; });
  put(*log, "a");
  put(*log, "b");
  EXPECT_EQ(log->durable_seq(), 0U);
  EXPECT_TRUE(*log->commit_once());
  EXPECT_EQ(log->durable_seq(), 2U);
  EXPECT_EQ(told, 2U);
  EXPECT_FALSE(*log->commit_once());
}

TEST_F(EventLogTest, OneSyncPerGroup) {
  auto log = open();
  const int before = disk_->syncs;
  for (int i = 0; i < 50; ++i) put(*log, "x");
  ASSERT_TRUE(log->commit_once().ok());
  EXPECT_EQ(disk_->syncs, before + 1);
}

TEST_F(EventLogTest, RecoversCommittedRecordsAndGoesOn) {
  {
    auto log = open();
    for (int i = 1; i <= 300; ++i) put(*log, fmt::format("event {}", i));
    ASSERT_TRUE(log->commit_once().ok());
    put(*log, "never committed");
  }
  auto log = open();
  EXPECT_EQ(log->recovery().last_seq, 300U);
  EXPECT_EQ(log->head_seq(), 300U);
  EXPECT_EQ(*append(*log, "next"), 301U);
  const auto all = read_all(*log);
  ASSERT_EQ(all.size(), 301U);
  EXPECT_EQ(all[299], "event 300");
  EXPECT_EQ(all[300], "next");
}

TEST_F(EventLogTest, CutsATornTailAtEveryByte) {
  std::uint64_t end = 0;
  {
    auto log = open();
    for (int i = 1; i <= 3; ++i) put(*log, "payload of a record");
    ASSERT_TRUE(log->commit_once().ok());
    end = disk_->bytes.find_last_not_of('\0') + 1;
  }
  const std::string whole = disk_->bytes;
  const std::uint64_t start = 4096 + 32;
  for (std::uint64_t cut = start; cut < end; ++cut) {
    disk_->bytes = whole;
    std::fill(disk_->bytes.begin() + static_cast<std::ptrdiff_t>(cut), disk_->bytes.end(), '\0');
    auto log = open();
    ASSERT_LE(log->head_seq(), 3U);
    ASSERT_EQ(read_all(*log).size(), log->head_seq());
    ASSERT_TRUE(append(*log, "after").ok());
    ASSERT_EQ(read_all(*log).back(), "after");
  }
}

TEST_F(EventLogTest, EveryFlippedByteOfARecordIsNoticed) {
  {
    auto log = open();
    for (int i = 1; i <= 3; ++i) put(*log, "payload of a record!");  // fills its place without padding
    ASSERT_TRUE(log->commit_once().ok());
  }
  const std::string whole = disk_->bytes;
  const std::size_t record = 32 + 24;  // header and payload, rounded up to 8
  for (std::size_t at = 4096 + 32 + record; at < 4096 + 32 + 2 * record - 4; ++at) {
    disk_->bytes = whole;
    disk_->bytes[at] = static_cast<char>(disk_->bytes[at] ^ 0x40);
    auto log = open();
    EXPECT_EQ(log->head_seq(), 1U) << "byte " << at;
  }
}

TEST_F(EventLogTest, FullRingRefusesAndLosesNothing) {
  auto log = open(4, 4);
  log->set_cursor("engine", 0);
  log->set_cursor("archive", 0);
  const std::string payload(1000, 'x');
  Seq last = 0;
  for (int i = 0; i < 200; ++i) {
    const auto seq = append(*log, payload);
    if (!seq) {
      EXPECT_EQ(seq.error().kind, ErrorKind::unavailable);
      break;
    }
    last = *seq;
    ASSERT_TRUE(log->commit_once().ok());
  }
  EXPECT_GT(last, 40U);
  EXPECT_LT(last, 70U);
  EXPECT_EQ(read_all(*log).size(), last);
  log->set_cursor("engine", last);
  log->set_cursor("archive", last);
  EXPECT_TRUE(append(*log, payload).ok());
}

TEST_F(EventLogTest, GoesRoundAndRecoversTheNewestStretch) {
  {
    auto log = open(4, 4);
    for (int i = 1; i <= 400; ++i) append_and_finish(*log, fmt::format("event {:04} {}", i, std::string(500, 'x')));
    EXPECT_GT(log->oldest_seq(), 200U);
  }
  auto log = open(4, 4);
  EXPECT_EQ(log->head_seq(), 400U);
  const auto all = read_all(*log);
  ASSERT_EQ(all.size(), 400U - log->oldest_seq() + 1);
  EXPECT_EQ(all.back().substr(0, 10), "event 0400");
  EXPECT_EQ(all.front().substr(0, 10), fmt::format("event {:04}", log->oldest_seq()));
}

TEST_F(EventLogTest, AppendOfManyIsAllOrNothing) {
  auto log = open(4, 2);
  log->set_cursor("engine", 0);
  log->set_cursor("archive", 0);
  const std::string payload(3000, 'x');
  const std::vector<NewRecord> many(20, NewRecord{domain::EventKind::message, 0, payload});
  EXPECT_FALSE(log->append(many).ok());
  EXPECT_EQ(log->head_seq(), 0U);
  EXPECT_EQ(*log->append(std::span(many).first(4)), 1U);
  EXPECT_EQ(log->head_seq(), 4U);
}

TEST_F(EventLogTest, TooLargeARecordIsInvalid) {
  auto log = open();
  const auto seq = append(*log, std::string(kSegment, 'x'));
  ASSERT_FALSE(seq.ok());
  EXPECT_EQ(seq.error().kind, ErrorKind::invalid);
}

TEST_F(EventLogTest, AFailedWriteOrSyncMakesItReadOnly) {
  for (const bool sync : {false, true}) {
    disk_ = std::make_shared<testing::MemoryDisk>();
    auto log = open();
    put(*log, "a");
    ASSERT_TRUE(log->commit_once().ok());
    (sync ? disk_->syncs_until_failure : disk_->writes_until_failure) = 0;
    put(*log, "b");
    EXPECT_FALSE(log->commit_once().ok());
    EXPECT_TRUE(log->failed());
    EXPECT_EQ(log->durable_seq(), 1U);
    (sync ? disk_->syncs_until_failure : disk_->writes_until_failure) = -1;
    const auto refused = append(*log, "c");
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().kind, ErrorKind::io);
    EXPECT_FALSE(log->commit_once().ok());
  }
}

TEST_F(EventLogTest, ContinuesAfterANumberThatTheStoreKnows) {
  auto log = open();
  log->continue_after(1000);
  EXPECT_EQ(*append(*log, "a"), 1001U);
  ASSERT_TRUE(log->commit_once().ok());
  auto again = open();
  EXPECT_EQ(again->head_seq(), 1001U);
  EXPECT_EQ(read_all(*again, 1), std::vector<std::string>{"a"});
}

TEST_F(EventLogTest, WhatIsOlderThanTheStoreIsLetGoAndNumbersGoOnAfterIt) {
  {
    auto log = open();
    for (int i = 0; i < 10; ++i) put(*log, "old");
    ASSERT_TRUE(log->commit_once().ok());
    log->continue_after(50);
    EXPECT_EQ(*append(*log, "new"), 51U);
    ASSERT_TRUE(log->commit_once().ok());
    EXPECT_EQ(read_all(*log), std::vector<std::string>{"new"});
  }
  auto again = open();
  EXPECT_EQ(again->recovery().discarded_segments, 0U) << "the gap is meant";
  EXPECT_EQ(again->oldest_seq(), 51U);
  EXPECT_EQ(again->head_seq(), 51U);
  EXPECT_EQ(*append(*again, "newer"), 52U);
}

TEST_F(EventLogTest, WhatIsRefusedSaysWhyUntilItIsTakenAgain) {
  auto log = open();
  log->refuse("the disk is almost full");
  const auto refused = append(*log, "a");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(refused.error().message, "the disk is almost full");
  log->refuse("");
  EXPECT_EQ(*append(*log, "a"), 1U);
}

TEST_F(EventLogTest, AFileWhoseMakingWasCutShortIsMadeAnew) {
  for (const std::size_t bytes : {1U, 4'096U, 100'000U}) {
    disk_->bytes = std::string(bytes, '\0');
    auto log = open();
    ASSERT_NE(log, nullptr);
    EXPECT_EQ(*append(*log, "a"), 1U);
    ASSERT_TRUE(log->commit_once().ok());
  }
}

TEST_F(EventLogTest, RefusesAHeaderOfImpossibleSizes) {
  open();
  for (const std::size_t field : {12U, 16U}) {  // segment size, number of segments
    std::string bytes = disk_->bytes;
    std::memset(bytes.data() + field, 0, 4);
    const std::uint32_t crc = crc32c(std::string_view(bytes).substr(0, 32));
    std::memcpy(bytes.data() + 32, &crc, sizeof crc);
    auto disk = std::make_shared<testing::MemoryDisk>();
    disk->bytes = bytes;
    const auto log = EventLog::open(std::make_unique<testing::MemoryFile>(disk), {}, clock_);
    ASSERT_FALSE(log.ok()) << field;
    EXPECT_EQ(log.error().kind, ErrorKind::corrupt);
  }
}

TEST_F(EventLogTest, RefusesAForeignFile) {
  disk_->bytes = std::string(1U << 20U, 'z');
  EventLogSettings settings;
  const auto log = EventLog::open(std::make_unique<testing::MemoryFile>(disk_), settings, clock_);
  ASSERT_FALSE(log.ok());
  EXPECT_EQ(log.error().kind, ErrorKind::corrupt);
}

TEST_F(EventLogTest, LagIsWhatACursorHasNotPassed) {
  auto log = open();
  for (int i = 0; i < 10; ++i) put(*log, "x");
  log->set_cursor("engine", 4);
  EXPECT_EQ(log->lag("engine"), 6U);
  EXPECT_EQ(log->lag("nobody"), 10U);
}

TEST_F(EventLogTest, ProducersReaderAndCommitterTogetherKeepOrder) {
  auto log = open(64, 8);
  constexpr int kEach = 3'000;
  std::jthread committer([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      log->wait_for_append(1000);
      ASSERT_TRUE(log->commit_once().ok());
    }
  });
  std::vector<std::jthread> producers;
  for (int p = 0; p < 3; ++p) {
    producers.emplace_back([&, p] {
      for (int i = 0; i < kEach; ++i) {
        const std::string payload = fmt::format("{} {}", p, i);
        const NewRecord records[] = {{domain::EventKind::message, 0, payload}};
        while (!log->append(records, 10'000).ok()) {
        }
      }
    });
  }
  auto reader = log->reader(1);
  std::vector<RecordView> batch;
  std::array<int, 3> next{};
  for (int seen = 0; seen < 3 * kEach;) {
    const auto count = reader.next(batch, 64, 100'000);
    ASSERT_TRUE(count.ok());
    for (const RecordView& record : batch) {
      const std::string text(record.payload);
      const auto producer = static_cast<std::size_t>(text[0] - '0');
      ASSERT_EQ(std::stoi(text.substr(2)), next[producer]++);
      ASSERT_EQ(record.seq, static_cast<Seq>(++seen));
    }
    if (!batch.empty()) log->set_cursor("engine", batch.back().seq);
  }
}

TEST_F(EventLogTest, BehavesLikeADequeUnderRandomUse) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    disk_ = std::make_shared<testing::MemoryDisk>();
    Random random(seed);
    auto log = open(6, 3);
    std::vector<std::string> model;  // everything ever appended, by number
    Seq durable = 0;
    for (int step = 0; step < 400; ++step) {
      const auto action = random.below(10);
      if (action < 6) {
        const std::string payload(random.below(900), static_cast<char>('a' + random.below(26)));
        if (append(*log, payload).ok()) model.push_back(payload);
      } else if (action < 8) {
        ASSERT_TRUE(log->commit_once().ok());
        durable = model.size();
      } else if (action == 8) {
        log->set_cursor("engine", model.size());
        log->set_cursor("archive", durable);
      } else {
        log.reset();
        log = open(6, 3);
        model.resize(durable);
        ASSERT_EQ(log->head_seq(), durable) << "seed " << seed;
        log->set_cursor("engine", durable);
        log->set_cursor("archive", durable);
      }
      ASSERT_EQ(log->head_seq(), model.size());
    }
    const Seq oldest = std::max<Seq>(log->oldest_seq(), 1);
    const auto all = read_all(*log);
    ASSERT_EQ(all, std::vector<std::string>(model.begin() + static_cast<std::ptrdiff_t>(oldest - 1), model.end()))
        << "seed " << seed;
  }
}

}  // namespace
}  // namespace shrike::eventlog
