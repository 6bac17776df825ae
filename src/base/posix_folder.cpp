#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "shrike/base/folder.hpp"

namespace shrike {

namespace {

constexpr mode_t kOwnerOnly = 0600;

Error system_error(std::string_view what) { return io_error(fmt::format("{}: {}", what, std::strerror(errno))); }

class PosixFile final : public File {
 public:
  explicit PosixFile(int fd) : fd_(fd) {}
  ~PosixFile() override { ::close(fd_); }
  PosixFile(const PosixFile&) = delete;
  PosixFile& operator=(const PosixFile&) = delete;

  Result<void> read_at(std::span<char> into, std::uint64_t offset) override {
    while (!into.empty()) {
      const ssize_t got = ::pread(fd_, into.data(), into.size(), static_cast<off_t>(offset));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return system_error("read");
      if (got == 0) return io_error("read past the end of the file");
      into = into.subspan(static_cast<std::size_t>(got));
      offset += static_cast<std::uint64_t>(got);
    }
    return {};
  }

  Result<void> write_at(std::string_view bytes, std::uint64_t offset) override {
    while (!bytes.empty()) {
      const ssize_t put = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) return system_error("write");
      bytes.remove_prefix(static_cast<std::size_t>(put));
      offset += static_cast<std::uint64_t>(put);
    }
    return {};
  }

  Result<void> sync() override { return ::fdatasync(fd_) == 0 ? Result<void>() : system_error("fdatasync"); }

  Result<std::uint64_t> size() override {
    struct stat info {};
    if (::fstat(fd_, &info) != 0) return system_error("fstat");
    return static_cast<std::uint64_t>(info.st_size);
  }

  Result<void> allocate(std::uint64_t bytes) override {
    if (const int error = ::posix_fallocate(fd_, 0, static_cast<off_t>(bytes)); error != 0) {
      errno = error;
      return system_error("reserving disk space");
    }
    // Zeroes are written, not only reserved: the first write into an unwritten extent would cost a journal commit each.
    const std::string zeroes(std::min<std::uint64_t>(bytes, 1U << 20U), '\0');
    for (std::uint64_t at = 0; at < bytes; at += zeroes.size()) {
      const auto part = std::string_view(zeroes).substr(0, std::min<std::uint64_t>(zeroes.size(), bytes - at));
      if (auto written = write_at(part, at); !written) return written;
    }
    return sync();
  }

  Result<void> resize(std::uint64_t bytes) override {
    return ::ftruncate(fd_, static_cast<off_t>(bytes)) == 0 ? Result<void>() : system_error("resizing");
  }

 private:
  int fd_;
};

int flags_of(OpenMode mode) {
  switch (mode) {
    case OpenMode::existing:
      return O_RDWR;
    case OpenMode::create:
    case OpenMode::locked:
      return O_RDWR | O_CREAT;
    case OpenMode::replace:
      return O_RDWR | O_CREAT | O_TRUNC;
  }
  return O_RDWR;
}

class PosixFolder final : public Folder {
 public:
  explicit PosixFolder(std::string path) : path_(std::move(path)) {}

  Result<std::unique_ptr<File>> open(std::string_view name, OpenMode mode) override {
    const std::string path = at(name);
    const int fd = ::open(path.c_str(), flags_of(mode) | O_CLOEXEC, kOwnerOnly);
    if (fd < 0 && errno == ENOENT && mode == OpenMode::existing) return Error{ErrorKind::not_found, path};
    if (fd < 0) return system_error(path);
    auto file = std::make_unique<PosixFile>(fd);
    if (mode == OpenMode::locked && ::flock(fd, LOCK_EX | LOCK_NB) != 0)
      return Error{ErrorKind::unavailable, fmt::format("{} is in use by another process", path)};
    return std::unique_ptr<File>(std::move(file));
  }

  Result<std::unique_ptr<File>> scratch() override {
    const int fd = ::open(path_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, kOwnerOnly);
    if (fd < 0) return system_error(path_);
    return std::unique_ptr<File>(std::make_unique<PosixFile>(fd));
  }

  Result<void> rename(std::string_view from, std::string_view to) override {
    return ::rename(at(from).c_str(), at(to).c_str()) == 0 ? Result<void>() : system_error(at(to));
  }

  Result<void> remove(std::string_view name) override {
    if (::unlink(at(name).c_str()) == 0 || errno == ENOENT) return {};
    return system_error(at(name));
  }

  Result<std::vector<std::string>> names() override {
    std::vector<std::string> out;
    std::error_code error;
    for (std::filesystem::directory_iterator it(path_, error), end; !error && it != end; it.increment(error))
      out.push_back(it->path().filename().string());
    if (error) return io_error(fmt::format("{}: {}", path_, error.message()));
    return out;
  }

  Result<void> sync_names() override {
    const int fd = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return system_error(path_);
    const Result<void> done = ::fsync(fd) == 0 ? Result<void>() : system_error(path_);
    ::close(fd);
    return done;
  }

  Result<Identity> identity(std::string_view name) override {
    struct stat info {};
    if (::stat(at(name).c_str(), &info) == 0) return Identity{info.st_ino, static_cast<std::uint64_t>(info.st_size)};
    return errno == ENOENT ? Error{ErrorKind::not_found, at(name)} : system_error(at(name));
  }

  Result<Space> space() override {
    struct statvfs info {};
    if (::statvfs(path_.c_str(), &info) != 0) return system_error(path_);
    return Space{std::uint64_t{info.f_bavail} * info.f_frsize, std::uint64_t{info.f_blocks} * info.f_frsize};
  }

  const std::string& path() const override { return path_; }

 private:
  [[nodiscard]] std::string at(std::string_view name) const { return fmt::format("{}/{}", path_, name); }
  const std::string path_;
};

}  // namespace

std::unique_ptr<Folder> open_folder(std::string path) { return std::make_unique<PosixFolder>(std::move(path)); }

}  // namespace shrike
