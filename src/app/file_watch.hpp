#pragma once
// Notices that somebody removed, renamed, replaced or cut short a file that the program has open: writes would go on
// into a file that no restart finds.
#include <optional>
#include <string>

#include "shrike/base/folder.hpp"

namespace shrike::app {

/// One thread.
class FileWatch {
 public:
  /// Takes its first look now; where there is no such file, or no name, it watches nothing. `folder` outlives it.
  FileWatch(Folder& folder, std::string name);
  /// Words on what happened to the file; empty while it is where it was.
  [[nodiscard]] std::string check();

 private:
  Folder& folder_;
  const std::string name_;
  std::optional<Folder::Identity> known_;
};

}  // namespace shrike::app
