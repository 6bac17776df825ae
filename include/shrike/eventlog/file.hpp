#pragma once
// The one door from the eventlog to the disk. Tests put a faulty disk behind it.
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "shrike/base/result.hpp"

namespace shrike::eventlog {

/// A file of fixed positions. Calls for different ranges may come from different threads. Every error is of kind io.
class File {
 public:
  virtual ~File() = default;
  /// Fills the whole span or fails; reading past the end is an error.
  virtual Result<void> read_at(std::span<char> into, std::uint64_t offset) = 0;
  virtual Result<void> write_at(std::string_view bytes, std::uint64_t offset) = 0;
  /// Returns when everything written is on the medium (fdatasync). After an error nothing about unsynced bytes is
  /// known.
  virtual Result<void> sync() = 0;
  [[nodiscard]] virtual Result<std::uint64_t> size() = 0;
  /// Reserves and zeroes `bytes` from the start, so that later writes cannot run out of space.
  virtual Result<void> allocate(std::uint64_t bytes) = 0;
};

/// Opens or makes the file, readable by the owner only, and takes an exclusive lock: a second process gets unavailable.
Result<std::unique_ptr<File>> open_posix_file(const std::string& path);

}  // namespace shrike::eventlog
