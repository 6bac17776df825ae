#include <string>

#include "shrike/base/fault_point.hpp"
#include "shrike/base/folder.hpp"

namespace shrike {

Result<void> write_whole_file(Folder& folder, std::string_view name, std::string_view text) {
  const std::string unfinished = std::string(name) + ".unfinished";
  auto file = folder.open(unfinished, OpenMode::replace);
  if (!file) return file.error();
  if (auto done = (*file)->write_at(text, 0); !done) return done;
  if (auto done = (*file)->sync(); !done) return done;
  SHRIKE_FAULT_POINT("whole_file.before_rename");
  if (auto done = folder.rename(unfinished, name); !done) return done;
  SHRIKE_FAULT_POINT("whole_file.before_sync_names");
  return folder.sync_names();
}

Result<std::string> read_whole_file(Folder& folder, std::string_view name) {
  auto file = folder.open(name, OpenMode::existing);
  if (!file) return file.error();
  const auto size = (*file)->size();
  if (!size) return size.error();
  std::string text(*size, '\0');
  if (auto done = (*file)->read_at({text.data(), text.size()}, 0); !done) return done.error();
  return text;
}

}  // namespace shrike
