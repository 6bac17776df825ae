#pragma once
// Little-endian fields in a byte string, for our own file formats. Reading never goes past the end.
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace shrike {

static_assert(std::endian::native == std::endian::little, "the file formats are little-endian");

/// Appends to a string that must outlive it.
class ByteWriter {
 public:
  explicit ByteWriter(std::string& out) : out_(out) {}
  template <class T>
  void number(T value) {
    static_assert(std::is_arithmetic_v<T>);
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  /// Length as LEB128, then the bytes.
  void text(std::string_view bytes) {
    varint(bytes.size());
    out_.append(bytes);
  }
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) out_ += static_cast<char>(value | 0x80);
    out_ += static_cast<char>(value);
  }

 private:
  std::string& out_;
};

/// Reads from a view. After the first read past the end `ok()` stays false and every read gives zero or empty.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : left_(bytes) {}
  template <class T>
  T number() {
    static_assert(std::is_arithmetic_v<T>);
    T value{};
    if (left_.size() < sizeof value) return fail(), value;
    std::memcpy(&value, left_.data(), sizeof value);
    left_.remove_prefix(sizeof value);
    return value;
  }
  std::string_view text() {
    const std::uint64_t size = varint();
    if (size > left_.size()) return fail(), std::string_view();
    const std::string_view bytes = left_.substr(0, size);
    left_.remove_prefix(size);
    return bytes;
  }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const auto byte = number<std::uint8_t>();
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      const bool padded = byte == 0 && shift > 0;
      const bool overflows = shift == 63 && byte > 1;
      if (padded || overflows) break;  // ByteWriter writes each number in one way only
      if ((byte & 0x80U) == 0) return value;
    }
    return fail(), 0;
  }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return left_.empty(); }

 private:
  void fail() {
    ok_ = false;
    left_ = {};
  }
  std::string_view left_;
  bool ok_ = true;
};

}  // namespace shrike
