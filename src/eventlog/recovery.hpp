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
/// tail is cut off the newest. Errors: io.
Result<Recovered> recover(RingFile& ring);

}  // namespace shrike::eventlog
