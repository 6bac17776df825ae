#include "cursor_record.hpp"

#include "shrike/base/byte_codec.hpp"
#include "shrike/base/hash.hpp"
#include "shrike/base/result.hpp"

namespace shrike::eventlog {

namespace {
constexpr std::string_view kMagic = "SHRKCUR1";
constexpr std::size_t kCrcBytes = sizeof(std::uint32_t);
}  // namespace

std::string cursor_slot(const CursorRecord& record) {
  SHRIKE_ASSERT(record.cursors.size() <= kCursorsMax);
  std::string bytes(kMagic);
  ByteWriter out(bytes);
  out.number(record.generation);
  out.number(record.durable_seq);
  out.number(static_cast<std::uint32_t>(record.cursors.size()));
  for (const auto& [name, seq] : record.cursors) {
    SHRIKE_ASSERT(name.size() <= kCursorNameBytesMax);
    out.text(name);
    out.number(seq);
  }
  SHRIKE_ASSERT(bytes.size() + kCrcBytes <= kCursorSlotBytes);
  bytes.resize(kCursorSlotBytes - kCrcBytes, '\0');
  out.number(crc32c(bytes));
  return bytes;
}

std::optional<CursorRecord> read_cursor_slot(std::string_view bytes) {
  if (bytes.size() != kCursorSlotBytes || !bytes.starts_with(kMagic)) return std::nullopt;
  ByteReader tail(bytes.substr(kCursorSlotBytes - kCrcBytes));
  if (tail.number<std::uint32_t>() != crc32c(bytes.substr(0, kCursorSlotBytes - kCrcBytes))) return std::nullopt;
  ByteReader in(bytes.substr(kMagic.size()));
  CursorRecord record;
  record.generation = in.number<std::uint64_t>();
  record.durable_seq = in.number<Seq>();
  const auto count = in.number<std::uint32_t>();
  if (count > kCursorsMax) return std::nullopt;
  for (std::uint32_t i = 0; i < count && in.ok(); ++i) {
    std::string name(in.text());
    record.cursors[std::move(name)] = in.number<Seq>();
  }
  return in.ok() ? std::optional(record) : std::nullopt;
}

}  // namespace shrike::eventlog
