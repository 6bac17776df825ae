#pragma once
// Finds what survived: run once when the log is opened.
#include <memory>
#include <vector>

#include "ring_file.hpp"

namespace shrike::eventlog {

struct Recovered {
  Recovery report;
  std::vector<SegmentHeader> segments;  ///< the unbroken run that ends with the newest segment, oldest first
  std::shared_ptr<Segment> newest;      ///< in memory, ready to take appends; null when the log is empty
};

/// Takes the longest run of segments that ends with the newest one and in which numbers go on without a gap. Where the
/// newest few do not join on to those before (a power cut kept a part of the last group), they are discarded; a torn
/// tail is cut off the newest. `durable_seq`: known from elsewhere to have been durable; `group_segments_max`: segments
/// that one group of appends can touch. Errors: io.
Result<Recovered> recover(RingFile& ring, Seq durable_seq, std::size_t group_segments_max);

}  // namespace shrike::eventlog
