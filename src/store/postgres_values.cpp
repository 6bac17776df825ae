#include "postgres_values.hpp"

#include <fmt/format.h>

#include <charconv>

#include "clean_text.hpp"
#include "postgres_copy.hpp"
#include "shrike/base/time_text.hpp"

namespace shrike::store {

namespace {

// src/include/catalog/pg_type.dat: fixed for all versions.
constexpr unsigned kBool = 16;
constexpr unsigned kBytea = 17;
constexpr unsigned kInt8 = 20;
constexpr unsigned kInt2 = 21;
constexpr unsigned kInt4 = 23;
constexpr unsigned kFloat4 = 700;
constexpr unsigned kFloat8 = 701;
constexpr unsigned kTimestamptz = 1184;
constexpr unsigned kNumeric = 1700;

std::string bytea_text(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "\\x";
  text.reserve(2 + bytes.size() * 2);
  for (const char byte : bytes) {
    text += kDigits[static_cast<unsigned char>(byte) >> 4U];
    text += kDigits[static_cast<unsigned char>(byte) & 15U];
  }
  return text;
}

unsigned digit(char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); }

Bytes bytes_of(std::string_view text) {
  Bytes bytes;
  text.remove_prefix(std::min<std::size_t>(2, text.size()));
  bytes.data.reserve(text.size() / 2);
  for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
    bytes.data += static_cast<char>(digit(text[at]) << 4U | digit(text[at + 1]));
  }
  return bytes;
}

/// "2026-05-03 11:20:00.5+00": the session's zone is UTC, so the zone can be cut off.
Time time_of(std::string_view text) {
  const auto time = parse_time(text.substr(0, text.rfind('+')));
  return Time{time ? *time : 0};
}

template <class T>
T number_of(std::string_view text) {
  T number{};
  std::from_chars(text.data(), text.data() + text.size(), number);  // reads "NaN" and "Infinity" too
  return number;
}

}  // namespace

std::optional<std::string> postgres_text(const Value& value) {
  struct Visitor {
    std::optional<std::string> operator()(std::monostate) const { return std::nullopt; }
    std::optional<std::string> operator()(std::int64_t number) const { return fmt::to_string(number); }
    std::optional<std::string> operator()(double number) const { return fmt::to_string(number); }
    std::optional<std::string> operator()(const std::string& text) const {
      return is_clean_text(text) ? text : cleaned_text(text);
    }
    std::optional<std::string> operator()(const Bytes& bytes) const { return bytea_text(bytes.data); }
    std::optional<std::string> operator()(Time time) const { return format_time(postgres_time(time.us)); }
    std::optional<std::string> operator()(bool flag) const { return flag ? "t" : "f"; }
  };
  return std::visit(Visitor{}, value);
}

Value postgres_value(unsigned type, std::string_view text) {
  switch (type) {
    case kInt2:
    case kInt4:
    case kInt8:
      return number_of<std::int64_t>(text);
    case kFloat4:
    case kFloat8:
    case kNumeric:
      return number_of<double>(text);
    case kBool:
      return text == "t";
    case kBytea:
      return bytes_of(text);
    case kTimestamptz:
      return time_of(text);
    default:
      return std::string(text);
  }
}

}  // namespace shrike::store
