// The fuzz targets over their seeds, without libFuzzer: in every build, so that targets keep up with what they look at
// and a defect that was found once stays found. FUZZ_TARGETS lists them: X(name) X(name)…
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#define X(name) extern "C" int fuzz_##name(const std::uint8_t* data, std::size_t size);
FUZZ_TARGETS
#undef X

namespace {

struct Target {
  const char* name;
  int (*run)(const std::uint8_t*, std::size_t);
};
#define X(name) Target{#name, fuzz_##name},
constexpr std::array kTargets{FUZZ_TARGETS};
#undef X

/// A seed that fails ends the process; the last line names it.
std::size_t run_seeds(const Target& target, const std::filesystem::path& folder) {
  std::size_t seeds = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::cout << target.name << " " << entry.path().string() << std::endl;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    target.run(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    ++seeds;
  }
  return seeds;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::cerr << "usage: fuzz_seeds FOLDER, which holds a folder of seeds for each target\n";
    return 2;
  }
  for (const Target& target : kTargets) {
    if (run_seeds(target, std::filesystem::path(arguments[1]) / target.name) > 0) continue;
    std::cerr << target.name << ": no seed\n";
    return 1;
  }
  return 0;
}
