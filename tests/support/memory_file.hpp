#pragma once
// A disk in memory for the eventlog: shared by the files that are opened on it, with faults on order.
#include <cstring>
#include <memory>
#include <mutex>
#include <string>

#include "shrike/base/folder.hpp"

namespace shrike::testing {

/// What is "on the medium". Outlives the files.
struct MemoryDisk {
  std::mutex mutex;
  std::string bytes;
  int writes_until_failure = -1;  ///< -1 = never
  int syncs_until_failure = -1;
  int syncs = 0;
};

class MemoryFile final : public File {
 public:
  explicit MemoryFile(std::shared_ptr<MemoryDisk> disk) : disk_(std::move(disk)) {}

  Result<void> read_at(std::span<char> into, std::uint64_t offset) override {
    const std::lock_guard lock(disk_->mutex);
    if (offset + into.size() > disk_->bytes.size()) return io_error("past the end");
    std::memcpy(into.data(), disk_->bytes.data() + offset, into.size());
    return {};
  }
  Result<void> write_at(std::string_view bytes, std::uint64_t offset) override {
    const std::lock_guard lock(disk_->mutex);
    if (disk_->writes_until_failure == 0) return io_error("write refused");
    if (disk_->writes_until_failure > 0) --disk_->writes_until_failure;
    if (offset + bytes.size() > disk_->bytes.size()) disk_->bytes.resize(offset + bytes.size());
    std::memcpy(disk_->bytes.data() + offset, bytes.data(), bytes.size());
    return {};
  }
  Result<void> sync() override {
    const std::lock_guard lock(disk_->mutex);
    if (disk_->syncs_until_failure == 0) return io_error("sync refused");
    if (disk_->syncs_until_failure > 0) --disk_->syncs_until_failure;
    ++disk_->syncs;
    return {};
  }
  Result<std::uint64_t> size() override {
    const std::lock_guard lock(disk_->mutex);
    return disk_->bytes.size();
  }
  Result<void> allocate(std::uint64_t bytes) override {
    const std::lock_guard lock(disk_->mutex);
    disk_->bytes.assign(bytes, '\0');
    return {};
  }
  Result<void> resize(std::uint64_t bytes) override {
    const std::lock_guard lock(disk_->mutex);
    disk_->bytes.resize(bytes, '\0');
    return {};
  }

 private:
  std::shared_ptr<MemoryDisk> disk_;
};

}  // namespace shrike::testing
