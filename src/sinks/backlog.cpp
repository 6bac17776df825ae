#include "shrike/sinks/backlog.hpp"

#include <chrono>
#include <cstring>

#include "shrike/base/diag.hpp"
#include "shrike/domain/decision_codec.hpp"

namespace shrike::sinks {

namespace {

std::string framed(const domain::DecisionBatch& batch) {
  std::string bytes(sizeof(std::uint32_t), '\0');
  domain::append_batch(bytes, batch);
  const auto size = static_cast<std::uint32_t>(bytes.size() - sizeof(std::uint32_t));
  std::memcpy(bytes.data(), &size, sizeof size);
  return bytes;
}

}  // namespace

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
  if (folder_ == nullptr) return false;
  if (file_ == nullptr) {
    auto made = folder_->scratch();
    if (!made) return diag::error("archive", "no file to put decisions aside: {}", made.error().message), false;
    file_ = std::move(*made);
  }
  const std::string bytes = framed(batch);
  // What a failed write left is overwritten by the next step.
  if (!file_->write_at(bytes, write_at_)) return false;
  if (spilled_ == 0) diag::warning("archive", "the store is behind: decisions are put aside on disk");
  write_at_ += bytes.size();
  ++spilled_;
  return true;
}

Result<domain::DecisionBatchPtr> Backlog::read_back_locked() {
  std::string head(sizeof(std::uint32_t), '\0');
  if (auto done = file_->read_at({head.data(), head.size()}, read_at_); !done) return done.error();
  std::uint32_t size = 0;
  std::memcpy(&size, head.data(), sizeof size);
  std::string bytes(size, '\0');
  if (auto done = file_->read_at({bytes.data(), bytes.size()}, read_at_ + head.size()); !done) return done.error();
  auto batch = domain::decode_batch(bytes);
  if (!batch) return batch.error();
  read_at_ += head.size() + size;
  if (--spilled_ == 0) {
    read_at_ = write_at_ = 0;
    if (auto done = file_->resize(0); !done)
      diag::warning("archive", "the file of decisions put aside stays: {}", done.error().message);
    room_.notify_all();
  }
  return std::make_shared<const domain::DecisionBatch>(std::move(*batch));
}

Result<domain::DecisionBatchPtr> Backlog::pop(TimeUs wait_us) {
  std::unique_lock lock(mutex_);
  if (wait_us > 0)
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
