#pragma once
// The engine's state on disk, so that a restart need not replay the whole log. Byte format: docs/formats/checkpoint.md.
#include <memory>
#include <string>
#include <vector>

#include "shrike/base/folder.hpp"
#include "shrike/engine/core.hpp"

namespace shrike::engine {

/// A complete checkpoint file.
struct CheckpointInfo {
  std::string name;
  domain::Seq from = 0;  ///< replay goes on after this event
  domain::Seq to = 0;    ///< newest event that some part knows: only events after it are decided as they were before
};

/// Writes one file: parts, then a footer, sync, rename to its final name. Before the rename no reader sees it.
class CheckpointWriter {
 public:
  /// Error: io.
  static Result<CheckpointWriter> create(Folder& folder);
  CheckpointWriter(CheckpointWriter&& other) noexcept = default;
  CheckpointWriter& operator=(CheckpointWriter&&) = delete;
  /// Deletes what was not published.
  ~CheckpointWriter();

  Result<void> add(const StatePart& part);
  /// Ends the file and makes it durable. `to` is the largest as_of of its parts.
  Result<void> finish(domain::Seq from);
  /// Gives it its final name, durably. Call when the events up to `to` are stored. Error: io.
  Result<CheckpointInfo> publish();
  [[nodiscard]] domain::Seq to() const { return to_; }

 private:
  CheckpointWriter(std::unique_ptr<File> file, Folder& folder) : file_(std::move(file)), folder_(&folder) {}
  Result<void> write(std::string_view bytes);

  std::unique_ptr<File> file_;  // null once published
  Folder* folder_;
  std::uint64_t size_ = 0;
  std::uint32_t parts_ = 0;
  domain::Seq from_ = 0;
  domain::Seq to_ = 0;
};

/// The checkpoints in a folder, newest first. Files whose name or footer is not that of a checkpoint are left out.
std::vector<CheckpointInfo> list_checkpoints(Folder& folder);
/// Loads one into a core that has applied nothing. After an error the core must not be used. Errors: io; corrupt.
Result<void> load_checkpoint(Folder& folder, const CheckpointInfo& checkpoint, Core& core);
/// Deletes all but the newest `keep`: older, damaged and unfinished ones.
void delete_old_checkpoints(Folder& folder, std::size_t keep);

}  // namespace shrike::engine
