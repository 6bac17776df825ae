#include "segment.hpp"

#include <cstring>
#include <optional>

#include "shrike/base/hash.hpp"

namespace shrike::eventlog {

namespace {

constexpr std::uint32_t kSegmentMagic = 0x47455353;  // "SSEG" in the file
constexpr std::uint32_t kSegmentVersion = 2;         // 1 did not tell what was durable
constexpr std::uint32_t kAnew = 1;
constexpr std::uint32_t kOpenMax = UINT32_MAX >> 1U;

struct Bytes {
  std::uint32_t magic;
  std::uint32_t version;
  std::uint64_t number;
  std::uint64_t first_seq;
  std::uint32_t flags;  // bit 0: begins anew; the others: records before it that were not durable when it was begun
  std::uint32_t crc;    // of the 28 bytes before
};
static_assert(sizeof(Bytes) == kSegmentHeaderBytes);

}  // namespace

void write_segment_header(Segment& segment) {
  const Seq open = segment.first_seq - 1 - segment.durable_seq;
  SHRIKE_ASSERT(open <= kOpenMax);
  const std::uint32_t flags = (static_cast<std::uint32_t>(open) << 1U) | (segment.begins_anew ? kAnew : 0U);
  Bytes header{kSegmentMagic, kSegmentVersion, segment.number, segment.first_seq, flags, 0};
  header.crc = crc32c({reinterpret_cast<const char*>(&header), sizeof header - sizeof header.crc});
  std::memcpy(segment.bytes.get(), &header, sizeof header);
  segment.used.store(kSegmentHeaderBytes, std::memory_order_release);
}

std::optional<SegmentHeader> read_segment_header(std::string_view bytes) {
  Bytes header{};
  if (bytes.size() < sizeof header) return std::nullopt;
  std::memcpy(&header, bytes.data(), sizeof header);
  const bool known = header.magic == kSegmentMagic && (header.version == 1 || header.version == kSegmentVersion);
  if (!known || crc32c({reinterpret_cast<const char*>(&header), sizeof header - sizeof header.crc}) != header.crc) {
    return std::nullopt;
  }
  const std::uint32_t open = header.flags >> 1U;
  const Seq durable_seq = header.version == 1 || open >= header.first_seq ? 0 : header.first_seq - 1 - open;
  return SegmentHeader{header.number, header.first_seq, durable_seq, (header.flags & kAnew) != 0};
}

}  // namespace shrike::eventlog
