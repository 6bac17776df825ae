#pragma once
// A disk that forgets: what was not synced may be dropped, torn or kept out of order when the power goes.
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "shrike/base/folder.hpp"
#include "shrike/base/random.hpp"

namespace shrike::test {

/// What is "on the medium" and what only the running system sees. Outlives folders and files, which see the same disk
/// after a crash. One thread. POSIX as written, not as some file system happens to do it: a file's data is safe after
/// its sync, its name after the folder's.
class FakeDisk {
 public:
  explicit FakeDisk(std::uint64_t seed) : random_(seed) {}

  std::unique_ptr<Folder> folder();

  /// The power goes in the middle of the nth operation that changes the disk from now on (1 = the next).
  void lose_power_after(std::uint64_t operations) { operations_left_ = operations; }
  /// The nth sync of a file from now on fails, and what it should have written is dropped or kept at random, while
  /// readers go on to see it (as Linux does: the pages count as clean).
  void fail_sync_after(std::uint64_t syncs) { syncs_left_ = syncs; }
  /// Syncs return at once and do nothing: the negative control.
  void lie_about_syncs() { lying_ = true; }

  [[nodiscard]] bool has_power() const { return power_; }
  /// Power comes back: what was not synced is decided upon. Also when the power was there.
  void power_cycle();
  /// The process died, the machine did not: nothing on the disk changes.
  void process_died();

  [[nodiscard]] std::uint64_t operations() const { return operations_; }
  Folder::Space space{100ULL << 30U, 200ULL << 30U};  ///< what the folder reports

 private:
  struct Write {
    std::uint64_t offset;
    std::string bytes;
  };
  struct Node {
    std::string now;              // what readers see
    std::string durable;          // what a crash leaves for certain
    std::vector<Write> unsynced;  // in order
  };
  using NodePtr = std::shared_ptr<Node>;
  using Names = std::map<std::string, NodePtr, std::less<>>;
  struct NameChange {
    std::string removed;  // may be empty
    std::string added;    // may be empty
    NodePtr node;
  };
  class FakeFile;
  class ScratchFile;
  class FakeFolder;

  /// Every operation that changes something passes here. Error when there is no power.
  Result<void> operate();
  static Error no_power() { return io_error("the power is gone"); }
  void change_names(NameChange change);
  static void apply(Names& names, const NameChange& change);
  void settle(Node& node);
  void keep_some(Node& node, const Write& write, unsigned mode);
  static void put(std::string& bytes, std::uint64_t offset, std::string_view part);

  Random random_;
  Names names_;
  Names durable_names_;
  std::vector<NameChange> unsynced_names_;
  std::uint64_t operations_ = 0;
  std::uint64_t operations_left_ = 0;  // 0 = never
  std::uint64_t syncs_left_ = 0;
  bool power_ = true;
  bool lying_ = false;
};

}  // namespace shrike::test
