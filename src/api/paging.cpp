#include "paging.hpp"

#include <fmt/core.h>

#include <charconv>

#include "answers.hpp"

namespace shrike::api {

std::optional<server::Response> read_page(const std::string& name, const std::string& value, store::PageRequest& page) {
  if (name == "cursor") {
    page.cursor = value;
    return std::nullopt;
  }
  std::size_t limit = 0;
  const auto parsed = std::from_chars(value.data(), value.data() + value.size(), limit);
  if (parsed.ec != std::errc() || parsed.ptr != value.data() + value.size() || limit < 1 ||
      limit > store::kPageLimitMax) {
    return bad_field("limit", "range", fmt::format("expected a number from 1 to {}", store::kPageLimitMax));
  }
  page.limit = limit;
  return std::nullopt;
}

std::optional<server::Response> read_page(const server::RequestHead& head, store::PageRequest& page) {
  for (const auto& [name, value] : head.query) {
    if (value.empty() || (name != "limit" && name != "cursor")) continue;
    if (auto bad = read_page(name, value, page)) return bad;
  }
  return std::nullopt;
}

}  // namespace shrike::api
