#pragma once
// File images of an event log, made from few bytes: a sound ring, patches at any place, checksums put right on order.
// Layout: docs/formats/eventlog.md.
#include <algorithm>
#include <cstring>
#include <memory>
#include <string>

#include "memory_folder.hpp"
#include "shrike/base/byte_codec.hpp"
#include "shrike/base/hash.hpp"
#include "shrike/eventlog/eventlog.hpp"
#include "support/memory_file.hpp"

namespace shrike::fuzz {

inline constexpr std::size_t kPage = 4096;
inline constexpr std::uint32_t kSegment = 1U << 14U;
inline constexpr std::uint32_t kSegments = 4;

/// The same for all images of this process.
inline eventlog::SubjectKeys& keys() {
  static MemoryFolder folder;
  static const std::unique_ptr<eventlog::SubjectKeys> keys = [] {
    auto made = std::move(*eventlog::SubjectKeys::open(folder));
    SHRIKE_ASSERT(made->start_after(0).ok());
    return made;
  }();
  return *keys;
}

inline Result<std::unique_ptr<eventlog::EventLog>> open_log(const std::shared_ptr<testing::MemoryDisk>& disk) {
  static const ManualClock clock(1'000);
  eventlog::EventLogSettings settings;
  settings.segment_bytes = kSegment;
  settings.capacity_bytes = std::uint64_t{kSegment} * kSegments;
  return eventlog::EventLog::open(std::make_unique<testing::MemoryFile>(disk), settings, clock, &keys());
}

/// A ring into which `records` records were written, one group each: about nobody, one person, two people, by turns.
inline std::string sound_image(int records, std::size_t payload_bytes) {
  const auto disk = std::make_shared<testing::MemoryDisk>();
  const auto log = std::move(*open_log(disk));
  const std::string payload(payload_bytes, 'p');
  for (int i = 0; i < records; ++i) {
    const eventlog::SubjectId people[] = {7, 8};
    const eventlog::NewRecord record[] = {
        {domain::EventKind::message, 0, payload, std::span(people).first(static_cast<std::size_t>(i % 3))}};
    SHRIKE_ASSERT(log->append(record).ok() && log->commit_once().ok());
    log->set_cursor("engine", log->head_seq());
  }
  return disk->bytes;
}

template <class T>
T number_at(const std::string& image, std::size_t at) {
  T value{};
  if (at + sizeof value <= image.size()) std::memcpy(&value, image.data() + at, sizeof value);
  return value;
}

/// Makes the checksum at `crc_at` that of the bytes [from, from + size).
inline void sign(std::string& image, std::size_t crc_at, std::size_t from, std::size_t size) {
  if (from > image.size() || size > image.size() - from || crc_at + 4 > image.size()) return;
  const std::uint32_t crc = crc32c(std::string_view(image).substr(from, size));
  std::memcpy(image.data() + crc_at, &crc, sizeof crc);
}

/// Damage that every checksum agrees with: reaches what stands behind the checks.
inline void sign_everything(std::string& image) {
  sign(image, 32, 0, 32);
  const auto segment_bytes = number_at<std::uint32_t>(image, 12);
  if (segment_bytes < 8) return;
  for (std::size_t slot = kPage; slot + 32 <= image.size(); slot += segment_bytes) {
    image[slot + 15] = image[slot + 23] = '\0';  // numbers near 2^64 are out of reach
    sign(image, slot + 28, slot, 28);
    for (std::size_t at = slot + 32; number_at<std::uint32_t>(image, at) == 0x43524853;) {
      const std::size_t length = number_at<std::uint32_t>(image, at + 12);
      sign(image, at + 4, at + 8, 24 + length);
      at += (32 + length + 7) & ~std::size_t{7};
    }
  }
}

/// Each patch: place (3 bytes), length (1 byte), bytes. A place past the end makes the file longer, up to a limit.
inline void patch(std::string& image, ByteReader& in) {
  constexpr std::size_t kImageMax = kPage + (kSegments + 2) * std::size_t{kSegment};
  while (!in.at_end() && in.ok()) {
    const std::size_t at = in.number<std::uint16_t>() | in.number<std::uint8_t>() << 16U;
    const std::string_view bytes = in.text();
    if (at + bytes.size() > kImageMax) continue;
    if (at + bytes.size() > image.size()) image.resize(at + bytes.size());
    std::copy(bytes.begin(), bytes.end(), image.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

}  // namespace shrike::fuzz
