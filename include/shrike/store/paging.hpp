#pragma once
// Keyset pages: every list goes newest first and names where it stopped, so that rows added meanwhile move nothing.
#include <cstddef>
#include <string>

namespace shrike::store {

inline constexpr std::size_t kPageLimitMax = 500;  ///< bounds memory and time of one page

/// `cursor` is empty for the first page, else the `next_cursor` of the page before: opaque text.
struct PageRequest {
  std::size_t limit = 50;  ///< 1 to kPageLimitMax
  std::string cursor;
};

}  // namespace shrike::store
