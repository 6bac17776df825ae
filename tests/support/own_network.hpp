#pragma once
// A network that only the calling process sees.
#include <string>
#include <vector>

namespace shrike::testing {

/// Moves this process into a network and a mount namespace of its own, where loopback has `addresses` (IPv4) besides
/// its own and names are asked of 127.0.0.1:53 alone, by files in `folder`. For a forked child with one thread. False
/// where the system does not let it.
bool enter_own_network(const std::string& folder, const std::vector<std::string>& addresses);

}  // namespace shrike::testing
