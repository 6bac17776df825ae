// The include table of docs/ARCHITECTURE.md, checked against the real includes, and the size limits of files.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>

namespace {

namespace fs = std::filesystem;

const std::map<std::string, std::set<std::string>> kMayInclude{
    {"base", {}},
    {"domain", {"base"}},
    {"eventlog", {"domain", "base"}},
    {"store", {"domain", "base"}},
    {"engine", {"eventlog", "domain", "base"}},
    {"training", {"store", "engine", "domain", "base"}},
    {"sources", {"eventlog", "domain", "base"}},
    {"sinks", {"store", "domain", "base"}},
    {"access", {"store", "domain", "base"}},
    {"alerts", {"store", "domain", "base"}},
    {"server", {"base"}},
    {"api", {"server", "sources", "training", "access", "alerts", "store", "sinks", "engine", "domain", "base"}},
    {"app",
     {"api", "server", "sources", "training", "access", "alerts", "store", "sinks", "engine", "eventlog", "domain",
      "base"}},
};

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> out;
  if (!fs::exists(folder)) return out;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto ending = entry.path().extension();
    if (ending == ".cpp" || ending == ".hpp") out.push_back(entry.path());
  }
  return out;
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

const fs::path kRoot = SHRIKE_SOURCE_DIR;

TEST(IncludeTable, EveryModuleKeepsToIt) {
  const std::regex include("^\\s*#include \"shrike/([a-z]+)/.*\"");
  std::size_t checked = 0;
  for (const auto& [module, allowed] : kMayInclude) {
    for (const auto& folder : {kRoot / "src" / module, kRoot / "include/shrike" / module}) {
      for (const auto& file : files_of(folder)) {
        for (const std::string& line : lines_of(file)) {
          std::smatch match;
          if (!std::regex_search(line, match, include)) continue;
          ++checked;
          const std::string target = match[1];
          EXPECT_TRUE(target == module || allowed.contains(target)) << file << " includes " << target;
        }
      }
    }
  }
  EXPECT_GT(checked, 200U);
}

TEST(IncludeTable, CoversEveryFolderOfTheSource) {
  for (const auto& entry : fs::directory_iterator(kRoot / "src")) {
    EXPECT_TRUE(!entry.is_directory() || kMayInclude.contains(entry.path().filename())) << entry.path();
  }
}

TEST(IncludeTable, HeavyHeadersStayInSourceFiles) {
  const std::regex heavy(
      "#include "
      "<(boost/beast|boost/"
      "asio|pqxx|sqlite3|xgboost|linear\\.h|nlohmann|simdjson|spdlog|prometheus|sodium|curl|openssl|toml)");
  for (const auto& file : files_of(kRoot / "include")) {
    for (const std::string& line : lines_of(file)) EXPECT_FALSE(std::regex_search(line, heavy)) << file << ": " << line;
  }
}

TEST(Habits, FilesAreShortAndNamedForWhatTheyHold) {
  const std::set<std::string> banned{"util", "utils", "helper", "helpers", "common", "misc"};
  for (const char* top : {"src", "include", "tests", "bench"}) {
    for (const auto& file : files_of(kRoot / top)) {
      EXPECT_LE(lines_of(file).size(), 500U) << file;
      for (const auto& part : fs::relative(file, kRoot)) EXPECT_FALSE(banned.contains(part.stem().string())) << file;
    }
  }
}

TEST(Habits, TimeThreadsAndEnvironmentHaveOneDoor) {
  const std::map<std::string, std::vector<std::string>> rules{
      {"\\bgetenv\\b|\\benviron\\b", {"app/config.cpp", "base/fault_point.cpp"}},
      {"system_clock|steady_clock", {"base/clock.cpp"}},
      {"std::j?thread\\b[^:]", {"app/service.cpp", "app/replay.cpp"}},
  };
  for (const auto& [pattern, doors] : rules) {
    const std::regex expression(pattern);
    for (const auto& file : files_of(kRoot / "src")) {
      const std::string name = fs::relative(file, kRoot / "src").string();
      if (std::ranges::find(doors, name) != doors.end()) continue;
      for (const std::string& line : lines_of(file)) {
        const bool include = line.find("#include") != std::string::npos;
        EXPECT_TRUE(include || !std::regex_search(line, expression)) << name << ": " << line;
      }
    }
  }
}

TEST(Habits, HeadersNeverOpenANamespaceForAll) {
  for (const char* top : {"src", "include"}) {
    for (const auto& file : files_of(kRoot / top)) {
      if (file.extension() != ".hpp") continue;
      for (const std::string& line : lines_of(file)) EXPECT_EQ(line.find("using namespace"), std::string::npos) << file;
    }
  }
}

}  // namespace
