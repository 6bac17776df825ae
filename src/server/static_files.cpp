#include "shrike/server/static_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "server/text.hpp"
#include "shrike/base/hash.hpp"

namespace shrike::server {
namespace {

constexpr std::size_t kNameHashSize = 8;

constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
    {".pdf", "application/pdf"},
};

/// "assets/index-BX3k9aZ1.js": eight base64url digits after a dash or dot. A word of eight small letters is none.
bool name_holds_hash(std::string_view name) {
  if (!name.starts_with("assets/")) return false;
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot < kNameHashSize + 1) return false;
  const char before = name[dot - kNameHashSize - 1];
  const std::string_view digits = name.substr(dot - kNameHashSize, kNameHashSize);
  const auto valid = [](char c) { return is_alnum(c) || c == '-' || c == '_'; };
  const auto unlike_a_word = [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); };
  return (before == '-' || before == '.') && std::all_of(digits.begin(), digits.end(), valid) &&
         std::any_of(digits.begin(), digits.end(), unlike_a_word);
}

/// RFC 9110 section 12.5.3: listed with q=0 means no, not listed means what "*" says.
bool accepts(std::string_view accept_encoding, std::string_view coding) {
  bool any = false;
  while (!accept_encoding.empty()) {
    std::string_view item = next_part(accept_encoding, ',');
    const std::string_view name = next_part(item, ';');
    bool wanted = true;
    if (item.size() > 2 && lower(item[0]) == 'q' && item[1] == '=') {
      wanted = std::strtod(std::string(item.substr(2)).c_str(), nullptr) > 0;
    }
    if (same_ignoring_case(name, coding)) return wanted;
    if (name == "*") any = wanted;
  }
  return any;
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    std::string_view item = next_part(if_none_match, ',');
    if (item == "*") return true;
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item == etag) return true;
  }
  return false;
}

}  // namespace

std::string_view content_type_of(std::string_view name) {
  for (const auto& [ending, type] : kTypes) {
    if (name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

StaticFiles::StaticFiles(std::span<const EmbeddedFile> files) {
  for (const EmbeddedFile& file : files) files_[file.name];
  const auto variant = [](std::string_view bytes, std::string_view encoding) {
    const std::string suffix = encoding.empty() ? "" : fmt::format("-{}", encoding);
    return Variant{bytes, fmt::format("\"{:016x}{}\"", hash64(bytes), suffix), encoding};
  };
  for (const EmbeddedFile& file : files) {
    const std::string_view stem = file.name.substr(0, file.name.rfind('.'));
    const bool has_plain = stem.size() < file.name.size() && files_.contains(stem);
    if (has_plain && file.name.ends_with(".br")) files_[stem].brotli = variant(file.bytes, "br");
    if (has_plain && file.name.ends_with(".gz")) files_[stem].gzip = variant(file.bytes, "gzip");
    File& entry = files_[file.name];
    entry.identity = variant(file.bytes, "");
    entry.content_type = content_type_of(file.name);
    entry.immutable = name_holds_hash(file.name);
  }
}

bool StaticFiles::contains(std::string_view name) const { return files_.contains(name); }

const StaticFiles::Variant& StaticFiles::choose(const File& file, std::string_view accept_encoding) {
  if (!file.brotli.encoding.empty() && accepts(accept_encoding, "br")) return file.brotli;
  if (!file.gzip.encoding.empty() && accepts(accept_encoding, "gzip")) return file.gzip;
  return file.identity;
}

std::optional<Response> StaticFiles::serve(const RequestHead& head, std::string_view name) const {
  const auto found = files_.find(name);
  if (found == files_.end() || (head.method != Method::get && head.method != Method::head)) return std::nullopt;
  const File& file = found->second;
  const Variant& variant = choose(file, head.header("Accept-Encoding"));
  Response response;
  response.headers.emplace_back("ETag", variant.etag);
  response.headers.emplace_back("Cache-Control", file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (!file.brotli.encoding.empty() || !file.gzip.encoding.empty()) {
    response.headers.emplace_back("Vary", "Accept-Encoding");
  }
  if (etag_matches(head.header("If-None-Match"), variant.etag)) {
    response.status = 304;
    return response;
  }
  response.content_type = file.content_type;
  if (!variant.encoding.empty()) response.headers.emplace_back("Content-Encoding", variant.encoding);
  response.static_body = variant.bytes;
  return response;
}

}  // namespace shrike::server
