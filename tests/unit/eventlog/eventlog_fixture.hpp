#pragma once
// An event log on a disk in memory.
#include <gtest/gtest.h>

#include "shrike/eventlog/eventlog.hpp"
#include "support/memory_file.hpp"

namespace shrike::eventlog {

inline constexpr std::uint32_t kSegment = 1U << 14U;

class EventLogTest : public ::testing::Test {
 protected:
  std::unique_ptr<EventLog> open(std::uint32_t segments = 8, std::uint32_t staging = 4, const Clock* clock = nullptr) {
    EventLogSettings settings;
    settings.segment_bytes = kSegment;
    settings.capacity_bytes = std::uint64_t{kSegment} * segments;
    settings.staging_segments_max = staging;
    auto log = EventLog::open(std::make_unique<testing::MemoryFile>(disk_), settings, clock ? *clock : clock_);
    EXPECT_TRUE(log.ok()) << (log.ok() ? "" : log.error().message);
    return log.ok() ? std::move(*log) : nullptr;
  }
  static Result<Seq> append(EventLog& log, const std::string& payload, std::uint16_t flags = 0) {
    const NewRecord records[] = {{domain::EventKind::message, flags, payload}};
    return log.append(records);
  }
  static void put(EventLog& log, const std::string& payload) { ASSERT_TRUE(append(log, payload).ok()); }
  static std::vector<std::string> read_all(EventLog& log, Seq from = 1) {
    std::vector<std::string> out;
    auto reader = log.reader(from);
    std::vector<RecordView> batch;
    while (true) {
      const auto count = reader.next(batch, 100, 0);
      if (!count.ok() || *count == 0) return out;
      for (const RecordView& record : batch) out.emplace_back(record.payload);
    }
  }
  /// Appends, commits and moves every cursor, so that the ring may go round.
  static void append_and_finish(EventLog& log, const std::string& payload) {
    ASSERT_TRUE(append(log, payload).ok());
    ASSERT_TRUE(log.commit_once().ok());
    log.set_cursor("engine", log.head_seq());
    log.set_cursor("archive", log.head_seq());
  }

  SystemClock clock_;
  std::shared_ptr<testing::MemoryDisk> disk_ = std::make_shared<testing::MemoryDisk>();
};

}  // namespace shrike::eventlog
