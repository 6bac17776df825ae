#pragma once
// Bytes of a record in a segment: 32 bytes of header, the payload, what it is sealed with, zeroes up to a multiple of 8
// (docs/formats/eventlog.md). In memory a record of people lies open, on disk sealed; it takes the same place.
#include <optional>
#include <string_view>

#include "shrike/eventlog/eventlog.hpp"

namespace shrike::eventlog {

inline constexpr std::uint32_t kRecordMagic = 0x43524853;  // "SHRC" in the file
inline constexpr std::size_t kRecordHeaderBytes = 32;

/// Bytes that a record takes in its segment.
std::size_t record_bytes(const NewRecord& record);

/// Writes the record at `target`, which has room for record_bytes(record).
void write_record(char* target, const NewRecord& record, Seq seq, TimeUs appended_at_us);

/// A record and its place.
struct FoundRecord {
  RecordView view;
  std::size_t bytes = 0;  ///< to the next record
};

/// Reads the record at the front of `bytes`, as it lies in memory. nullopt unless magic, version and lengths are right:
/// that is the end of what was written.
std::optional<FoundRecord> read_record(std::string_view bytes);
/// The same as it lies on disk, with its checksum; the payload may be sealed.
std::optional<FoundRecord> read_stored_record(std::string_view bytes);

/// Seals all records of people from `from` to the end of `bytes`, which is a part of a segment that goes to the disk.
void seal_records(std::string& bytes, std::size_t from, SubjectKeys& keys);
/// Opens the records of a segment that was read from the disk, in place; those whose key was destroyed lose their
/// payload (RecordView::destroyed). Without keys a sealed one is an error. Error: corrupt.
Result<void> open_records(char* bytes, std::size_t size, const SubjectKeys* keys);

}  // namespace shrike::eventlog
