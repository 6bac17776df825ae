#include "shrike/sinks/backlog.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "shrike/base/diag.hpp"
#include "shrike/domain/decision_codec.hpp"

namespace shrike::sinks {

namespace {

/// All or nothing as far as the caller sees: a part that was written is overwritten by the next step.
bool write_all(int fd, std::string_view bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t put = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
    offset += static_cast<std::uint64_t>(put);
  }
  return true;
}

bool read_all(int fd, std::string& into, std::uint64_t offset) {
  for (std::size_t done = 0; done < into.size();) {
    const ssize_t got = ::pread(fd, into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    done += static_cast<std::size_t>(got);
  }
  return true;
}

std::string framed(const domain::DecisionBatch& batch) {
  std::string bytes(sizeof(std::uint32_t), '\0');
  domain::append_batch(bytes, batch);
  const auto size = static_cast<std::uint32_t>(bytes.size() - sizeof(std::uint32_t));
  std::memcpy(bytes.data(), &size, sizeof size);
  return bytes;
}

}  // namespace

Backlog::Backlog(std::size_t decisions_max, std::string folder)
    : decisions_max_(decisions_max), folder_(std::move(folder)) {}

Backlog::~Backlog() {
  if (fd_ >= 0) ::close(fd_);
}

bool Backlog::has_room_locked(const domain::DecisionBatch& batch) const {
  return spilled_ == 0 && (memory_.empty() || decisions_ + batch.decisions.size() <= decisions_max_);
}

void Backlog::push(domain::DecisionBatchPtr batch) {
  std::unique_lock lock(mutex_);
  if (!has_room_locked(*batch)) {
    if (spill_locked(*batch)) return filled_.notify_one();
    room_.wait(lock, [&] { return has_room_locked(*batch); });
  }
  decisions_ += batch->decisions.size();
  memory_.push_back(std::move(batch));
  filled_.notify_one();
}

bool Backlog::spill_locked(const domain::DecisionBatch& batch) {
  if (folder_.empty()) return false;
  if (fd_ < 0) {
    fd_ = ::open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd_ < 0)
      return diag::error("archive", "no file in {} to put decisions aside: {}", folder_, std::strerror(errno)), false;
  }
  const std::string bytes = framed(batch);
  if (!write_all(fd_, bytes, write_at_)) return false;
  if (spilled_ == 0) diag::warning("archive", "the store is behind: decisions are put aside on disk");
  write_at_ += bytes.size();
  ++spilled_;
  return true;
}

Result<domain::DecisionBatchPtr> Backlog::read_back_locked() {
  std::string head(sizeof(std::uint32_t), '\0');
  if (!read_all(fd_, head, read_at_)) return io_error("decisions put aside cannot be read back");
  std::uint32_t size = 0;
  std::memcpy(&size, head.data(), sizeof size);
  std::string bytes(size, '\0');
  if (!read_all(fd_, bytes, read_at_ + head.size())) return io_error("decisions put aside cannot be read back");
  auto batch = domain::decode_batch(bytes);
  if (!batch) return batch.error();
  read_at_ += head.size() + size;
  if (--spilled_ == 0) {
    read_at_ = write_at_ = 0;
    if (::ftruncate(fd_, 0) != 0)
      diag::warning("archive", "the file of decisions put aside stays: {}", std::strerror(errno));
    room_.notify_all();
  }
  return std::make_shared<const domain::DecisionBatch>(std::move(*batch));
}

Result<domain::DecisionBatchPtr> Backlog::pop(TimeUs wait_us) {
  std::unique_lock lock(mutex_);
  filled_.wait_for(lock, std::chrono::microseconds(wait_us), [&] { return !memory_.empty() || spilled_ > 0; });
  if (memory_.empty()) return spilled_ > 0 ? read_back_locked() : Result<domain::DecisionBatchPtr>(nullptr);
  domain::DecisionBatchPtr batch = std::move(memory_.front());
  memory_.pop_front();
  decisions_ -= batch->decisions.size();
  room_.notify_all();
  return batch;
}

std::size_t Backlog::depth() const {
  const std::lock_guard lock(mutex_);
  return memory_.size() + spilled_;
}

std::uint64_t Backlog::spilled_bytes() const {
  const std::lock_guard lock(mutex_);
  return write_at_ - read_at_;
}

}  // namespace shrike::sinks
