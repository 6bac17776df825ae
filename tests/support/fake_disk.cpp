#include "support/fake_disk.hpp"

#include <algorithm>
#include <cstring>

namespace shrike::test {

namespace {
constexpr std::uint64_t kSectorBytes = 512;
}

class FakeDisk::FakeFile final : public File {
 public:
  FakeFile(FakeDisk& disk, NodePtr node) : disk_(disk), node_(std::move(node)) {}

  Result<void> read_at(std::span<char> into, std::uint64_t offset) override {
    if (!disk_.power_) return no_power();
    if (offset + into.size() > node_->now.size()) return io_error("read past the end of the file");
    std::memcpy(into.data(), node_->now.data() + offset, into.size());
    return {};
  }
  Result<void> write_at(std::string_view bytes, std::uint64_t offset) override {
    if (!disk_.power_) return no_power();
    put(node_->now, offset, bytes);
    node_->unsynced.push_back({offset, std::string(bytes)});
    return disk_.operate();
  }
  Result<void> sync() override {
    if (auto done = disk_.operate(); !done) {
      // Power may also go between the medium and the answer.
      if (disk_.random_.below(2) == 0 && !disk_.lying_) flush();
      return done;
    }
    if (disk_.lying_) return {};
    if (disk_.syncs_left_ > 0 && --disk_.syncs_left_ == 0) {
      disk_.settle(*node_);
      return io_error("fdatasync: Input/output error");
    }
    flush();
    return {};
  }
  Result<std::uint64_t> size() override {
    if (!disk_.power_) return no_power();
    return std::uint64_t{node_->now.size()};
  }
  Result<void> allocate(std::uint64_t bytes) override {
    if (auto done = write_at(std::string(bytes, '\0'), 0); !done) return done;
    return sync();
  }
  Result<void> resize(std::uint64_t) override { return io_error("only scratch files are resized"); }

 private:
  void flush() {
    for (const Write& write : node_->unsynced) put(node_->durable, write.offset, write.bytes);
    node_->unsynced.clear();
  }
  FakeDisk& disk_;
  NodePtr node_;
};

/// Never fails: whoever cannot put something aside waits for somebody else, and a test of one thread would wait for
/// ever.
class FakeDisk::ScratchFile final : public File {
 public:
  Result<void> read_at(std::span<char> into, std::uint64_t offset) override {
    if (offset + into.size() > bytes_.size()) return io_error("read past the end of the file");
    std::memcpy(into.data(), bytes_.data() + offset, into.size());
    return {};
  }
  Result<void> write_at(std::string_view bytes, std::uint64_t offset) override {
    return put(bytes_, offset, bytes), Result<void>();
  }
  Result<void> sync() override { return {}; }
  Result<std::uint64_t> size() override { return std::uint64_t{bytes_.size()}; }
  Result<void> allocate(std::uint64_t bytes) override { return bytes_.assign(bytes, '\0'), Result<void>(); }
  Result<void> resize(std::uint64_t bytes) override { return bytes_.resize(bytes, '\0'), Result<void>(); }

 private:
  std::string bytes_;
};

class FakeDisk::FakeFolder final : public Folder {
 public:
  explicit FakeFolder(FakeDisk& disk) : disk_(disk) {}

