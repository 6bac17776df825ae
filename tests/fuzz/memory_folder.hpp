#pragma once
// A folder of files in memory.
#include <map>

#include "support/memory_file.hpp"

namespace shrike::fuzz {

class MemoryFolder final : public Folder {
 public:
  std::map<std::string, std::shared_ptr<testing::MemoryDisk>, std::less<>> files;

  void put(std::string_view name, std::string_view bytes) {
    auto& disk = files[std::string(name)] = std::make_shared<testing::MemoryDisk>();
    disk->bytes = bytes;
  }

  Result<std::unique_ptr<File>> open(std::string_view name, OpenMode mode) override {
    const auto found = files.find(name);
    if (mode == OpenMode::existing && found == files.end()) return Error{ErrorKind::not_found, "no such file"};
    if (mode == OpenMode::replace || found == files.end()) put(name, {});
    return std::unique_ptr<File>(std::make_unique<testing::MemoryFile>(files.find(name)->second));
  }
  Result<std::unique_ptr<File>> scratch() override {
    return std::unique_ptr<File>(std::make_unique<testing::MemoryFile>(std::make_shared<testing::MemoryDisk>()));
  }
  Result<void> rename(std::string_view from, std::string_view to) override {
    const auto found = files.find(from);
    if (found == files.end()) return io_error("no such file");
    files[std::string(to)] = std::move(found->second);
    return remove(from);
  }
  Result<void> remove(std::string_view name) override {
    if (const auto found = files.find(name); found != files.end()) files.erase(found);
    return {};
  }
  Result<std::vector<std::string>> names() override {
    std::vector<std::string> out;
    for (const auto& [name, disk] : files) out.push_back(name);
    return out;
  }
  Result<void> sync_names() override { return {}; }
  Result<Identity> identity(std::string_view name) override {
    const auto found = files.find(name);
    if (found == files.end()) return Error{ErrorKind::not_found, "no such file"};
    return Identity{reinterpret_cast<std::uintptr_t>(found->second.get()), found->second->bytes.size()};
  }
  Result<Space> space() override { return Space{}; }
  [[nodiscard]] const std::string& path() const override { return path_; }

 private:
  const std::string path_ = "memory";
};

}  // namespace shrike::fuzz
