#include "segment.hpp"

#include <cstring>
#include <optional>

#include "shrike/base/hash.hpp"

namespace shrike::eventlog {

namespace {

constexpr std::uint32_t kSegmentMagic = 0x47455353;  // "SSEG" in the file
constexpr std::uint32_t kSegmentVersion = 1;

struct Bytes {
  std::uint32_t magic;
  std::uint32_t version;
  std::uint64_t number;
  std::uint64_t first_seq;
  std::uint32_t flags;  // bit 0: begins anew
  std::uint32_t crc;    // of the 28 bytes before
};
static_assert(sizeof(Bytes) == kSegmentHeaderBytes);

}  // namespace

void write_segment_header(Segment& segment) {
  Bytes header{kSegmentMagic, kSegmentVersion, segment.number, segment.first_seq, segment.begins_anew ? 1U : 0U, 0};
  header.crc = crc32c({reinterpret_cast<const char*>(&header), sizeof header - sizeof header.crc});
  std::memcpy(segment.bytes.get(), &header, sizeof header);
  segment.used.store(kSegmentHeaderBytes, std::memory_order_release);
}

std::optional<SegmentHeader> read_segment_header(std::string_view bytes) {
  Bytes header{};
  if (bytes.size() < sizeof header) return std::nullopt;
  std::memcpy(&header, bytes.data(), sizeof header);
  const bool known = header.magic == kSegmentMagic && header.version == kSegmentVersion;
  if (!known || crc32c({reinterpret_cast<const char*>(&header), sizeof header - sizeof header.crc}) != header.crc) {
    return std::nullopt;
  }
  return SegmentHeader{header.number, header.first_seq, (header.flags & 1U) != 0};
}

}  // namespace shrike::eventlog
