#include "shrike/engine/checkpointer.hpp"

#include <thread>

#include "shrike/base/diag.hpp"

namespace shrike::engine {

namespace {

constexpr std::chrono::milliseconds kIdleWait{50};
constexpr domain::Seq kEventsMin = 1'024;        // between two checkpoints, unless the ring is half full
constexpr domain::Seq kBehind = 16;              // share of every_events that the engine may lag
constexpr std::size_t kStepBytes = 256U << 10U;  // saved after a step, about: a tenth of a millisecond

}  // namespace

Checkpointer::Checkpointer(CheckpointSettings settings, eventlog::EventLog& log, std::vector<CheckpointInfo> known,
                           domain::Seq start)
    : settings_(std::move(settings)),
      log_(log),
      ahead_to_(start == 0 || known.empty() ? 0 : known.front().to),
      last_from_(start),
      known_(known.begin(), known.end()) {
  if (settings_.folder == nullptr) return;
  delete_old_checkpoints(*settings_.folder, kKept);
  if (known_.size() > kKept) known_.resize(kKept);
  if (known_.size() < kKept) log_.set_cursor("checkpoint", log_.oldest_seq() == 0 ? 0 : log_.oldest_seq() - 1);
  hold_ring();
}

void Checkpointer::hold_ring() {
  if (known_.empty()) return;
  // The older one is kept as a reserve, but not at the price of refused events.
  const auto fill = log_.fill();
  const bool crowded = fill.used_bytes > fill.capacity_bytes / 2;
  log_.set_cursor("checkpoint", crowded ? known_.front().from : known_.back().from);
}

void Checkpointer::request(domain::Seq seq) {
  oldest_kept_ = seq;
  wanted_ = seq;
}

bool Checkpointer::due(domain::Seq newest) const {
  if (newest <= last_from_ || newest < ahead_to_) return false;
  if (const domain::Seq wanted = wanted_; wanted != 0 && newest >= wanted && last_from_ < wanted) return true;
  if (newest - last_from_ >= settings_.every_events) return true;
  // An engine far behind, as after a restart, frees more of the ring by going on.
  if (log_.head_seq() - newest > settings_.every_events / kBehind) return false;
  const auto fill = log_.fill();
  return fill.used_bytes > fill.capacity_bytes / 2 ||
         (fill.used_bytes > fill.capacity_bytes / 4 && newest - last_from_ >= kEventsMin);
}

void Checkpointer::begin(const Core& core) {
  busy_ = true;
  ++number_;
  snapshot_ = core.start_snapshot();
  last_from_ = snapshot_->from;
}

void Checkpointer::after_step(const Core& core, domain::Seq newest) {
  if (settings_.folder == nullptr) return;
  if (snapshot_ && core.too_late(*snapshot_)) {
    dropped_ = number_;
    busy_ = false;
  }
  if (snapshot_ && dropped_ == number_) snapshot_.reset();
  if (!snapshot_ && (busy_ || !due(newest))) return;
  for (std::size_t bytes = 0; bytes < kStepBytes && handed_.size() < kPartsWaitingMax;) {
    if (!snapshot_) begin(core);
    Handed handed{number_, core.next_part(*snapshot_), snapshot_->from};
    const bool last = !handed.part;
    bytes += last ? 0 : handed.part->bytes.size() + 1;
    handed_.try_push(std::move(handed));
    if (last) return snapshot_.reset();
  }
}

void Checkpointer::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (!step(kIdleWait)) std::this_thread::sleep_for(finished_ ? kIdleWait : std::chrono::milliseconds(0));
  }
}

bool Checkpointer::step(std::chrono::microseconds wait) {
  if (finished_) {
    if (!is_stored(writer_->to())) return false;
    finished_ = false;
    auto done = publish(*writer_);
    writer_.reset();
    if (done) busy_ = false;
    if (!done) drop(writing_, done.error());
    return true;
  }
  taken_.clear();
  handed_.pop_batch(taken_, 1, wait);
  if (taken_.empty()) return hold_ring(), false;
  const Handed& handed = taken_.front();
  if (handed.snapshot == dropped_) return true;
  if (auto done = write(handed); !done) return drop(handed.snapshot, done.error()), true;
  finished_ = !handed.part;
  return true;
}

Result<void> Checkpointer::write(const Handed& handed) {
  if (writing_ != handed.snapshot) writer_.reset();
  writing_ = handed.snapshot;
  if (!writer_) {
    auto made = CheckpointWriter::create(*settings_.folder);
    if (!made) return made.error();
    writer_.emplace(std::move(*made));
  }
  return handed.part ? writer_->add(*handed.part) : writer_->finish(handed.from);
}

bool Checkpointer::is_stored(domain::Seq to) const { return log_.cursor("archive") >= to && log_.durable_seq() >= to; }

Result<void> Checkpointer::publish(CheckpointWriter& writer) {
  auto info = writer.publish();
  if (!info) return info.error();
  diag::info("checkpoint", "the engine's state up to event {} is on disk", info->to);
  known_.push_front(std::move(*info));
  if (known_.size() > kKept) known_.resize(kKept);
  while (known_.size() > 1 && known_.front().from >= oldest_kept_ && known_.back().from < oldest_kept_)
    known_.pop_back();
  delete_old_checkpoints(*settings_.folder, known_.size());
  hold_ring();
  published_from_ = known_.front().from;
  ++published_;
  const std::lock_guard lock(mutex_);
  failure_.clear();
  return {};
}

void Checkpointer::drop(std::uint64_t snapshot, const Error& why) {
  diag::error("checkpoint", "{}", why.message);
  writer_.reset();
  dropped_ = snapshot;
  busy_ = false;
  const std::lock_guard lock(mutex_);
  failure_ = why.message;
}

Result<void> Checkpointer::write_now(const Core& core) {
  if (settings_.folder == nullptr) return {};
  writer_.reset();
  finished_ = false;
  auto writer = CheckpointWriter::create(*settings_.folder);
  if (!writer) return writer.error();
  Snapshot snapshot = core.start_snapshot();
  if (snapshot.from < ahead_to_)
    return Error{ErrorKind::unavailable, "the engine has not come past the checkpoint that it started from"};
  while (const auto part = core.next_part(snapshot)) {
    if (auto done = writer->add(*part); !done) return done;
  }
  if (auto done = writer->finish(snapshot.from); !done) return done;
  if (!is_stored(writer->to()))
    return Error{ErrorKind::unavailable, "not everything is stored: no checkpoint at the end"};
  if (!known_.empty() && known_.front().to == writer->to()) return {};
  return publish(*writer);
}

std::string Checkpointer::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

}  // namespace shrike::engine
