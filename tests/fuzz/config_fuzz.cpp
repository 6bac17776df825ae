// Settings: a TOML file, or lines "key=value" as --set takes them. The first byte chooses.
#include <fmt/core.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

#include "shrike/app/config.hpp"

namespace {

using namespace shrike;
using Overrides = std::vector<std::pair<std::string, std::string>>;

/// A file in memory under a name that can be opened.
class TextFile {
 public:
  explicit TextFile(std::string_view text) : descriptor_(memfd_create("settings", 0)) {
    SHRIKE_ASSERT(descriptor_ >= 0);
    SHRIKE_ASSERT(write(descriptor_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  ~TextFile() { close(descriptor_); }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;
  std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

 private:
  int descriptor_;
};

Overrides split(std::string_view text) {
  Overrides out;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const std::size_t equals = std::min(line.find('='), line.size());
    out.emplace_back(line.substr(0, equals), line.substr(std::min(equals + 1, line.size())));
  }
  return out;
}

/// toml++ 3.3 runs into its own mark "unreachable" at some letters behind a value, such as U+00E9.
bool troubles_the_library(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return (c & 0x80) != 0; });
}

void check(const Result<app::Config>& loaded) {
  if (!loaded) return SHRIKE_ASSERT(loaded.error().kind == ErrorKind::invalid && !loaded.error().message.empty());
  const app::Config& config = *loaded;
  SHRIKE_ASSERT(!config.data_dir.empty() && !config.server.host.empty() && config.server.connections_max >= 1);
  SHRIKE_ASSERT(config.engine.policy.medium_from < config.engine.policy.critical_from);
  SHRIKE_ASSERT(config.generator.rate >= 1 && config.generator.rate <= 100'000);
  SHRIKE_ASSERT(config.engine.features.high_value_amount >= 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] % 2 == 0) {
    if (troubles_the_library(text)) return -1;
    check(app::load_config(TextFile(text).path(), {}, {}));
  } else {
    check(app::load_config("", {}, split(text)));
  }
  return 0;
}