  Result<std::unique_ptr<File>> open(std::string_view name, OpenMode mode) override {
    if (!disk_.power_) return no_power();
    const auto found = disk_.names_.find(name);
    const bool there = found != disk_.names_.end();
    if (!there && mode == OpenMode::existing) return Error{ErrorKind::not_found, std::string(name)};
    if (there && mode != OpenMode::replace) return file_of(found->second);
    auto node = std::make_shared<Node>();
    disk_.change_names({{}, std::string(name), node});
    if (auto done = disk_.operate(); !done) return done.error();
    return file_of(node);
  }
  Result<std::unique_ptr<File>> scratch() override { return std::unique_ptr<File>(std::make_unique<ScratchFile>()); }
  Result<void> rename(std::string_view from, std::string_view to) override {
    if (!disk_.power_) return no_power();
    const auto found = disk_.names_.find(from);
    if (found == disk_.names_.end()) return io_error("rename: no such file");
    disk_.change_names({std::string(from), std::string(to), found->second});
    return disk_.operate();
  }
  Result<void> remove(std::string_view name) override {
    if (!disk_.power_) return no_power();
    if (!disk_.names_.contains(name)) return {};
    disk_.change_names({std::string(name), {}, nullptr});
    return disk_.operate();
  }
  Result<std::vector<std::string>> names() override {
    if (!disk_.power_) return no_power();
    std::vector<std::string> out;
    for (const auto& [name, node] : disk_.names_) out.push_back(name);
    return out;
  }
  Result<void> sync_names() override {
    if (auto done = disk_.operate(); !done || disk_.lying_) return done;
    disk_.durable_names_ = disk_.names_;
    disk_.unsynced_names_.clear();
    return {};
  }
  Result<Identity> identity(std::string_view name) override {
    const auto found = disk_.names_.find(name);
    if (found == disk_.names_.end()) return Error{ErrorKind::not_found, std::string(name)};
    return Identity{reinterpret_cast<std::uintptr_t>(found->second.get()), found->second->now.size()};
  }
  Result<Space> space() override { return disk_.space; }
  const std::string& path() const override { return path_; }

 private:
  Result<std::unique_ptr<File>> file_of(NodePtr node) {
    return std::unique_ptr<File>(std::make_unique<FakeFile>(disk_, std::move(node)));
  }
  FakeDisk& disk_;
  const std::string path_ = "fake";
};

std::unique_ptr<Folder> FakeDisk::folder() { return std::make_unique<FakeFolder>(*this); }

Result<void> FakeDisk::operate() {
  if (!power_) return no_power();
  ++operations_;
  if (operations_left_ == 0 || --operations_left_ > 0) return {};
  power_ = false;
  return no_power();
}

void FakeDisk::put(std::string& bytes, std::uint64_t offset, std::string_view part) {
  if (bytes.size() < offset + part.size()) bytes.resize(offset + part.size(), '\0');
  std::memcpy(bytes.data() + offset, part.data(), part.size());
}

void FakeDisk::change_names(NameChange change) {
  apply(names_, change);
  unsynced_names_.push_back(std::move(change));
}

void FakeDisk::apply(Names& names, const NameChange& change) {
  if (!change.removed.empty()) names.erase(change.removed);
  if (!change.added.empty()) names[change.added] = change.node;
}

void FakeDisk::keep_some(Node& node, const Write& write, unsigned mode) {
  std::string_view left = write.bytes;
  for (std::uint64_t at = write.offset; !left.empty();) {
    std::size_t count = std::min<std::size_t>(left.size(), kSectorBytes - at % kSectorBytes);
    const std::string_view sector = left.substr(0, count);
    if (mode == 3 && random_.below(16) == 0) count = 1 + random_.below(count);  // torn within a sector
    if (random_.below(2) == 0) put(node.durable, at, sector.substr(0, count));
    at += sector.size();
    left.remove_prefix(sector.size());
  }
}

/// What becomes of unsynced writes: none, all, the first ones, or any sectors of any of them.
void FakeDisk::settle(Node& node) {
  const auto mode = static_cast<unsigned>(random_.below(4));
  const std::size_t first = mode == 1 ? node.unsynced.size() : mode == 2 ? random_.below(node.unsynced.size() + 1) : 0;
  for (std::size_t i = 0; i < node.unsynced.size(); ++i) {
    const Write& write = node.unsynced[i];
    if (i < first) {
      put(node.durable, write.offset, write.bytes);
    } else if (mode == 3 || (mode == 2 && i == first)) {
      keep_some(node, write, mode);
    }
  }
  node.unsynced.clear();
}

void FakeDisk::power_cycle() {
  // Names are kept in their order, as by a journal; data in any.
  const std::size_t kept = random_.below(unsynced_names_.size() + 1);
  for (std::size_t i = 0; i < kept; ++i) apply(durable_names_, unsynced_names_[i]);
  unsynced_names_.clear();
  names_ = durable_names_;
  for (const auto& [name, node] : names_) {
    settle(*node);
    node->now = node->durable;
  }
  process_died();
  power_ = true;
}

void FakeDisk::process_died() { operations_left_ = syncs_left_ = 0; }

}  // namespace shrike::test
