#pragma once
// A line that behaves badly, decided by a seed: it takes and gives a few bytes at a time, says "not now" for no reason,
// and breaks in the middle. Goes around the real transport of a connection.
#include <cstdint>

#include "shrike/server/server.hpp"

namespace shrike::testing {

struct LineFaults {
  std::uint64_t seed = 0;
  double short_share = 0.5;  ///< of reads and writes that are cut to a few bytes
  std::uint32_t short_bytes_max = 7;
  double not_now_share = 0.2;      ///< of writes that take nothing
  std::uint32_t breaks_after = 0;  ///< each connection breaks at one of this many first operations; 0 = none breaks
};

/// The connections draw their faults one after the other from the seed. For one server.
server::TransportWrap faulty_lines(LineFaults faults);

}  // namespace shrike::testing
