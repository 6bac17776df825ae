#pragma once
// Which channels a tenant's alerts go to.
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shrike::store {

/// Made at the start from the settings; never changes, so any thread may read it.
struct ChannelRoutes {
  std::vector<std::string> standard;  ///< of every tenant that has none of its own
  std::map<std::string, std::vector<std::string>, std::less<>>
      own;  ///< by tenant; these alone, also where there are none

  [[nodiscard]] const std::vector<std::string>& of(std::string_view tenant) const {
    const auto found = own.find(tenant);
    return found == own.end() ? standard : found->second;
  }
  [[nodiscard]] bool empty() const {
    return standard.empty() && std::ranges::all_of(own, [](const auto& one) { return one.second.empty(); });
  }
};

}  // namespace shrike::store
