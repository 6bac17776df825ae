#pragma once
// Files that the build puts into the binary (cmake/EmbedFiles.cmake): migrations, default models, the dashboard.
#include <span>
#include <string_view>

namespace shrike {

/// One embedded file. Both views point into the binary's read-only data and live as long as the process.
struct EmbeddedFile {
  std::string_view name;   ///< path relative to the embedded folder, e.g. "sqlite/0001_first.sql"
  std::string_view bytes;  ///< content as it was at build time
};

namespace embedded {
std::span<const EmbeddedFile> migrations();
std::span<const EmbeddedFile> models();
std::span<const EmbeddedFile> web();
}  // namespace embedded

}  // namespace shrike
