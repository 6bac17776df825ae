#include "page_cursor.hpp"

#include <fmt/format.h>

#include <limits>

#include "shrike/base/byte_codec.hpp"
#include "shrike/base/hash.hpp"

namespace shrike::store {

namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::size_t kCursorMax = 4'096;  // longer than any key that ingest lets in

std::string to_hex(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) {
    hex += kHexDigits[static_cast<std::uint8_t>(byte) >> 4U];
    hex += kHexDigits[static_cast<std::uint8_t>(byte) & 15U];
  }
  return hex;
}

/// Empty where it is no hexadecimal.
std::string from_hex(std::string_view hex) {
  std::string bytes;
  if (hex.size() % 2 != 0 || hex.size() > kCursorMax) return bytes;
  for (std::size_t at = 0; at < hex.size(); at += 2) {
    const auto high = kHexDigits.find(hex[at]);
    const auto low = kHexDigits.find(hex[at + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return {};
    bytes += static_cast<char>(high << 4U | low);
  }
  return bytes;
}

Error bad_cursor() { return invalid("cursor: expected the next_cursor of an earlier page of the same list"); }

}  // namespace

std::string encode_cursor(char list, std::string_view key) {
  std::string bytes(1, list);
  bytes += key;
  const std::uint32_t checksum = crc32c(bytes);
  ByteWriter(bytes).number(checksum);
  return to_hex(bytes);
}

Result<std::string> decode_cursor(char list, std::string_view cursor) {
  const std::string bytes = from_hex(cursor);
  if (bytes.size() < 1 + sizeof(std::uint32_t) || bytes.front() != list) return bad_cursor();
  const std::string_view content = std::string_view(bytes).substr(0, bytes.size() - sizeof(std::uint32_t));
  ByteReader reader(std::string_view(bytes).substr(content.size()));
  if (reader.number<std::uint32_t>() != crc32c(content)) return bad_cursor();
  return std::string(content.substr(1));
}

std::string encode_seq_cursor(char list, domain::Seq seq) {
  std::string key;
  ByteWriter(key).number(seq);
  return encode_cursor(list, key);
}

Result<std::int64_t> decode_seq_cursor(char list, std::string_view cursor) {
  if (cursor.empty()) return std::numeric_limits<std::int64_t>::max();
  auto key = decode_cursor(list, cursor);
  if (!key) return key.error();
  ByteReader reader(*key);
  const auto seq = reader.number<std::int64_t>();
  if (!reader.ok() || !reader.at_end() || seq < 0) return bad_cursor();
  return seq;
}

Result<void> check_page(const std::string& tenant, const PageRequest& page) {
  if (tenant.empty()) return invalid("tenant: must not be empty");
  if (page.limit < 1 || page.limit > kPageLimitMax)
    return invalid(fmt::format("limit: expected 1 to {}", kPageLimitMax));
  return {};
}

}  // namespace shrike::store
