#include "shrike/server/message.hpp"

#include <array>

#include "server/text.hpp"

namespace shrike::server {
namespace {

constexpr std::array<std::string_view, 8> kMethodNames = {"GET",   "HEAD",   "POST",    "PUT",
                                                          "PATCH", "DELETE", "OPTIONS", "OTHER"};

}  // namespace

std::string_view to_string(Method method) { return kMethodNames[static_cast<std::size_t>(method)]; }

Method parse_method(std::string_view text) {
  for (std::size_t i = 0; i + 1 < kMethodNames.size(); ++i) {
    if (kMethodNames[i] == text) return static_cast<Method>(i);
  }
  return Method::other;
}

const RequestHead::Span* RequestHead::find(std::string_view name) const {
  for (const Span& span : headers_) {
    if (same_ignoring_case(std::string_view(text_).substr(span.name_at, span.name_size), name)) return &span;
  }
  return nullptr;
}

std::string_view RequestHead::header(std::string_view name) const {
  const Span* span = find(name);
  return span == nullptr ? std::string_view() : std::string_view(text_).substr(span->value_at, span->value_size);
}

std::string RequestHead::joined(std::string_view name) const {
  std::string out;
  const std::string_view text = text_;
  for (const Span& span : headers_) {
    if (!same_ignoring_case(text.substr(span.name_at, span.name_size), name)) continue;
    if (!out.empty()) out += ", ";
    out += text.substr(span.value_at, span.value_size);
  }
  return out;
}

bool RequestHead::has_header(std::string_view name) const { return find(name) != nullptr; }

std::string_view RequestHead::cookie(std::string_view name) const {
  std::string_view rest = header("Cookie");
  while (!rest.empty()) {
    std::string_view pair = next_part(rest, ';');
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      return pair.substr(name.size() + 1);
    }
  }
  return {};
}

std::string_view RequestHead::query_value(std::string_view name) const {
  for (const NamedText& item : query) {
    if (item.first == name) return item.second;
  }
  return {};
}

bool RequestHead::has_query(std::string_view name) const {
  for (const NamedText& item : query) {
    if (item.first == name) return true;
  }
  return false;
}

void RequestHead::add_header(std::string_view name, std::string_view value) {
  const auto at = static_cast<std::uint32_t>(text_.size());
  const auto name_size = static_cast<std::uint32_t>(name.size());
  headers_.push_back({at, name_size, at + name_size, static_cast<std::uint32_t>(value.size())});
  text_ += name;
  text_ += value;
}

void RequestHead::reserve_headers(std::size_t count, std::size_t bytes) {
  headers_.reserve(count);
  text_.reserve(bytes);
}

std::string_view PathParameters::get(std::string_view name) const {
  for (const NamedText& item : items_) {
    if (item.first == name) return item.second;
  }
  return {};
}

Response json_response(int status, std::string body) {
  Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = std::move(body);
  return response;
}

}  // namespace shrike::server
