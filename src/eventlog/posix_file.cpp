#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "shrike/eventlog/file.hpp"

namespace shrike::eventlog {

namespace {

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

  Result<void> sync() override {
    if (::fdatasync(fd_) != 0) return system_error("fdatasync");
    return {};
  }

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

 private:
  int fd_;
};

}  // namespace

Result<std::unique_ptr<File>> open_posix_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return system_error(fmt::format("opening {}", path));
  auto file = std::make_unique<PosixFile>(fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    return Error{ErrorKind::unavailable, fmt::format("{} is in use by another process", path)};
  }
  return std::unique_ptr<File>(std::move(file));
}

}  // namespace shrike::eventlog
