#pragma once
// How work on a thread of low priority learns that it has to stop.
#include <functional>

namespace shrike::training {

/// False: give up, the system stops. What is returned then is of no use.
using GoOn = std::function<bool()>;
/// For callers that nobody stops.
inline bool always() { return true; }

}  // namespace shrike::training
