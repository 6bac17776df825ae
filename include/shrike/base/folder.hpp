#pragma once
// The one door to the disk for everything that must survive: event log, checkpoints, parked rows, secrets. Tests put a
// faulty disk behind it. (SQLite has a door of its own.)
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shrike/base/result.hpp"

namespace shrike {

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
  /// Cuts the file off, or lengthens it with zeroes.
  virtual Result<void> resize(std::uint64_t bytes) = 0;
};

enum class OpenMode : std::uint8_t {
  existing,  ///< error not_found when it is not there
  create,    ///< makes it when it is not there
  replace,   ///< empties it when it is there
  locked,    ///< as create, and no other process may open it so: error unavailable
};

/// A flat folder. Names are single words of a path. Thread-safe. Errors: io, and what a call names.
class Folder {
 public:
  virtual ~Folder() = default;
  /// Readable by the owner only.
  virtual Result<std::unique_ptr<File>> open(std::string_view name, OpenMode mode) = 0;
  /// A file without a name, gone with the process.
  virtual Result<std::unique_ptr<File>> scratch() = 0;
  /// Replaces what is at `to`.
  virtual Result<void> rename(std::string_view from, std::string_view to) = 0;
  /// A name that is not there is no error.
  virtual Result<void> remove(std::string_view name) = 0;
  [[nodiscard]] virtual Result<std::vector<std::string>> names() = 0;
  /// Returns when names made, changed and removed before are on the medium (fsync of the folder).
  virtual Result<void> sync_names() = 0;

  /// What a name stands for.
  struct Identity {
    std::uint64_t file = 0;  ///< equal as long as it is the same file
    std::uint64_t size_bytes = 0;
  };
  /// Error: not_found.
  [[nodiscard]] virtual Result<Identity> identity(std::string_view name) = 0;

  struct Space {
    std::uint64_t free_bytes = 0;  ///< that this process may use
    std::uint64_t total_bytes = 0;
  };
  [[nodiscard]] virtual Result<Space> space() = 0;
  /// For messages.
  [[nodiscard]] virtual const std::string& path() const = 0;
};

/// The real disk. The folder must be there when it is used, not when it is opened.
std::unique_ptr<Folder> open_folder(std::string path);

/// The whole text or the old one, also when the power goes: a name of its own, sync, rename, sync.
Result<void> write_whole_file(Folder& folder, std::string_view name, std::string_view text);
/// Error: not_found.
Result<std::string> read_whole_file(Folder& folder, std::string_view name);

}  // namespace shrike
