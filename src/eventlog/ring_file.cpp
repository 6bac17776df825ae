#include "ring_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>

#include "record.hpp"
#include "shrike/base/fault_point.hpp"
#include "shrike/base/hash.hpp"

namespace shrike::eventlog {

namespace {

constexpr std::uint64_t kPageBytes = 4096;
constexpr std::uint32_t kSegmentsMin = 4;
constexpr std::uint32_t kSegmentBytesMin = 1U << 14U;
constexpr char kMagic[8] = {'S', 'H', 'R', 'K', 'L', 'O', 'G', '1'};

struct FileHeader {
  char magic[8];
  std::uint32_t version;
  std::uint32_t segment_bytes;
  std::uint32_t segment_count;
  std::uint32_t reserved;
  std::int64_t created_at_us;
  std::uint32_t crc;  // of the 32 bytes before
  std::uint32_t padding;
};
static_assert(sizeof(FileHeader) == 40);

std::uint32_t crc_of(const FileHeader& header) {
  return crc32c({reinterpret_cast<const char*>(&header), offsetof(FileHeader, crc)});
}

}  // namespace

Result<std::unique_ptr<RingFile>> RingFile::open(std::unique_ptr<File> file, const EventLogSettings& settings,
                                                 TimeUs now_us) {
  std::unique_ptr<RingFile> ring(new RingFile(std::move(file)));
  const auto size = ring->file_->size();
  if (!size) return size.error();
  const auto unfinished = ring->is_unfinished(*size);
  if (!unfinished) return unfinished.error();
  const auto ready = *unfinished ? ring->create(settings, now_us) : ring->read_header();
  if (!ready) return ready.error();
  return ring;
}

Result<bool> RingFile::is_unfinished(std::uint64_t size) {
  std::string head(std::min<std::uint64_t>(size, kPageBytes), '\0');
  if (head.empty()) return true;
  if (auto done = file_->read_at({head.data(), head.size()}, 0); !done) return done.error();
  return head.find_first_not_of('\0') == std::string::npos;
}

Result<void> RingFile::create(const EventLogSettings& settings, TimeUs now_us) {
  segment_bytes_ = settings.segment_bytes;
  segment_count_ = static_cast<std::uint32_t>(settings.capacity_bytes / std::max(settings.segment_bytes, 1U));
  if (segment_bytes_ < kSegmentBytesMin || segment_bytes_ % 8 != 0 || segment_count_ < kSegmentsMin) {
    return invalid(
        fmt::format("the event log needs at least {} segments of at least {} bytes", kSegmentsMin, kSegmentBytesMin));
  }
  if (auto done = file_->allocate(kPageBytes + std::uint64_t{segment_bytes_} * segment_count_); !done) return done;
  FileHeader header{{}, 1, segment_bytes_, segment_count_, 0, now_us, 0, 0};
  std::memcpy(header.magic, kMagic, sizeof kMagic);
  header.crc = crc_of(header);
  SHRIKE_FAULT_POINT("eventlog.create.before_header");
  if (auto done = file_->write_at({reinterpret_cast<const char*>(&header), sizeof header}, 0); !done) return done;
  SHRIKE_FAULT_POINT("eventlog.create.before_sync");
  return file_->sync();
}

Result<void> RingFile::read_header() {
  FileHeader header{};
  if (auto done = file_->read_at({reinterpret_cast<char*>(&header), sizeof header}, 0); !done) return done;
  if (std::memcmp(header.magic, kMagic, sizeof kMagic) != 0 || header.version != 1 || header.crc != crc_of(header)) {
    return Error{ErrorKind::corrupt, "the file is not an event log of this version"};
  }
  segment_bytes_ = header.segment_bytes;
  segment_count_ = header.segment_count;
  if (segment_bytes_ < kSegmentBytesMin || segment_bytes_ % 8 != 0 || segment_count_ < kSegmentsMin)
    return Error{ErrorKind::corrupt, "the event log's header holds impossible sizes"};
  const auto size = file_->size();
  if (!size) return size.error();
  if (*size < kPageBytes + std::uint64_t{segment_bytes_} * segment_count_) {
    return Error{ErrorKind::corrupt, "the event log file is shorter than its header says"};
  }
  // Recovery syncs it together with the newest segments: an earlier process may have died before its own sync.
  return file_->write_at({reinterpret_cast<const char*>(&header), sizeof header}, 0);
}

std::uint64_t RingFile::offset_of(std::uint64_t number) const {
  return kPageBytes + (number % segment_count_) * segment_bytes_;
}

Result<void> RingFile::write(Segment& segment, std::uint32_t used, SubjectKeys* keys) {
  SHRIKE_ASSERT(segment.written <= used && used <= segment_bytes_);
  std::string_view fresh(segment.bytes.get() + segment.written, used - segment.written);
  if (keys != nullptr) {
    sealed_.assign(fresh);
    seal_records(sealed_, segment.written == 0 ? kSegmentHeaderBytes : 0, *keys);
    fresh = sealed_;
  }
  if (auto done = file_->write_at(fresh, offset_of(segment.number) + segment.written); !done) return done;
  segment.written = used;
  return {};
}

Result<void> RingFile::write_again(const Segment& segment) {
  return file_->write_at({segment.bytes.get(), segment.written}, offset_of(segment.number));
}

Result<void> RingFile::clear_tail(const Segment& segment, std::uint32_t from) {
  SHRIKE_FAULT_POINT("eventlog.recovery.before_clear");
  const std::string zeroes(segment_bytes_ - from, '\0');
  if (auto done = file_->write_at(zeroes, offset_of(segment.number) + from); !done) return done;
  return file_->sync();
}

Result<void> RingFile::discard(const SegmentHeader& header) {
  SHRIKE_FAULT_POINT("eventlog.recovery.before_cut");
  // With the first record, which must not be taken for one whose header was damaged later.
  const std::string zeroes(kSegmentHeaderBytes + kRecordHeaderBytes, '\0');
  if (auto done = file_->write_at(zeroes, offset_of(header.number)); !done) return done;
  SHRIKE_FAULT_POINT("eventlog.recovery.before_sync");
  return file_->sync();
}

Result<RingFile::Slots> RingFile::slots() {
  Slots found;
  for (std::uint32_t slot = 0; slot < segment_count_; ++slot) {
    char bytes[kSegmentHeaderBytes];
    if (auto done = file_->read_at(bytes, offset_of(slot)); !done) return done.error();
    const auto header = read_segment_header({bytes, sizeof bytes});
    if (header && header->first_seq > 0 && header->number % segment_count_ == slot) {
      found.headers.push_back(*header);
    } else if (std::string_view(bytes, sizeof bytes).find_first_not_of('\0') != std::string_view::npos) {
      const auto first = first_record(slot);
      if (!first) return first.error();
      found.orphans.push_back(*first);
    }
  }
  std::ranges::sort(found.headers, {}, &SegmentHeader::number);
  return found;
}

/// 0 when there is none that can be read.
Result<Seq> RingFile::first_record(std::uint32_t slot) {
  std::string bytes(segment_bytes_, '\0');
  if (auto done = file_->read_at({bytes.data(), bytes.size()}, offset_of(slot)); !done) return done.error();
  const auto record = read_stored_record(std::string_view(bytes).substr(kSegmentHeaderBytes));
  return record ? record->view.seq : Seq{0};
}

Result<CursorRecord> RingFile::read_cursors() {
  CursorRecord newest;
  for (const std::uint64_t slot : {0U, 1U}) {
    char bytes[kCursorSlotBytes];
    if (auto done = file_->read_at(bytes, kCursorSlotOffset + slot * kCursorSlotBytes); !done) return done.error();
    auto record = read_cursor_slot({bytes, sizeof bytes});
    if (record && record->generation > newest.generation) newest = std::move(*record);
  }
  return newest;
}

Result<void> RingFile::write_cursors(const CursorRecord& record) {
  return file_->write_at(cursor_slot(record), kCursorSlotOffset + record.generation % 2 * kCursorSlotBytes);
}

Result<std::shared_ptr<Segment>> RingFile::load(const SegmentHeader& header) {
  auto segment = std::make_shared<Segment>(header, segment_bytes_);
  if (auto done = file_->read_at({segment->bytes.get(), segment_bytes_}, offset_of(header.number)); !done)
    return done.error();
  const auto stored = read_segment_header({segment->bytes.get(), kSegmentHeaderBytes});
  if (!stored || stored->number != header.number)
    return Error{ErrorKind::corrupt, "segment was overwritten or damaged"};
  std::uint32_t used = kSegmentHeaderBytes;
  Seq expected = header.first_seq;
  while (true) {
    const auto record = read_stored_record({segment->bytes.get() + used, segment_bytes_ - used});
    if (!record || record->view.seq != expected) break;
    used += static_cast<std::uint32_t>(record->bytes);
    segment->last_seq = expected++;
  }
  segment->used.store(used, std::memory_order_release);
  segment->written = used;
  return segment;
}

}  // namespace shrike::eventlog
