#include "record.hpp"

#include <cstring>

#include "shrike/base/hash.hpp"

namespace shrike::eventlog {

namespace {

/// As it lies in the file, little-endian. The checksum covers everything after itself, and the payload.
struct RecordHeader {
  std::uint32_t magic;
  std::uint32_t crc;
  std::uint8_t version;
  std::uint8_t kind;
  std::uint16_t flags;
  std::uint32_t length;
  std::uint64_t seq;
  std::int64_t appended_at_us;
};
static_assert(sizeof(RecordHeader) == kRecordHeaderBytes);
constexpr std::size_t kCheckedFrom = offsetof(RecordHeader, version);

}  // namespace

std::size_t record_bytes(std::size_t payload_bytes) {
  return (kRecordHeaderBytes + payload_bytes + 7) & ~std::size_t{7};
}

void write_record(char* target, const NewRecord& record, Seq seq, TimeUs appended_at_us) {
  RecordHeader header{kRecordMagic,
                      0,
                      kRecordVersion,
                      static_cast<std::uint8_t>(record.kind),
                      record.flags,
                      static_cast<std::uint32_t>(record.payload.size()),
                      seq,
                      appended_at_us};
  const std::size_t padding = record_bytes(record.payload.size()) - kRecordHeaderBytes - record.payload.size();
  std::memcpy(target, &header, sizeof header);
  std::memcpy(target + kRecordHeaderBytes, record.payload.data(), record.payload.size());
  std::memset(target + kRecordHeaderBytes + record.payload.size(), 0, padding);
  header.crc = crc32c({target + kCheckedFrom, kRecordHeaderBytes - kCheckedFrom + record.payload.size()});
  std::memcpy(target, &header, sizeof header);
}

std::optional<RecordView> read_record(std::string_view bytes, bool check) {
  if (bytes.size() < kRecordHeaderBytes) return std::nullopt;
  RecordHeader header{};
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != kRecordMagic || header.version != kRecordVersion) return std::nullopt;
  if (header.kind < 1 || header.kind > 4 || record_bytes(header.length) > bytes.size()) return std::nullopt;
  if (check && crc32c(bytes.substr(kCheckedFrom, kRecordHeaderBytes - kCheckedFrom + header.length)) != header.crc) {
    return std::nullopt;
  }
  return RecordView{header.seq, static_cast<domain::EventKind>(header.kind), header.flags, header.appended_at_us,
                    bytes.substr(kRecordHeaderBytes, header.length)};
}

}  // namespace shrike::eventlog
