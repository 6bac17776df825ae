#pragma once
// Serves files that are part of the binary: content negotiation, validators, caching.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "shrike/base/embedded_file.hpp"
#include "shrike/server/message.hpp"

namespace shrike::server {

/// For a file `x` the variants `x.br` and `x.gz`, where present, are sent to clients that accept them. A file below
/// `assets/` whose name holds a content hash may be cached for ever; every other is revalidated by its ETag.
/// Immutable after construction, so safe from any thread.
class StaticFiles {
 public:
  explicit StaticFiles(std::span<const EmbeddedFile> files);

  /// 200 or 304 for the file of that name (no leading "/"); nothing when there is none. GET and HEAD only.
  [[nodiscard]] std::optional<Response> serve(const RequestHead& head, std::string_view name) const;
  [[nodiscard]] bool contains(std::string_view name) const;

 private:
  struct Variant {
    std::string_view bytes;
    std::string etag;
    std::string_view encoding;
  };
  struct File {
    Variant identity, brotli, gzip;
    std::string_view content_type;
    bool immutable = false;
  };
  static const Variant& choose(const File& file, std::string_view accept_encoding);

  std::unordered_map<std::string_view, File> files_;
};

/// Media type by file name; "application/octet-stream" for an unknown ending.
std::string_view content_type_of(std::string_view name);

}  // namespace shrike::server
