#pragma once
// What an event log cannot beat: plain pwrite and fdatasync.
#include <cstdint>
#include <filesystem>
#include <string>

namespace shrike::bench {

/// A file of fixed size, zeroed when it is made, written round and round. It has no name: it ends with the process.
/// Ends the bench on an error.
class RawLog {
 public:
  RawLog(const std::filesystem::path& folder, std::uint64_t capacity_bytes);
  ~RawLog();
  RawLog(const RawLog&) = delete;
  RawLog& operator=(const RawLog&) = delete;

  /// One group: the next `bytes` are written and synced.
  void commit(std::uint64_t bytes);

 private:
  void write(std::uint64_t bytes);

  const std::uint64_t capacity_;
  std::string content_;
  int fd_ = -1;
  std::uint64_t at_ = 0;
};

}  // namespace shrike::bench
