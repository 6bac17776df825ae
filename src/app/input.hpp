#pragma once
// Input files of commands.
#include <istream>
#include <memory>
#include <string>

#include "shrike/base/result.hpp"
#include "shrike/sources/file_reader.hpp"

namespace shrike::app {

struct Input {
  std::shared_ptr<std::istream> stream;
  std::uint64_t bytes = 0;  ///< 0 = unknown
};

/// "-" is standard input. Error: invalid when the file cannot be opened.
Result<Input> open_input(const std::string& path);
/// "" decides by the file's ending. Error: invalid.
Result<sources::FileFormat> format_of(const std::string& word, const std::string& path);

}  // namespace shrike::app
