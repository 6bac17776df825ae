#include "input.hpp"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

namespace shrike::app {

Result<Input> open_input(const std::string& path) {
  if (path == "-") {
    std::ios::sync_with_stdio(false);
    return Input{std::shared_ptr<std::istream>(&std::cin, [](std::istream*) {}), 0};
  }
  auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
  if (!*file || std::filesystem::is_directory(path))
    return invalid(fmt::format("{}: {}", path, std::strerror(errno != 0 ? errno : EISDIR)));
  std::error_code ignored;
  const auto bytes = std::filesystem::file_size(path, ignored);
  return Input{std::move(file), ignored ? 0 : static_cast<std::uint64_t>(bytes)};
}

Result<sources::FileFormat> format_of(const std::string& word, const std::string& path) {
  if (word == "csv") return sources::FileFormat::csv;
  if (word == "ndjson") return sources::FileFormat::ndjson;
  if (!word.empty()) return invalid(fmt::format("--format {}: expected csv or ndjson", word));
  const bool lines = path.ends_with(".ndjson") || path.ends_with(".jsonl");
  return lines ? sources::FileFormat::ndjson : sources::FileFormat::csv;
}

}  // namespace shrike::app
