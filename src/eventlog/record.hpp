#pragma once
// Bytes of a record in a segment: 32 bytes of header, the payload, zeroes up to a multiple of 8
// (docs/formats/eventlog.md).
#include <optional>
#include <string_view>

#include "shrike/eventlog/eventlog.hpp"

namespace shrike::eventlog {

inline constexpr std::uint32_t kRecordMagic = 0x43524853;  // "SHRC" in the file
inline constexpr std::uint8_t kRecordVersion = 1;
inline constexpr std::size_t kRecordHeaderBytes = 32;

/// Bytes that a record of that payload takes in its segment.
std::size_t record_bytes(std::size_t payload_bytes);

/// Writes the record at `target`, which has room for record_bytes(payload size).
void write_record(char* target, const NewRecord& record, Seq seq, TimeUs appended_at_us);

/// Reads the header and payload at the front of `bytes`. nullopt unless magic, version, length and, where `check` is
/// set, checksum are right: that is the end of what was written.
std::optional<RecordView> read_record(std::string_view bytes, bool check);

}  // namespace shrike::eventlog
