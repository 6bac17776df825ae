#pragma once
// A folder of its own for one test.
#include <filesystem>
#include <string>

namespace shrike::test {

/// Made by the constructor, removed with everything in it by the destructor. Lies in TMPDIR or /tmp.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Absolute path of a name within it.
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace shrike::test
