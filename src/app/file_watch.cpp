#include "file_watch.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace shrike::app {

FileWatch::FileWatch(Folder& folder, std::string name) : folder_(folder), name_(std::move(name)) {
  if (name_.empty()) return;
  if (const auto found = folder_.identity(name_)) known_ = *found;
}

std::string FileWatch::check() {
  if (!known_) return {};
  const auto now = folder_.identity(name_);
  if (!now && now.error().kind != ErrorKind::not_found) return {};  // the writes themselves will tell
  const char* what = !now                                   ? "was removed or renamed"
                     : now->file != known_->file            ? "was replaced by another file"
                     : now->size_bytes < known_->size_bytes ? "was cut short"
                                                            : "";
  if (now) known_->size_bytes = std::max(known_->size_bytes, now->size_bytes);
  return *what == '\0' ? std::string() : fmt::format("{}/{} {} while in use", folder_.path(), name_, what);
}

}  // namespace shrike::app
