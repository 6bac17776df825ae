#include "support/temp_dir.hpp"

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace shrike::test {

TempDir::TempDir() {
  std::string name = (std::filesystem::temp_directory_path() / "shrike-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name);
  path_ = name;
}

TempDir::~TempDir() {
  std::error_code ignored;  // what is left over lies in a temporary folder
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace shrike::test
