#include "recovery.hpp"

#include <algorithm>

namespace shrike::eventlog {

namespace {

/// Length of the torn tail: from the last valid record to the last byte that is not zero.
std::uint32_t torn_bytes(const Segment& segment) {
  const std::uint32_t used = segment.used.load(std::memory_order_relaxed);
  std::uint32_t end = segment.capacity;
  while (end > used && segment.bytes[end - 1] == '\0') --end;
  return end - used;
}

}  // namespace

Result<Recovered> recover(RingFile& ring) {
  Recovered out;
  auto headers = ring.headers();
  if (!headers) return headers.error();
  std::uint64_t next_number = 0;
  Seq next_seq = 0;  // first number of the segment after the one at hand; 0 = the newest is at hand
  for (auto header = headers->rbegin(); header != headers->rend(); ++header) {
    if (next_seq != 0 && header->number + 1 != next_number) break;  // slots of an older round
    auto segment = ring.load(*header);
    if (!segment && segment.error().kind == ErrorKind::io) return segment.error();
    const Seq end = segment ? std::max((*segment)->last_seq + 1, header->first_seq) : 0;
    if (next_seq != 0 && end != next_seq) {
      out.report.damaged_segments = static_cast<std::uint64_t>(headers->rend() - header);
      break;
    }
    if (next_seq == 0) {
      out.newest = *segment;
      out.report.last_seq = end - 1;
    }
    out.segments.push_back(*header);
    next_number = header->number;
    next_seq = header->first_seq;
  }
  std::ranges::reverse(out.segments);
  if (out.newest) {
    out.report.first_seq = out.segments.front().first_seq;
    out.report.truncated_bytes = torn_bytes(*out.newest);
    if (out.report.truncated_bytes > 0) {
      if (auto done = ring.clear_tail(*out.newest, out.newest->written); !done) return done.error();
      std::fill(out.newest->bytes.get() + out.newest->written, out.newest->bytes.get() + out.newest->capacity, '\0');
    }
  }
  return out;
}

}  // namespace shrike::eventlog
