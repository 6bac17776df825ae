#pragma once
// One segment in memory: the bytes as they lie in the file.
#include <atomic>
#include <memory>
#include <string_view>

#include "shrike/eventlog/eventlog.hpp"

namespace shrike::eventlog {

inline constexpr std::uint32_t kSegmentHeaderBytes = 32;

/// What a segment says of itself on disk.
struct SegmentHeader {
  std::uint64_t number = 0;
  Seq first_seq = 0;
  Seq durable_seq = 0;
  bool begins_anew = false;
};

/// The appender (under the log's mutex) writes past `used` and then publishes it; readers and the committer read below
/// it.
struct Segment {
  Segment(const SegmentHeader& header, std::uint32_t size)
      : number(header.number),
        first_seq(header.first_seq),
        durable_seq(header.durable_seq),
        begins_anew(header.begins_anew),
        capacity(size),
        bytes(std::make_unique<char[]>(size)) {}

  const std::uint64_t number;
  const Seq first_seq;
  const Seq durable_seq;   ///< what was durable when it was begun: a later gap up to there is damage, not a torn group
  const bool begins_anew;  ///< the numbering does not go on from the segment before
  const std::uint32_t capacity;
  const std::unique_ptr<char[]> bytes;
  std::atomic<std::uint32_t> used{0};
  std::uint32_t written = 0;  // committer only: bytes already handed to the file
  Seq last_seq = 0;           // guarded by the log's mutex; 0 = empty

  [[nodiscard]] std::string_view content() const { return {bytes.get(), used.load(std::memory_order_acquire)}; }
};

/// Writes the segment's header at its front and publishes it.
void write_segment_header(Segment& segment);

/// nullopt unless magic, version and checksum are right.
std::optional<SegmentHeader> read_segment_header(std::string_view bytes);

}  // namespace shrike::eventlog
