#include "support/raw_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace shrike::bench {

namespace {

constexpr std::uint64_t kWriteBytesMax = 1U << 20U;

void must(bool done, const char* what) {
  if (done) return;
  std::perror(what);
  std::exit(1);
}

}  // namespace

RawLog::RawLog(const std::filesystem::path& folder, std::uint64_t capacity_bytes) : capacity_(capacity_bytes) {
  fd_ = open(folder.c_str(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600);
  must(fd_ >= 0, "making a file");
  must(posix_fallocate(fd_, 0, static_cast<off_t>(capacity_)) == 0, "reserving disk space");
  // Written, not only reserved: the first write into an unwritten extent costs a journal commit.
  content_.assign(kWriteBytesMax, '\0');
  write(capacity_);
  must(fsync(fd_) == 0, "fsync");
  content_.assign(kWriteBytesMax, 'x');
}

RawLog::~RawLog() { close(fd_); }

void RawLog::commit(std::uint64_t bytes) {
  write(bytes);
  must(fdatasync(fd_) == 0, "fdatasync");
}

void RawLog::write(std::uint64_t bytes) {
  while (bytes > 0) {
    const std::uint64_t part = std::min({bytes, kWriteBytesMax, capacity_ - at_});
    const ssize_t put = pwrite(fd_, content_.data(), part, static_cast<off_t>(at_));
    must(put > 0, "pwrite");
    bytes -= static_cast<std::uint64_t>(put);
    at_ = (at_ + static_cast<std::uint64_t>(put)) % capacity_;
  }
}

}  // namespace shrike::bench
