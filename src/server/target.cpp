#include "server/target.hpp"

#include <algorithm>

#include "server/text.hpp"

namespace shrike::server {
namespace {

constexpr std::size_t kQueryFieldsMax = 64;

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  const char letter = lower(c);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/// False for a broken escape or NUL.
bool percent_decode(std::string_view text, bool plus_is_space, std::string& out) {
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0 || (high == 0 && low == 0)) return false;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus_is_space) {
      c = ' ';
    }
    out += c;
  }
  return true;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool segments_are_plain(std::string_view path) {
  if (path.find("//") != std::string_view::npos) return false;
  std::string_view rest = path.substr(1);
  while (!rest.empty()) {
    const std::size_t slash = rest.find('/');
    const std::string_view segment = rest.substr(0, slash);
    if (segment == "." || segment == "..") return false;
    rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
  }
  return true;
}

bool parse_query(std::string_view text, std::vector<NamedText>& out) {
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view field = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (field.empty()) continue;
    const std::size_t equals = field.find('=');
    NamedText item;
    if (!percent_decode(field.substr(0, equals), true, item.first)) return false;
    if (equals != std::string_view::npos && !percent_decode(field.substr(equals + 1), true, item.second)) return false;
    if (!valid_utf8(item.first) || !valid_utf8(item.second) || out.size() >= kQueryFieldsMax) return false;
    out.push_back(std::move(item));
  }
  return true;
}

}  // namespace

bool valid_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80   ? 1
                             : lead < 0xc2 ? 0
                             : lead < 0xe0 ? 2
                             : lead < 0xf0 ? 3
                             : lead < 0xf5 ? 4
                                           : 0;
    if (size == 0 || i + size > text.size()) return false;
    for (std::size_t k = 1; k < size; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return false;
    }
    const auto second = size > 2 ? static_cast<unsigned char>(text[i + 1]) : 0U;
    const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
    const bool surrogate = lead == 0xed && second > 0x9f;
    if (overlong || surrogate || (lead == 0xf4 && second > 0x8f)) return false;
    i += size;
  }
  return true;
}

Result<Target> parse_target(std::string_view target) {
  if (!target.starts_with('/')) return invalid("the request target must be a path");
  if (target.find('#') != std::string_view::npos) return invalid("a fragment in the request target");
  const std::size_t mark = target.find('?');
  Target out;
  if (!percent_decode(target.substr(0, mark), false, out.path)) return invalid("a broken escape in the path");
  if (has_control(out.path)) return invalid("a control character in the path");
  if (!valid_utf8(out.path)) return invalid("the path is not UTF-8");
  if (!segments_are_plain(out.path)) return invalid("the path has an empty or a dot segment");
  if (mark != std::string_view::npos && !parse_query(target.substr(mark + 1), out.query)) {
    return invalid("the query cannot be decoded");
  }
  return out;
}

}  // namespace shrike::server
