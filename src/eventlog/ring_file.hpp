#pragma once
// The file of the ring: one page of header, then a fixed number of segment slots that are used round and round.
#include <optional>
#include <string>
#include <vector>

#include "cursor_record.hpp"
#include "segment.hpp"
#include "shrike/base/folder.hpp"

namespace shrike::eventlog {

/// Segment n lies in slot n modulo the number of slots. Not thread-safe, but reads and writes of different segments may
/// overlap.
class RingFile {
 public:
  /// Makes the header, or reads it: an existing file keeps its own geometry. Errors: io, corrupt, invalid.
  static Result<std::unique_ptr<RingFile>> open(std::unique_ptr<File> file, const EventLogSettings& settings,
                                                TimeUs now_us);

  [[nodiscard]] std::uint32_t segment_bytes() const { return segment_bytes_; }
  [[nodiscard]] std::uint32_t segment_count() const { return segment_count_; }

  /// Hands the bytes from `segment.written` to `used` to the file, records of people sealed where there are keys.
  Result<void> write(Segment& segment, std::uint32_t used, SubjectKeys* keys);
  /// Hands everything to the file that was read from it.
  Result<void> write_again(const Segment& segment);
  Result<void> sync() { return file_->sync(); }
  /// Zeroes the slot's bytes from `from` on, so that a torn tail can never be read again.
  Result<void> clear_tail(const Segment& segment, std::uint32_t from);
  /// Makes the slot empty, so that its segment is never found again.
  Result<void> discard(const SegmentHeader& header);

  /// What the slots hold.
  struct Slots {
    std::vector<SegmentHeader> headers;  ///< by number
    std::vector<Seq> orphans;            ///< first records of slots whose header cannot be read
  };
  Result<Slots> slots();
  /// The newest record of cursors that is whole; an empty one where there is none.
  Result<CursorRecord> read_cursors();
  /// Overwrites the older slot. Safe after the next sync.
  Result<void> write_cursors(const CursorRecord& record);

  /// The segment with its records checked: `used` ends after the last valid record that continues the numbering.
  Result<std::shared_ptr<Segment>> load(const SegmentHeader& header);

 private:
  explicit RingFile(std::unique_ptr<File> file) : file_(std::move(file)) {}
  Result<void> create(const EventLogSettings& settings, TimeUs now_us);
  Result<void> read_header();
  /// True where the making of the file was cut short: its header is written last.
  Result<bool> is_unfinished(std::uint64_t size);
  Result<Seq> first_record(std::uint32_t slot);
  [[nodiscard]] std::uint64_t offset_of(std::uint64_t number) const;

  std::unique_ptr<File> file_;
  std::uint32_t segment_bytes_ = 0;
  std::uint32_t segment_count_ = 0;
  std::string sealed_;  // reused from write to write
};

}  // namespace shrike::eventlog
