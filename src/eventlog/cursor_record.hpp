#pragma once
// The consumers' positions on disk: two slots in the ring's first page, written in turn, so that one is always whole.
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "shrike/eventlog/eventlog.hpp"

namespace shrike::eventlog {

inline constexpr std::uint64_t kCursorSlotOffset = 512;  // of the first; the file header lies before it
inline constexpr std::size_t kCursorSlotBytes = 512;     // a sector: written whole or not at all
inline constexpr std::size_t kCursorsMax = 16;
inline constexpr std::size_t kCursorNameBytesMax = 16;

/// What one slot says. A record is a lower bound: a consumer may have come further.
struct CursorRecord {
  std::uint64_t generation = 0;  ///< the higher one counts
  Seq durable_seq = 0;           ///< everything up to here was durable
  std::map<std::string, Seq> cursors;
};

/// A whole slot. At most kCursorsMax cursors with names of at most kCursorNameBytesMax bytes.
std::string cursor_slot(const CursorRecord& record);
/// nullopt unless magic, sizes and checksum are right.
std::optional<CursorRecord> read_cursor_slot(std::string_view bytes);

}  // namespace shrike::eventlog
